// Parts that several pages have.
import { html, nothing, qrcode, svg } from "../vendor/view.js";
import { size, texts } from "../texts.js";

/**
 * A QR code as a picture that can be printed at any size.
 *
 * @param {string} text
 * @param {string} label what a screen reader says
 * @param {string} kind of its style
 */
export function qr(text, label, kind = "qr") {
  const code = qrcode(0, "L");
  code.addData(text, "Byte");
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) {
        path += `M${column + 4} ${row + 4}h1v1h-1z`;
      }
    }
  }
  return html`<svg class=${kind} viewBox="0 0 ${count + 8} ${count + 8}" role="img" aria-label=${label}>
    ${svg`<rect width="100%" height="100%" fill="#fff"></rect><path d=${path} fill="#000"></path>`}
  </svg>`;
}

/**
 * A fingerprint in all the ways in which it can be compared.
 *
 * @param {{ digits: string, words: string }} print
 */
export const fingerprint = (print) => html`
  <div class="fingerprint">
    <div>
      <p><span class="label">${texts.keys.words}</span> <span class="words">${print.words}</span></p>
      <p><span class="label">${texts.keys.digits}</span> <span class="mono">${print.digits}</span></p>
    </div>
    ${qr(print.digits.replaceAll(" ", ""), texts.keys.qrFingerprint)}
  </div>
`;

/**
 * How far something is, with what a screen reader says of it.
 *
 * @param {string} label
 * @param {{ done: number, total: number, more?: string }} how in bytes; the total is 0 where it is not known
 */
export function progress(label, how) {
  const percent = how.total > 0 ? Math.floor((100 * how.done) / how.total) : 0;
  const of = how.total > 0 ? texts.upload.of(size(how.done), size(how.total)) : size(how.done);
  return html`<div class="field">
    <p class="row"><strong>${label}</strong> <span class="soft">${how.total > 0 ? texts.progress(percent) : nothing}</span></p>
    <progress aria-label=${label} max="100" .value=${percent}></progress>
    <p class="hint">${of}${how.more ? html` · ${how.more}` : nothing}</p>
  </div>`;
}

/**
 * A dialog that asks whether something shall be done.
 *
 * @param {{ id: string, title: string, text: unknown, button: string, isDanger?: boolean, busy: boolean,
 *     yes: () => void, no: () => void, failure?: unknown }} asked
 */
export const question = (asked) => html`
  <dialog id=${asked.id} aria-labelledby="${asked.id}-title">
    <h2 id="${asked.id}-title">${asked.title}</h2>
    <div>${asked.text}</div>
    ${asked.failure ?? nothing}
    <div class="row end">
      <button type="button" @click=${asked.no} ?disabled=${asked.busy}>${texts.cancel}</button>
      <button type="button" class=${asked.isDanger ? "danger" : "primary"} @click=${asked.yes} ?disabled=${asked.busy}>
        ${asked.button}
      </button>
    </div>
  </dialog>
`;

/**
 * Saves something as a file where the browser saves files.
 *
 * @param {Blob} blob
 * @param {string} name
 */
export function saveAs(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * How sure it is whose key a key is.
 *
 * @param {"known" | "new" | "changed"} state
 */
export function knownMark(state) {
  const kinds = { known: "mark good", new: "mark warn", changed: "mark bad" };
  const words = { known: texts.contacts.known, new: texts.contacts.new, changed: texts.contacts.changed };
  return html`<span class=${kinds[state]}>${words[state]}</span>`;
}
