// Opening by three shares, as org.phrkit.mediation has it: the doctor's d1 on a device, the store's d2, the report's r.
// P = X(d1, X(d2, G)) is published, Pr = X(r, P) is encrypted to, and of a stanza's E a doctor asks X(r, X(d2, X(b, E))).
//
// Of time: X25519 is that of @noble/curves, and numbers modulo L are BigInts; both take as many steps for each number, and
// neither promises that a step takes the same time, since BigInt does not. Here that can be borne. Who could measure it
// runs in this page, and reads the keys themselves; the store sees one answer for each question, over a network, and each
// calculation with d1, but the one of enrolment, mixes in a number (b, or u) that was drawn for it alone, so that no two tell
// of the same product.
// The store's side, which anybody may ask as often as he likes, is in Java and takes the same time for all numbers.
import {
  base64nopad, bech32, chacha20poly1305, expand, extract, hkdf, ml_kem768, sha256, sha3_256, shake256, x25519,
} from "../vendor/crypto.js";
import { PhrError, concat, equal, hex, random, utf8 } from "./bytes.js";

/** @typedef {import("../vendor/crypto.js").Stanza} Stanza */

const SIZE_BYTES = 32;
const ML_KEM_KEY_BYTES = 1184;
const ML_KEM_ENCAPSULATED_BYTES = 1088;
const CURVE = 1;
const POST_QUANTUM = 2;

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** What cannot be used of a key, a point or an answer. */
export class MediationError extends PhrError {}

// Numbers

/** @param {Uint8Array} bytes little-endian */
const number = (bytes) => BigInt(`0x${hex.encode(bytes.slice().reverse())}`);

/** @param {bigint} value @returns {Uint8Array} little-endian */
const bytesOf = (value) => hex.decode(value.toString(16).padStart(2 * SIZE_BYTES, "0")).reverse();

/** @param {bigint} base @param {bigint} exponent public @param {bigint} modulus */
function power(base, exponent, modulus) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === "1") result = (result * base) % modulus;
  }
  return result;
}

const ONE_EIGHTH = power(8n, ORDER - 2n, ORDER);

/** @param {Uint8Array} a @returns {Uint8Array} 1/a modulo L */
export const inverse = (a) => bytesOf(power(number(a) % ORDER, ORDER - 2n, ORDER));

/**
 * rep(a·b): the clamped scalar by which any X25519 multiplies by a·b or by -a·b, which are alike to it. It is 8m, m the
 * larger of a·b/8 and -a·b/8 modulo L.
 *
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @returns {Uint8Array}
 * @throws {MediationError} with a chance of 2^-126, if there is none. Who drew again would tell a bit of a secret
 */
export function representative(a, b) {
  const x = ((number(a) * number(b)) % ORDER) * ONE_EIGHTH % ORDER;
  const m = x > ORDER - x ? x : ORDER - x;
  if (m >> 252n !== 0n) throw new MediationError("no scalar that X25519 takes is as good as this product");
  return bytesOf(8n * m);
}

/** A new clamped scalar (RFC 7748, section 5). */
export function drawScalar() {
  const scalar = random(SIZE_BYTES);
  scalar[0] &= 0xf8;
  scalar[31] = (scalar[31] & 0x3f) | 0x40;
  return scalar;
}

/** @param {Uint8Array} scalar */
function requireScalar(scalar) {
  if (scalar.length !== SIZE_BYTES || (scalar[0] & 7) !== 0 || (scalar[31] & 0xc0) !== 0x40) {
    throw new MediationError("it is no part of a key");
  }
  return scalar;
}

// Points

/**
 * Looks at a point that came from somebody else, before it is multiplied by a secret that lasts.
 *
 * @param {Uint8Array} point
 * @returns {Uint8Array} the same
 * @throws {MediationError} if it is not 32 bytes, not canonical, of small order, or not on the curve
 */
export function requirePoint(point) {
  if (point.length !== SIZE_BYTES) throw new MediationError(`a point has 32 bytes, not ${point.length}`);
  const u = number(point);
  if (u >= PRIME) throw new MediationError("the point is not canonical");
  try {
    // Clamped, zero is 2^254, and so a multiple of the order of every point of small order.
    x25519.scalarMult(new Uint8Array(SIZE_BYTES), point);
  } catch {
    throw new MediationError("the point has a small order");
  }
  const square = (u * ((u * (u + 486662n) + 1n) % PRIME)) % PRIME;
  if (power(square, (PRIME - 1n) / 2n, PRIME) !== 1n) throw new MediationError("the point is not on the curve");
  return point;
}

