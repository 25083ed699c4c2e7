// Signed reports: a tar archive of manifest.json, its minisign signature, and the files. Schema 2 is written; 1 is read too.
import { sha256 } from "../vendor/crypto.js";
import { requireRecipient } from "./age.js";
import { Malformed, PhrError, concat, hex, json, millis, now, object, random, text, utf8 } from "./bytes.js";
import { Altered, requireKey, verify } from "./keys.js";
import { isHidden } from "./statements.js";
import { BLOCK, filled, headers } from "./tar.js";

/** @typedef {{recipient: string, signer?: string, mayGrant: boolean}} Reader */
/** @typedef {{name: string, size: number, sha256: string, mediaType: string}} Entry */
/** @typedef {{schema: number, id: string, created: string, sender: string, readers: Reader[], files: Entry[], earlier: Manifest[], checkpoint?: string}} Manifest */

const NAME = "manifest.json";
const SIGNATURE_NAME = `${NAME}.minisig`;
// In whatever case, of the letters that have these as their upper or lower case too.
const RESERVED = /^man[i\u0130\u0131]fest\.json(\.m[i\u0130\u0131]n[i\u0130\u0131]s[i\u0130\u0131]g)?$/iu;
const TYPE = "phr/report/2";
const RECORD = 20 * BLOCK;
const LARGEST_MANIFEST = 8 << 20;
const LARGEST_SIGNATURE = 1 << 16;
const LARGEST_PAX = 1 << 16;
const PAX_NUMBERS = new Map([
  .../** @type {[string, RegExp][]} */ (["size", "uid", "gid"].map((key) => [key, /^[0-9]{1,15}$/])),
  .../** @type {[string, RegExp][]} */ (["mtime", "atime", "ctime"].map((key) => [key, /^-?[0-9]{1,12}(\.[0-9]{1,9})?$/])),
]);
const MOST_FILES = 10_000;
const MOST_EARLIER = 16;
const LONGEST_CHECKPOINT = 16_384;

/** Why a name cannot be that of a file in a report; nothing if it can. @param {string} name */
export function wrongName(name) {
  const isOutside = name === "" || name === "." || name === ".." || /[/\\]/.test(name) || isHidden(name);
  return isOutside || utf8(name).length > 255 || RESERVED.test(name);
}

/** @param {Entry[]} files */
function requireFiles(files) {
  if (files.length < 1 || files.length > MOST_FILES) throw new Malformed(`a report has between 1 and ${MOST_FILES} files`);
  const names = new Set();
  for (const { name, size, sha256: hash, mediaType } of files) {
    if (wrongName(name)) throw new Malformed("a file in a report must have a plain name of at most 255 bytes");
    if (!(size >= 0) || !/^[0-9a-f]{64}$/.test(hash) || !/^[!-~ ]{1,200}$/.test(mediaType)) {
      throw new Malformed("a file in a report has a size, a SHA-256 and a media type");
    }
    // Some file systems do not tell upper from lower case.
    if (names.has(name.toLowerCase())) throw new Malformed("two files in a report have the same name");
    names.add(name.toLowerCase());
  }
}

/** The size to fill up to: PADMÉ (doi 10.2478/popets-2019-0056, algorithm 1). @param {number} size */
export function padded(size) {
  if (size < 2) return size;
  const exponent = Math.floor(Math.log2(size));
  const unit = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(size / unit) * unit;
}

/** @param {Blob} blob @param {(bytes: number) => void} [progress] @param {AbortSignal} [signal] */
async function hashed(blob, progress, signal) {
  const hash = sha256.create();
  let size = 0;
  for await (const chunk of chunks(blob.stream())) {
    signal?.throwIfAborted();
    hash.update(chunk);
    size += chunk.length;
    progress?.(chunk.length);
  }
  return { size, sha256: hex.encode(hash.digest()) };
}

