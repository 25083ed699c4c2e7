// Keys that sign: minisign's (https://jedisct1.github.io/minisign/) for people, Ed25519 for requests of devices.
import { blake2b, ed25519, sha256 } from "../vendor/crypto.js";
import { Malformed, PhrError, base64, concat, equal, hex, random, utf8 } from "./bytes.js";

const ALGORITHM = utf8("Ed");
const PREHASHED = utf8("ED");
const UNTRUSTED = "untrusted comment: ";
const TRUSTED = "trusted comment: ";
const LONGEST_LINE = 8192;
// All but those that lines have.
const CONTROL = /(?![\t\r\n])\p{Cc}/u;
const ID_SIZE = 8;
const KEY_SIZE = 32;
const SIGNATURE_SIZE = 64;
// Algorithm, no derivation, BLAKE2b as the checksum, which is left zero; salt, and two measures of work.
const FILE_HEAD = concat(ALGORITHM, new Uint8Array(2), utf8("B2"), new Uint8Array(48));
const FILE_SIZE = FILE_HEAD.length + ID_SIZE + KEY_SIZE + KEY_SIZE + 32;

/** What is signed by another key, or was changed since. */
export class Altered extends PhrError {}

/** @param {string} line @param {number} size @param {string} what @returns {Uint8Array} */
function decode(line, size, what) {
  try {
    const bytes = base64.decode(line);
    if (bytes.length === size) return bytes;
  } catch {
    // Said below.
  }
  throw new Malformed(`${what} is not one`);
}

/** A minisign key without a passphrase. */
export class SigningKey {
  #seed;
  #id;

  /** @param {Uint8Array} seed @param {Uint8Array} id */
  constructor(seed, id) {
    this.#seed = seed;
    this.#id = id;
    /** The public key, RW… */
    this.verificationKey = base64.encode(concat(ALGORITHM, id, ed25519.getPublicKey(seed)));
  }

  static generate() {
    return new SigningKey(random(KEY_SIZE), random(ID_SIZE));
  }

  /** Reads the text of a secret key file without a passphrase. @param {string} file */
  static parse(file) {
    const lines = file.trim().split(/\r?\n/);
    if (lines.length !== 2) throw new Malformed("a secret key to sign with is two lines");
    const bytes = decode(lines[1], FILE_SIZE, "a secret key to sign with");
    if (!equal(bytes.subarray(0, FILE_HEAD.length), FILE_HEAD)) throw new Malformed("the secret key has a passphrase, or is of an unknown kind");
    const secret = bytes.subarray(FILE_HEAD.length);
    const seed = secret.slice(ID_SIZE, ID_SIZE + KEY_SIZE);
    if (!equal(ed25519.getPublicKey(seed), secret.slice(ID_SIZE + KEY_SIZE, ID_SIZE + 2 * KEY_SIZE))) {
      throw new Malformed("the two halves of the secret key do not match");
    }
    return new SigningKey(seed, secret.slice(0, ID_SIZE));
  }

  /** The text of its file, which is secret. */
  text() {
    const bytes = concat(FILE_HEAD, this.#id, this.#seed, ed25519.getPublicKey(this.#seed), new Uint8Array(32));
    return `${UNTRUSTED}minisign encrypted secret key\n${base64.encode(bytes)}\n`;
  }

  /** The secret, 32 bytes. */
  seed() {
    return this.#seed.slice();
  }

  /** The text of a signature file, of prehashed data. @param {Uint8Array} data @param {string} comment */
  sign(data, comment) {
    const signature = ed25519.sign(blake2b(data, { dkLen: SIGNATURE_SIZE }), this.#seed);
    const both = ed25519.sign(concat(signature, utf8(comment)), this.#seed);
    return `${UNTRUSTED}signature from phr secret key\n${base64.encode(concat(PREHASHED, this.#id, signature))}\n`
      + `${TRUSTED}${comment}\n${base64.encode(both)}\n`;
  }
}

/** The id and point of a public key. @param {string} key RW… */
function parts(key) {
  const bytes = decode(key, ALGORITHM.length + ID_SIZE + KEY_SIZE, "a public key");
  if (!equal(bytes.subarray(0, 2), ALGORITHM)) throw new Malformed("a public key is of an unknown kind");
  return { id: bytes.subarray(2, 2 + ID_SIZE), point: bytes.subarray(2 + ID_SIZE) };
}

/** Refuses what is no public key. @param {string} key */
export function requireKey(key) {
  parts(key);
  return key;
}

/**
 * Checks a signature file over data, and its trusted comment. Only prehashed signatures count.
 * @param {string} key RW… @param {string} file @param {Uint8Array} data @param {string} [what]
 */
export function verify(key, file, data, what = "the text") {
  const { id, point } = parts(key);
  const lines = file.split(/\r?\n/);
  if (lines.length === 5 && lines[4] === "") lines.pop();
  const isOdd = CONTROL.test(file) || lines[0].length > LONGEST_LINE || lines[2]?.length > LONGEST_LINE;
  if (isOdd || lines.length !== 4 || !lines[0].startsWith(UNTRUSTED) || !lines[2].startsWith(TRUSTED)) {
    throw new Malformed(`the signature of ${what} is malformed`);
  }
  const bytes = decode(lines[1], 2 + ID_SIZE + SIGNATURE_SIZE, `the signature of ${what}`);
  const both = decode(lines[3], SIGNATURE_SIZE, `the signature of ${what}`);
  if (!equal(bytes.subarray(0, 2), PREHASHED)) throw new Malformed(`the signature of ${what} is of the older form`);
  if (!equal(bytes.subarray(2, 2 + ID_SIZE), id)) throw new Altered(`${what}: signed by another key`);
  const signature = bytes.subarray(2 + ID_SIZE);
  if (!ed25519.verify(signature, blake2b(data, { dkLen: SIGNATURE_SIZE }), point, { zip215: false })) {
    throw new Altered(`${what}: the signature does not match`);
  }
  if (!ed25519.verify(both, concat(signature, utf8(lines[2].slice(TRUSTED.length))), point, { zip215: false })) {
    throw new Altered(`${what}: the comment of the signature does not match`);
  }
}

/** To compare over the telephone: 128 bits of SHA-256, in groups of four digits. @param {string} key RW… or age1… */
export const fingerprint = (key) => fingerprintHex(key).replace(/(....)(?=.)/g, "$1 ");

/** The same without blanks, as the store names keys. @param {string} key */
export const fingerprintHex = (key) => hex.encode(sha256(utf8(key)).subarray(0, 16));

/** By which a device signs its requests. */
export class RequestKey {
  #seed;

  /** @param {Uint8Array} seed */
  constructor(seed) {
    this.#seed = seed;
    /** Base64 of 32 bytes. */
    this.publicKey = base64.encode(ed25519.getPublicKey(seed));
  }

  static generate() {
    return new RequestKey(random(KEY_SIZE));
  }

  /** @param {string} secret base64 of 32 bytes */
  static parse(secret) {
    return new RequestKey(decode(secret, KEY_SIZE, "a request key"));
  }

  /** The secret. */
  text() {
    return base64.encode(this.#seed);
  }

  /** @param {Uint8Array} message */
  sign(message) {
    return ed25519.sign(message, this.#seed);
  }
}