/** @param {Uint8Array} scalar @param {Uint8Array} point one that was looked at @returns {Uint8Array} */
const times = (scalar, point) => x25519.scalarMult(scalar, point);

/** @param {Uint8Array} scalar @returns {Uint8Array} X25519 of it and the base point */
const timesBase = (scalar) => x25519.scalarMultBase(scalar);

// Texts

/** Bech32, however long. @param {string} prefix @param {Uint8Array} data */
export const encoded = (prefix, data) => bech32.encode(prefix, bech32.toWords(data), false);

/** What encoded was given; nothing for anything else. @param {string} prefix @param {string} written @returns {Uint8Array | undefined} */
export function decoded(prefix, written) {
  try {
    const read = bech32.decode(/** @type {`${string}1${string}`} */ (written), false);
    return read.prefix.toLowerCase() === prefix ? bech32.fromWords(read.words) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The modulus check of FIPS 203, section 7.2, which @noble/post-quantum 0.5.4 lets pass: 768 numbers of 12 bits, each below
 * 3329, in front of the seed of 32 bytes.
 *
 * @param {Uint8Array} mlKemKey of 1184 bytes, or none
 */
function hasReducedCoefficients(mlKemKey) {
  for (let i = 0; i + 2 < mlKemKey.length - 32; i += 3) {
    const [low, middle, high] = mlKemKey.subarray(i, i + 3);
    if (((middle & 15) << 8 | low) >= 3329 || (high << 4 | middle >> 4) >= 3329) return false;
  }
  return true;
}

/** Whom patients encrypt to, who opens nothing without the store: `age1phr1…`, 01 ‖ P, or 02 ‖ ML-KEM key ‖ P. */
export class MediatedRecipient {
  /** @param {Uint8Array} mlKemKey of 1184 bytes, or none @param {Uint8Array} point P */
  constructor(mlKemKey, point) {
    this.mlKemKey = mlKemKey;
    this.point = point;
  }

  /**
   * @param {string} written
   * @throws {MediationError} if it is anything else, or of a version that is not known
   */
  static parse(written) {
    const data = decoded("age1phr", written);
    if (!data) throw new MediationError("a mediated recipient starts with \"age1phr1\" and has a checksum");
    const keyBytes = data[0] === POST_QUANTUM ? ML_KEM_KEY_BYTES : 0;
    if (data[0] !== CURVE && data[0] !== POST_QUANTUM) {
      throw new MediationError("it is a recipient of an unknown version");
    }
    if (data.length !== 1 + keyBytes + SIZE_BYTES) {
      throw new MediationError(`it does not hold ${keyBytes + SIZE_BYTES} bytes`);
    }
    const mlKemKey = data.slice(1, 1 + keyBytes);
    if (!hasReducedCoefficients(mlKemKey)) throw new MediationError("it is not a public key");
    return new MediatedRecipient(mlKemKey, requirePoint(data.slice(1 + keyBytes)));
  }

  /** The text that parse reads. */
  toString() {
    const version = this.mlKemKey.length > 0 ? POST_QUANTUM : CURVE;
    return encoded("age1phr", concat(Uint8Array.of(version), this.mlKemKey, this.point));
  }

  /**
   * Draws the report's part r for one stanza of one report, never to be used twice: the store is to keep it, and nobody
   * else.
   *
   * @returns {{ part: Uint8Array, recipient: string }} r, and Pr, an ordinary recipient of age, to encrypt to
   */
  drawReportPart() {
    const part = drawScalar();
    return { part, recipient: this.forReport(part) };
  }

  /** @param {Uint8Array} part r @returns {string} Pr, as age writes it */
  forReport(part) {
    const point = times(requireScalar(part), this.point);
    return this.mlKemKey.length > 0 ? encoded("age1pq", concat(this.mlKemKey, point)) : encoded("age", point);
  }
}

/**
 * By what the store knows a stanza: SHA-256("phr/stanza/1" ‖ E), cut to 16 bytes, in hexadecimal.
 *
 * @param {Uint8Array} share E
 */
export const stanzaTag = (share) => hex.encode(sha256(concat(utf8("phr/stanza/1"), share)).slice(0, 16));

/**
 * E, the point of a stanza of age; nothing for a stanza of another kind.
 *
 * @param {Stanza} stanza
 * @returns {Uint8Array | undefined}
 */
export function shareOf(stanza) {
  const [kind, argument] = stanza.args;
  const lengths = /** @type {Record<string, number>} */ ({
    X25519: SIZE_BYTES,
    mlkem768x25519: ML_KEM_ENCAPSULATED_BYTES + SIZE_BYTES,
  });
  if (stanza.args.length !== 2 || !Object.hasOwn(lengths, kind)) return undefined;
  try {
    const encapsulated = base64nopad.decode(argument);
    return encapsulated.length === lengths[kind] ? encapsulated.slice(-SIZE_BYTES) : undefined;
  } catch {
    return undefined;
  }
}

// The doctor's side

/** The doctor's part d1, on one device; with the seed of a key of ML-KEM where the recipient resists quantum computers. */
export class DoctorPart {
  /** @param {Uint8Array} scalar d1 @param {Uint8Array} [seed] the same on all devices */
  constructor(scalar, seed) {
    this.scalar = requireScalar(scalar);
    this.seed = seed;
  }

  /** @param {boolean} isPostQuantum */
  static generate(isPostQuantum) {
    return new DoctorPart(drawScalar(), isPostQuantum ? random(SIZE_BYTES) : undefined);
  }

  /**
   * @param {Uint8Array} storePoint S, to be believed after a self-test
   * @returns {MediatedRecipient} P = X(d1, S), with the key of ML-KEM if there is one
   */
  recipient(storePoint) {
    return new MediatedRecipient(
      this.seed ? mlKemKeys(this.seed).publicKey : new Uint8Array(0),
      times(this.scalar, requirePoint(storePoint)),
    );
  }

  /**
   * Begins to open a report.
   *
   * @param {Uint8Array} share E of the stanza that it was granted by
   * @returns {Opening} to be used for one question
   */
  open(share) {
    requirePoint(share);
    const blind = drawScalar();
    return new Opening(this, share, times(blind, share), representative(this.scalar, inverse(blind)));
  }

  /** @param {Uint8Array} factor u @returns {DoctorPart} that of another device: rep(d1·u) */
  forDevice(factor) {
    return new DoctorPart(representative(this.scalar, factor), this.seed?.slice());
  }

  /** Overwrites the secrets, as far as JavaScript allows. */
  forget() {
    this.scalar.fill(0);
    this.seed?.fill(0);
  }
}

/** A report on its way to be opened: a question that is blinded, and what takes the blind off the answer. */
export class Opening {
  #doctor;
  #unblind;

  /**
   * @param {DoctorPart} doctor
   * @param {Uint8Array} share E
   * @param {Uint8Array} point B = X(b, E)
   * @param {Uint8Array} unblind rep(d1/b)
   */
  constructor(doctor, share, point, unblind) {
    this.#doctor = doctor;
    this.#unblind = unblind;
    this.share = share;
    this.tag = stanzaTag(share);
    this.point = point;
  }

  /** @param {Uint8Array} answer R @returns {Uint8Array} X(rep(d1/b), R), which is what age would have computed */
  shared(answer) {
    return times(this.#unblind, requirePoint(answer));
  }

  /**
   * What opens the report: for Decrypter.addIdentity of age-encryption. A wrong answer opens nothing.
   *
   * @param {Uint8Array} answer R
   * @param {string} recipient Pr, as the store computes it from the grant
   * @returns {{ recipient: string, unwrapFileKey(stanzas: Stanza[]): Uint8Array | null }} recipient: Pr, which manifest or grant
   *     must name
   * @throws {MediationError} if the recipient is of another kind than the doctor's
   */
  identity(answer, recipient) {
    const seed = this.#doctor.seed?.slice();
    const key = decoded(seed ? "age1pq" : "age", recipient);
    if (key?.length !== (seed ? ML_KEM_KEY_BYTES : 0) + SIZE_BYTES) {
      throw new MediationError("the answer names a recipient of another kind");
    }
    const point = key.slice(-SIZE_BYTES);
    const shared = this.shared(answer);
    return {
      recipient,
      unwrapFileKey(stanzas) {
        for (const stanza of stanzas) {
          if (!shareOf(stanza) || stanza.body.length !== 32) continue;
          if ((stanza.args[0] === "X25519") === (seed !== undefined)) continue;
          const opened = seed ? openHybrid(stanza, seed, point, shared) : openX25519(stanza, point, shared);
          if (opened) return opened;
        }
        return null;
      },
    };
  }
}

/** @param {Uint8Array} key @param {Uint8Array} nonce @param {Uint8Array} sealed @returns {Uint8Array | null} */
function unsealed(key, nonce, sealed) {
  try {
    return chacha20poly1305(key, nonce).decrypt(sealed);
  } catch {
    return null;
  }
}

/** C2SP age, "The X25519 recipient type". @param {Stanza} stanza @param {Uint8Array} point @param {Uint8Array} shared */
function openX25519(stanza, point, shared) {
  const salt = concat(base64nopad.decode(stanza.args[1]), point);
  const key = hkdf(sha256, shared, salt, utf8("age-encryption.org/v1/X25519"), 32);
  return unsealed(key, new Uint8Array(12), stanza.body);
}

/** @param {Uint8Array} seed of X-Wing (draft-connolly-cfrg-xwing-kem, section 5.2), of which the half on the curve is unused */
const mlKemKeys = (seed) => ml_kem768.keygen(shake256(seed, { dkLen: 96 }).slice(0, 64));

/**
 * C2SP age, "The MLKEM768-X25519 hybrid post-quantum recipient type", with a half on the curve that is elsewhere: X-Wing's
 * combiner, and the key schedule of HPKE in base mode (RFC 9180, section 5.1).
 *
 * @param {Stanza} stanza
 * @param {Uint8Array} seed
 * @param {Uint8Array} point
 * @param {Uint8Array} shared
 */
function openHybrid(stanza, seed, point, shared) {
  const encapsulated = base64nopad.decode(stanza.args[1]);
  const ofMlKem = ml_kem768.decapsulate(encapsulated.slice(0, ML_KEM_ENCAPSULATED_BYTES), mlKemKeys(seed).secretKey);
  const both = sha3_256(concat(ofMlKem, shared, encapsulated.slice(-SIZE_BYTES), point, utf8("\\.//^\\")));

  // X-Wing, HKDF-SHA-256, ChaCha20-Poly1305.
  const suite = concat(utf8("HPKE"), Uint8Array.of(0x64, 0x7a, 0, 1, 0, 3));
  /** @param {Uint8Array | undefined} salt @param {string} label @param {Uint8Array} input */
  const labeled = (salt, label, input) => extract(sha256, concat(utf8("HPKE-v1"), suite, utf8(label), input), salt);
  const none = new Uint8Array(0);
  const context = concat(
    Uint8Array.of(0),
    labeled(undefined, "psk_id_hash", none),
    labeled(undefined, "info_hash", utf8("age-encryption.org/mlkem768x25519")),
  );
  const secret = labeled(both, "secret", none);
  /** @param {string} label @param {number} length */
  const derived = (label, length) =>
    expand(sha256, secret, concat(Uint8Array.of(0, length), utf8("HPKE-v1"), suite, utf8(label), context), length);
  return unsealed(derived("key", 32), derived("base_nonce", 12), stanza.body);
}

// Another device

/** One side's secret of the exchange by which device and store agree on u, which is neither sent nor kept. */
export class Exchange {
  #scalar = drawScalar();
  point = timesBase(this.#scalar);

  /**
   * u = HKDF-SHA-256(X(x, Y), salt X ‖ Y, "phr/device/1"), X of the device and Y of the store.
   *
   * @param {Uint8Array} storePoint Y
   */
  factor(storePoint) {
    const shared = times(this.#scalar, requirePoint(storePoint));
    return hkdf(sha256, shared, concat(this.point, storePoint), utf8("phr/device/1"), SIZE_BYTES);
  }
}

/**
 * A doctor who is his own patient once, to find a store that lies about its part: a stanza that stands in no file, granted
 * by a part that is used for nothing else.
 *
 * @param {DoctorPart} doctor
 * @param {MediatedRecipient} recipient
 * @returns {{ report: Uint8Array, point: Uint8Array, passes(answer: Uint8Array): boolean }}
 */
export function selfTest(doctor, recipient) {
  const report = drawScalar();
  const ephemeral = drawScalar();
  const expected = times(ephemeral, times(report, recipient.point));
  const opening = doctor.open(timesBase(ephemeral));
  return { report, point: opening.point, passes: (answer) => equal(opening.shared(answer), expected) };
}