/** @param {ReadableStream<Uint8Array>} stream */
async function* chunks(stream) {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * Signs a report. Each file is read once now, and once when the archive is.
 * @param {{files: {name: string, mediaType?: string, content: Blob}[], sender: import("./keys.js").SigningKey, readers: Reader[], checkpoint?: string}} report
 * @param {{progress?: (bytes: number) => void, signal?: AbortSignal}} [how] progress: as bytes are read, in both passes
 * @returns id, manifest as it was signed and its SHA-256, the size of the archive, and the archive
 */
export async function writeReport({ files, sender, readers, checkpoint }, { progress, signal } = {}) {
  /** @type {Entry[]} */
  const entries = [];
  for (const { name, mediaType, content } of files) {
    entries.push({ name, ...(await hashed(content, progress, signal)), mediaType: mediaType || "application/octet-stream" });
  }
  requireFiles(entries);
  if (!readers.length || new Set(readers.map((reader) => reader.recipient)).size < readers.length) {
    throw new Malformed("a report has readers, each with a recipient of his own");
  }
  const id = hex.encode(random(16));
  const created = now();
  const manifest = json({
    type: TYPE,
    id,
    created,
    sender: sender.verificationKey,
    readers: readers.map(({ recipient, signer, mayGrant }) => ({ recipient, signer, mayGrant })),
    files: entries.map(({ name, size, sha256: hash, mediaType }) => ({ name, size, sha256: hash, mediaType })),
    checkpoint,
  });
  const signature = sender.sign(utf8(manifest), `phr report ${id}, ${created}, ${readers.length} ${readers.length === 1 ? "recipient" : "recipients"}`);
  const texts = [[NAME, utf8(manifest)], [SIGNATURE_NAME, utf8(signature)]];
  const begin = concat(
    .../** @type {[string, Uint8Array][]} */ (texts).flatMap(([name, bytes]) => [headers(name, bytes.length, created), bytes, new Uint8Array(filled(bytes.length) - bytes.length)]),
  );
  const heads = entries.map(({ name, size }) => headers(name, size, created));
  const plain = heads.reduce((sum, head, i) => sum + head.length + filled(entries[i].size), begin.length) + 2 * BLOCK;
  const size = padded(Math.ceil(plain / RECORD) * RECORD);

  async function* archive() {
    yield begin;
    let written = begin.length;
    for (const [i, { content }] of files.entries()) {
      yield heads[i];
      const hash = sha256.create();
      let read = 0;
      for await (const chunk of chunks(content.stream())) {
        signal?.throwIfAborted();
        hash.update(chunk);
        read += chunk.length;
        progress?.(chunk.length);
        yield chunk;
      }
      if (read !== entries[i].size || hex.encode(hash.digest()) !== entries[i].sha256) {
        throw new PhrError("a file changed while it was read", "begin again");
      }
      yield new Uint8Array(filled(read) - read);
      written += heads[i].length + filled(read);
    }
    const zeros = new Uint8Array(1 << 16);
    for (let left = size - written; left > 0; left -= zeros.length) yield zeros.subarray(0, Math.min(left, zeros.length));
  }

  return { id, manifest, sha256: hex.encode(sha256(utf8(manifest))), size, archive: () => streamed(archive()) };
}

/** @param {AsyncGenerator<Uint8Array>} source @returns {ReadableStream<Uint8Array>} */
function streamed(source) {
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await source.next();
        if (done) return controller.close();
        if (value.length) return controller.enqueue(value);
      }
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}

/** Bytes of a stream, as many as are asked for. */
class ByteReader {
  #source;
  /** @type {Uint8Array} */
  #rest = new Uint8Array();

  /** @param {ReadableStream<Uint8Array>} stream */
  constructor(stream) {
    this.#source = chunks(stream);
  }

