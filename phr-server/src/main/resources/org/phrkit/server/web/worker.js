// What takes long, beside the page: reports are hashed, signed and encrypted into a file of this browser, and passphrase files
// are sealed and opened. A worker does one task, and ends with it; so do the keys that it was given.
import { hex, sha256 } from "./vendor/crypto.js";
import { decryptWithPassphrase, encryptWithPassphrase, newFile, payloadSize } from "./phr/age.js";
import { text, utf8 } from "./phr/bytes.js";
import { SigningKey } from "./phr/keys.js";
import { mediaTypeOf, writeReport } from "./phr/report.js";

/** How often progress is told. */
const TOLD_MS = 200;
/** How much is written to the file at once. */
const WRITTEN_BYTES = 1 << 20;

/**
 * @param {{ files: File[], signing: string, readers: import("./phr/report.js").Reader[], checkpoint?: string, folder: string,
 *     name: string }} asked
 */
async function write({ files, signing, readers, checkpoint, folder, name }) {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let read = 0;
  let told = 0;
  /** @param {number} bytes */
  const progress = (bytes) => {
    read += bytes;
    if (performance.now() - told > TOLD_MS) {
      told = performance.now();
      const state = read < total ? "reading" : "encrypting";
      postMessage({ progress: { state, done: state === "reading" ? read : read - total, total } });
    }
  };
  const report = await writeReport(
    {
      files: files.map((file) => ({ name: file.name, mediaType: mediaTypeOf(file.name), content: file })),
      sender: SigningKey.parse(signing),
      readers,
      checkpoint,
    },
    { progress },
  );
  const file = await newFile(readers.map(({ recipient }) => recipient));
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
  const handle = /** @type {any} */ (await root.getFileHandle(name, { create: true }));
  const target = await handle.createSyncAccessHandle();
  try {
    const sum = await writeAll(file.payload(report.archive()), target);
    return { report: report.id, header: file.header, shares: file.shares, sha256: sum, bytes: payloadSize(report.size) };
  } finally {
    target.close();
  }
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {any} target a FileSystemSyncAccessHandle, which the types of pages do not know
 * @returns {Promise<string>} the SHA-256 of what was written
 */
async function writeAll(stream, target) {
  const hash = sha256.create();
  const buffer = new Uint8Array(WRITTEN_BYTES);
  let held = 0;
  let at = 0;
  const flush = () => {
    const bytes = buffer.subarray(0, held);
    hash.update(bytes);
    if (target.write(bytes, { at }) < held) {
      throw Object.assign(new Error("full"), { kind: "storage" });
    }
    at += held;
    held = 0;
  };
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    for (let from = 0; from < next.value.length; ) {
      const part = next.value.subarray(from, from + WRITTEN_BYTES - held);
      buffer.set(part, held);
      held += part.length;
      from += part.length;
      if (held === WRITTEN_BYTES) {
        flush();
      }
    }
  }
  flush();
  target.flush();
  return hex.encode(hash.digest());
}

/** @param {{ passphrase: string, text: string }} asked */
const seal = (asked) => encryptWithPassphrase(utf8(asked.text), asked.passphrase);

/** @param {{ passphrase: string, file: Uint8Array }} asked */
const unseal = async (asked) => text(await decryptWithPassphrase(asked.file, asked.passphrase));

/** @type {Record<string, (asked: any) => Promise<unknown>>} */
const TASKS = { write, seal, unseal };

self.onmessage = async ({ data: { task, ...asked } }) => {
  try {
    postMessage({ result: await TASKS[task](asked) });
  } catch (e) {
    const { kind, name, message, hint } = /** @type {any} */ (e);
    const isOurs = hint !== undefined;
    postMessage({ failure: { kind, name, problem: isOurs ? message : undefined, hint } });
  }
};
