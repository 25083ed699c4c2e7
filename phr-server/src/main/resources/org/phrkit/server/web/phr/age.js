// age files (https://c2sp.org/age) with the header apart from the payload, and headers with one more reader.
import {
  Decrypter,
  Encrypter,
  HybridRecipient,
  X25519Recipient,
  base64nopad,
  ciphertextSize,
  encodeHeader,
  encodeHeaderNoMAC,
  encryptSTREAM,
  hkdf,
  hmac,
  parseHeader,
  sha256,
} from "../vendor/crypto.js";
import { Malformed, PhrError, concat, random, utf8 } from "./bytes.js";

/** @typedef {string | import("../vendor/crypto.js").Identity} Identity AGE-SECRET-KEY-…, or what unwraps a file key */

/** None of the keys opens the file. */
export class NotForUs extends PhrError {}

const NONCE_SIZE = 16;
const FILE_KEY_SIZE = 16;
const MOST_READERS = 32;
const LARGEST_HEADER = 1 << 16;

/** @param {string} recipient */
function wrapper(recipient) {
  if (recipient.startsWith("age1phr1")) throw new Malformed("a recipient opens together with the store", "encrypt to it for one report, with a part of the key");
  try {
    return recipient.startsWith("age1pq1") ? new HybridRecipient(recipient) : new X25519Recipient(recipient);
  } catch {
    throw new Malformed("a recipient is not one of age");
  }
}

/** Refuses what is no recipient whose key opens a file by itself. @param {string} recipient */
export function requireRecipient(recipient) {
  wrapper(recipient);
  return recipient;
}

/** @param {Uint8Array} fileKey @param {import("../vendor/crypto.js").Stanza[]} stanzas */
function header(fileKey, stanzas) {
  if (stanzas.length > MOST_READERS) throw new PhrError(`a report has at most ${MOST_READERS} readers`);
  const key = hkdf(sha256, fileKey, undefined, utf8("header"), 32);
  const bytes = encodeHeader(stanzas, hmac(sha256, key, encodeHeaderNoMAC(stanzas)));
  if (bytes.length > LARGEST_HEADER) throw new PhrError(`the header of a report has at most ${LARGEST_HEADER} bytes`);
  return bytes;
}

/** The point in a stanza, by which a store knows it; behind the key of ML-KEM where there is one. @param {import("../vendor/crypto.js").Stanza} stanza */
const share = (stanza) => base64nopad.decode(stanza.args[1]).slice(-32);

/**
 * A new age file, of which the payload is still to be encrypted.
 * @param {string[]} recipients age1… or age1pq1…
 * @returns header; shares: of each recipient's stanza, in their order; payload: turns a plaintext into the payload, once
 */
export async function newFile(recipients) {
  const fileKey = random(FILE_KEY_SIZE);
  const stanzas = [];
  for (const recipient of recipients) stanzas.push(...(await wrapper(recipient).wrapFileKey(fileKey)));
  const nonce = random(NONCE_SIZE);
  const stream = encryptSTREAM(hkdf(sha256, fileKey, nonce, utf8("payload"), 32));
  return {
    header: header(fileKey, stanzas),
    shares: stanzas.map(share),
    /** @param {ReadableStream<Uint8Array>} plaintext @returns {ReadableStream<Uint8Array>} */
    payload: (plaintext) => prepended(nonce, plaintext.pipeThrough(stream)),
  };
}

/** How large the payload of a plaintext is. @param {number} size */
export const payloadSize = (size) => ciphertextSize(size) + NONCE_SIZE;

/** @param {Uint8Array} first @param {ReadableStream<Uint8Array>} rest */
export function prepended(first, rest) {
  return rest.pipeThrough(
    new TransformStream({
      start(controller) {
        controller.enqueue(first);
      },
    }),
  );
}

/** @param {Identity[]} identities */
function decrypter(identities) {
  const made = new Decrypter();
  for (const identity of identities) made.addIdentity(identity);
  return made;
}

/** The library says of all that fails in one way or another that it fails. @template T @param {Promise<T>} decrypted @returns {Promise<T>} */
async function opened(decrypted) {
  try {
    return await decrypted;
  } catch (e) {
    if (e instanceof PhrError) throw e;
    if (e instanceof Error && /no identity matched/.test(e.message)) throw new NotForUs("none of the keys opens the file");
    throw new Malformed("the age file is malformed or was altered");
  }
}

/** A small file. @param {Uint8Array} plaintext @param {string[]} recipients */
export function encrypt(plaintext, recipients) {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(wrapper(recipient));
  return encrypter.encrypt(plaintext);
}

/** A small file. @param {Uint8Array} file @param {Identity[]} identities */
export const decrypt = (file, identities) => opened(decrypter(identities).decrypt(file));

/**
 * The plaintext of a file. What comes out counts only when the stream has ended well.
 * @param {ReadableStream<Uint8Array>} file @param {Identity[]} identities
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
export const decryptStream = (file, identities) => opened(decrypter(identities).decrypt(file));

/** Encrypts with a passphrase, as age -p does. @param {Uint8Array} plaintext @param {string} passphrase */
export function encryptWithPassphrase(plaintext, passphrase) {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(plaintext);
}

/** @param {Uint8Array} file @param {string} passphrase */
export function decryptWithPassphrase(file, passphrase) {
  const made = new Decrypter();
  made.addPassphrase(passphrase);
  return opened(made.decrypt(file));
}

/** The stanzas of a header. @param {Uint8Array} bytes */
async function parsed(bytes) {
  try {
    const read = await parseHeader(/** @type {ReadableStream<Uint8Array>} */ (new Blob([/** @type {any} */ (bytes)]).stream()));
    if (read.headerSize !== bytes.length) throw new Malformed("there is data after the header");
    return read.stanzas;
  } catch {
    throw new Malformed("the header is not one of an age file");
  }
}

/** The shares in the X25519 and hybrid stanzas of a header. @param {Uint8Array} bytes @returns {Promise<Uint8Array[]>} */
export async function shares(bytes) {
  return (await parsed(bytes)).filter((stanza) => stanza.args[0] === "X25519" || stanza.args[0] === "mlkem768x25519").map(share);
}

/** The header at the beginning of a file, as far as it was read. @param {Uint8Array} start */
export function headerOf(start) {
  const mark = utf8("\n--- ");
  for (let at = 0; at + mark.length + 44 <= start.length && at < LARGEST_HEADER; at++) {
    if (mark.every((byte, i) => start[at + i] === byte)) return start.slice(0, at + mark.length + 44);
  }
  throw new Malformed("the header is not one of an age file");
}

/**
 * A header with one more reader: whoever makes it opens the file himself.
 * @param {Uint8Array} bytes the header @param {Identity[]} identities @param {string} recipient
 * @returns the new header, and the share in its last stanza
 */
export async function withReader(bytes, identities, recipient) {
  const fileKey = await opened(decrypter(identities).decryptHeader(bytes));
  const added = await wrapper(recipient).wrapFileKey(fileKey);
  return { header: header(fileKey, [...(await parsed(bytes)), ...added]), share: share(added[0]) };
}

/** Of texts that come in bytes of their own. @param {...Uint8Array} parts @returns {ReadableStream<Uint8Array>} */
export const streamOf = (...parts) => /** @type {any} */ (new Blob([/** @type {any} */ (concat(...parts))]).stream());
