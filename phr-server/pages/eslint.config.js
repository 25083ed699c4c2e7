const browser = Object.fromEntries(
  ("AbortController AbortSignal Blob CustomEvent DOMException Event File FormData Headers HTMLElement MessageChannel "
    + "PublicKeyCredential ReadableStream Request Response TextDecoder TextEncoder TransformStream URL URLSearchParams "
    + "WritableStream Worker atob btoa clearInterval clearTimeout console crypto customElements document fetch globalThis "
    + "CSS EventTarget HTMLDialogElement HTMLImageElement HTMLInputElement HTMLSelectElement HTMLTextAreaElement history "
    + "indexedDB location navigator performance postMessage queueMicrotask self setInterval setTimeout structuredClone window"
  ).split(" ").map((name) => [name, "readonly"]),
);

export default [
  { ignores: ["**/node_modules/", "**/vendor/"] },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: { ...browser, process: "readonly", Buffer: "readonly" } },
    rules: {
      "constructor-super": "error",
      eqeqeq: "error",
      "no-const-assign": "error",
      "no-dupe-keys": "error",
      "no-eval": "error",
      "no-fallthrough": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-undef": "error",
      "no-unreachable": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
