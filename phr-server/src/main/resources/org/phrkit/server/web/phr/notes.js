// Texts with signatures below them, and the heads of logs as such (C2SP signed-note, tlog-checkpoint), in the manner of
// SignedNote and Checkpoint of org.phrkit.transparency.
import { ed25519, sha256 } from "../vendor/crypto.js";
import { PhrError, base64, concat, equal, hex, utf8 } from "./bytes.js";

/** The most entries of a log. */
const LARGEST_SIZE = 2 ** 40;

const HASH_BYTES = 32;
const LONGEST_NOTE = 1 << 17;
const MOST_SIGNATURES = 64;
const ED25519 = 1;
const DASH = "\u2014 ";

/** The root of the tree without entries. */
export const EMPTY_ROOT = sha256(new Uint8Array(0));

/** What is not accepted of a log. */
export class LogError extends PhrError {
  /**
   * @param {"malformed" | "signature" | "tile" | "history"} kind which part failed; history: the log is another than before
   * @param {string} problem
   * @param {string[]} [notes] for history, the heads that do not belong together: a proof, to be kept
   */
  constructor(kind, problem, notes = []) {
    super(problem);
    this.kind = kind;
    this.notes = notes;
  }
}

/** @param {string} problem */
const malformed = (problem) => new LogError("malformed", problem);

/**
 * Base64 in the one form that it has; none where it is anything else, as nothing that is read here is empty.
 *
 * @param {string} encoded
 * @returns {Uint8Array}
 */
function strict(encoded) {
  try {
    const bytes = base64.decode(encoded);
    return base64.encode(bytes) === encoded ? bytes : new Uint8Array(0);
  } catch {
    return new Uint8Array(0);
  }
}

/** The public key by which notes are checked, written NAME+ID+BASE64 (C2SP signed-note, vkey). */
export class NoteKey {
  /** @param {string} name @param {Uint8Array} key @param {string} written */
  constructor(name, key, written) {
    this.name = name;
    this.key = key;
    this.written = written;
  }

  /**
   * @param {string} written
   * @throws {LogError} malformed, if it is anything else, or of another algorithm than Ed25519
   */
  static parse(written) {
    const parts = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]*)$/.exec(written);
    if (!parts || !isName(parts[1])) throw malformed("a key to check a log with is written NAME+ID+KEY");
    const encoded = strict(parts[3]);
    if (encoded.length !== 1 + 32 || encoded[0] !== ED25519) {
      throw malformed("the key to check a log with is not one of Ed25519");
    }
    const key = new NoteKey(parts[1], encoded.slice(1), written);
    if (hex.encode(key.id()) !== parts[2]) {
      throw malformed("the name or the id is not that of the key to check a log with");
    }
    return key;
  }

  id() {
    return sha256(concat(utf8(`${this.name}\n`), Uint8Array.of(ED25519), this.key)).slice(0, 4);
  }
}

/** @param {string} name */
const isName = (name) => name.length > 0 && name.length <= 255 && name.isWellFormed() && !/[+\p{Cc}\p{Z}\s]/u.test(name);

/**
 * The text of a note, once it is certain that a key signed it; signatures of others are passed over.
 *
 * @param {string} note
 * @param {NoteKey} key
 * @throws {LogError} malformed, or signature: the key has not signed it, or a signature that says to be by it is not
 */
export function openNote(note, key) {
  const end = note.lastIndexOf("\n\n");
  const lines = note.slice(end + 2, -1).split("\n");
  const isText = note.endsWith("\n") && note.isWellFormed() && !/[\0-\x09\x0b-\x1f]/.test(note);
  if (note.length > LONGEST_NOTE || end < 0 || end + 2 >= note.length || !isText || lines.length > MOST_SIGNATURES) {
    throw malformed("is not a signed note");
  }
  const signed = note.slice(0, end + 1);
  const isSigned = lines.map((line) => isBy(key, line, utf8(signed))).some((by) => by);
  if (!isSigned) throw new LogError("signature", `the note is not signed by the key ${key.name}+${hex.encode(key.id())}`);
  return signed;
}

/**
 * Whether a line has a good signature of the key; false where it has one of another.
 *
 * @param {NoteKey} key
 * @param {string} line
 * @param {Uint8Array} signed
 */
function isBy(key, line, signed) {
  const gap = line.lastIndexOf(" ");
  const signature = strict(line.slice(gap + 1));
  const name = line.slice(DASH.length, gap);
  if (!line.startsWith(DASH) || gap < DASH.length || !isName(name) || signature.length <= 4) {
    throw malformed("has a line among its signatures that is none");
  }
  if (name !== key.name || !equal(signature.slice(0, 4), key.id())) return false;
  let holds = false;
  try {
    holds = ed25519.verify(signature.slice(4), signed, key.key, { zip215: false });
  } catch {
    // Of another length.
  }
  if (!holds) {
    throw new LogError("signature", "the signature of the note does not match: the note, or the signature, was altered");
  }
  return true;
}

/**
 * What there is to sign of a log, and with its note, as its key signed it.
 *
 * @typedef {{ size: number, root: Uint8Array }} Head
 * @typedef {Head & { note: string }} Checkpoint
 */

/**
 * @param {string} note
 * @param {NoteKey} key
 * @returns {Checkpoint}
 * @throws {LogError} as openNote, and malformed for a note that is no checkpoint of the key's log
 */
export function openCheckpoint(note, key) {
  const lines = openNote(note, key).slice(0, -1).split("\n");
  if (lines.length < 3 || lines.includes("")) throw malformed("is not a checkpoint of a log");
  if (lines[0] !== key.name) throw malformed("the checkpoint is of another log");
  const size = /^(0|[1-9][0-9]{0,12})$/.test(lines[1]) ? Number(lines[1]) : Infinity;
  const root = strict(lines[2]);
  if (size > LARGEST_SIZE || root.length !== HASH_BYTES || (size === 0 && !equal(root, EMPTY_ROOT))) {
    throw malformed("is not a checkpoint of a log");
  }
  return { size, root, note };
}