  /** Some bytes, at most so many; nothing at the end. @param {number} most */
  async some(most) {
    while (!this.#rest.length) {
      const { done, value } = await this.#source.next();
      if (done) return undefined;
      this.#rest = value;
    }
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  /** Exactly so many. @param {number} size */
  async exactly(size) {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; ) {
      const part = await this.some(size - at);
      if (!part) throw new Malformed("the package is not whole");
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  async end() {
    await this.#source.return(undefined);
  }
}

const malformedArchive = () => new Malformed("the package is not a well-formed tar archive");

/** @param {Uint8Array} field */
function octal(field) {
  const digits = String.fromCharCode(...field).replace(/[\0 ]+$/, "").trim();
  if (!/^[0-7]{1,12}$/.test(digits)) throw malformedArchive();
  return Number.parseInt(digits, 8);
}

/** The next header of an archive; nothing at its end. @param {ByteReader} bytes */
async function nextHeader(bytes) {
  const head = await bytes.exactly(BLOCK);
  if (head.every((byte) => byte === 0)) return undefined;
  const sum = head.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (octal(head.subarray(148, 156)) !== sum || String.fromCharCode(...head.subarray(257, 262)) !== "ustar") throw malformedArchive();
  if (head[345] !== 0) throw malformedArchive();
  // Mode, owner, group and time are not looked at, but must be numbers; some are in base 256, and may be left out.
  for (const [at, size] of [[100, 8], [108, 8], [116, 8], [136, 12]]) {
    if (head[at] !== 0 && head[at] < 128) octal(head.subarray(at, at + size));
  }
  const end = head.indexOf(0);
  return { name: text(head.subarray(0, Math.min(end < 0 ? 100 : end, 100)), "a name"), size: octal(head.subarray(124, 136)), type: String.fromCharCode(head[156]) };
}

/** The next file of an archive: a plain one, perhaps with a pax header before it. @param {ByteReader} bytes */
async function nextFile(bytes) {
  let head = await nextHeader(bytes);
  if (head?.type === "x") {
    if (head.size > LARGEST_PAX) throw malformedArchive();
    const records = paxRecords(await bytes.exactly(head.size));
    await bytes.exactly(filled(head.size) - head.size);
    head = await nextHeader(bytes);
    if (!head) throw malformedArchive();
    const size = records.get("size");
    for (const [key, value] of records) {
      if (PAX_NUMBERS.get(key)?.test(value) === false) throw malformedArchive();
    }
    head = { ...head, name: records.get("path") ?? head.name, size: size === undefined ? head.size : Number(size) };
  }
  if (head && head.type !== "0" && head.type !== "\0") throw new Altered("a file is not the one that was signed: its kind, name or size differs");
  return head;
}

/** @param {Uint8Array} bytes @returns {Map<string, string>} */
function paxRecords(bytes) {
  const records = new Map();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(32, at);
    const digits = blank < 0 ? "" : text(bytes.subarray(at, blank), "a header");
    const length = /^[1-9][0-9]{0,5}$/.test(digits) ? Number(digits) : NaN;
    if (!Number.isInteger(length) || length < blank - at + 3 || at + length > bytes.length || bytes[at + length - 1] !== 10) throw malformedArchive();
    const record = text(bytes.subarray(blank + 1, at + length - 1), "a header");
    const equals = record.indexOf("=");
    if (equals < 1 || records.has(record.slice(0, equals)) || /^(GNU\.sparse|SCHILY|LIBARCHIVE)/.test(record)) throw malformedArchive();
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** @param {ByteReader} bytes @param {string} name @param {number} largest */
async function textFile(bytes, name, largest) {
  let head;
  try {
    head = await nextHeader(bytes);
  } catch {
    // Said below.
  }
  if (!head || head.name !== name || (head.type !== "0" && head.type !== "\0")) throw new Malformed(`the package does not begin with ${NAME} and its signature`);
  if (head.size > largest) throw new Malformed(`${name} is larger than ${largest} bytes`);
  const content = await bytes.exactly(head.size);
  await bytes.exactly(filled(head.size) - head.size);
  return text(content, name);
}

/** @param {import("./bytes.js").Members} pair @param {boolean} mayGrant @returns {Reader} */
export function readerOf(pair, mayGrant) {
  const signer = pair.has("signer") ? requireKey(pair.text("signer")) : undefined;
  if (mayGrant && !signer) throw new Malformed("a reader without a signing key cannot pass a report on");
  return { recipient: requireRecipient(pair.text("recipient")), signer, mayGrant };
}

/** Reads a manifest and checks its signature, and those of the reports that it was passed on from. @param {string} source @param {string} signature @param {number} [depth] @returns {Manifest} */
export function readManifest(source, signature, depth = 0) {
  if (depth > MOST_EARLIER) throw new Malformed(`the report was passed on more than ${MOST_EARLIER} times`);
  const all = object(source, ["id", "created", "sender", "files"], ["schema", "type", "recipients", "readers", "grantedFrom", "checkpoint"]);
  const schema = all.has("type") ? 2 : 1;
  const members = schema === 2
    ? all.as(["type", "id", "created", "sender", "readers", "files"], ["grantedFrom", "checkpoint"])
    : all.as(["schema", "id", "created", "sender", "recipients", "files"], ["grantedFrom"]);
  if (schema === 2 ? members.text("type") !== TYPE : members.integer("schema") !== 1) throw new Malformed("the manifest is of an unknown type");
  const sender = requireKey(members.text("sender"));
  verify(sender, signature, utf8(source), "the manifest");
  const files = members.objects("files", ["name", "size", "sha256", "mediaType"]).map((/** @type {any} */ file) => ({
    name: file.text("name"),
    size: file.integer("size"),
    sha256: file.text("sha256"),
    mediaType: file.text("mediaType"),
  }));
  requireFiles(files);
  if (!/^[0-9a-f]{32}$/.test(members.text("id"))) throw new Malformed("the id of a report has 32 hexadecimal digits");
  millis(members.text("created"));
  const readers = schema === 2
    ? members.objects("readers", ["recipient", "mayGrant"], ["signer"]).map((/** @type {any} */ each) => readerOf(each, each.truth("mayGrant")))
    : members.texts("recipients").map((recipient) => ({ recipient: requireRecipient(recipient), mayGrant: false }));
  if (!readers.length || (schema === 2 && new Set(readers.map((/** @type {Reader} */ each) => each.recipient)).size < readers.length)) {
    throw new Malformed("two readers of a report have the same recipient, or there are none");
  }
  const checkpoint = members.has("checkpoint") ? members.text("checkpoint") : undefined;
  if (checkpoint !== undefined && (!checkpoint || checkpoint.length > LONGEST_CHECKPOINT || isHidden(checkpoint.replaceAll("\n", "")))) {
    throw new Malformed("a checkpoint is lines of text");
  }
  /** @type {Manifest[]} */
  let earlier = [];
  if (members.has("grantedFrom")) {
    const from = members.object("grantedFrom", ["manifest", "signature"]);
    const before = readManifest(text(from.bytes("manifest"), "the manifest"), from.text("signature"), depth + 1);
    if (JSON.stringify(before.files) !== JSON.stringify(files)) throw new Altered("the files are not those of the report that was passed on");
    earlier = [before, ...before.earlier];
  }
  return { schema, id: members.text("id"), created: members.text("created"), sender, readers, files, earlier, checkpoint };
}

/**
 * Opens a report: its manifest is read and its signature checked, and nothing else yet.
 * @param {ReadableStream<Uint8Array>} plaintext of the age file
 * @returns manifest, its text, signature and SHA-256; readFiles: gives each file to a sink, and returns when all were found genuine
 */
export async function openReport(plaintext) {
  const bytes = new ByteReader(plaintext);
  const source = await textFile(bytes, NAME, LARGEST_MANIFEST);
  const signature = await textFile(bytes, SIGNATURE_NAME, LARGEST_SIGNATURE);
  const manifest = readManifest(source, signature);

  /**
   * What was given to the sink counts only when this has returned.
   * @param {(file: Entry) => {write: (chunk: Uint8Array) => unknown, close: () => unknown}} sink closed when the file was found genuine
   */
  async function readFiles(sink) {
    for (const file of manifest.files) {
      const head = await nextFile(bytes);
      if (!head) throw new Altered("a file that was signed is missing");
      if (head.name !== file.name || head.size !== file.size) {
        throw new Altered("a file is not the one that was signed: its kind, name or size differs");
      }
      const hash = sha256.create();
      const to = sink(file);
      for (let left = file.size; left > 0; ) {
        const chunk = await bytes.some(left);
        if (!chunk) throw new Malformed("the package is not whole");
        hash.update(chunk);
        await to.write(chunk);
        left -= chunk.length;
      }
      if (hex.encode(hash.digest()) !== file.sha256) throw new Altered("a file is not the one that was signed: its content differs");
      await to.close();
      await bytes.exactly(filled(file.size) - file.size);
    }
    if (await nextFile(bytes)) throw new Altered("there is a file that was not signed");
    for (let rest = await bytes.some(1 << 16); rest; rest = await bytes.some(1 << 16)) {
      if (rest.some((byte) => byte !== 0)) throw new Altered("there is data behind the last file");
    }
  }

  return { manifest, source, signature, sha256: hex.encode(sha256(utf8(source))), readFiles, end: () => bytes.end() };
}

/** A media type for a name, where the browser knows none. @param {string} name */
export function mediaTypeOf(name) {
  const types = { pdf: "application/pdf", txt: "text/plain", csv: "text/csv", json: "application/json", png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", webp: "image/webp", gif: "image/gif", mp4: "video/mp4", webm: "video/webm", dcm: "application/dicom", xml: "application/xml" };
  return /** @type {Record<string, string>} */ (types)[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";
}

