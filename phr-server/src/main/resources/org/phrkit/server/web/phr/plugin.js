// The identity of one device of a doctor as a line of an identity file, as org.phrkit.store.PluginIdentity has it.
import { concat, hex, utf8 } from "./bytes.js";
import { DoctorPart, MediationError, decoded, encoded } from "./mediation.js";

const SIZE_BYTES = 32;
const CURVE = 1;
const POST_QUANTUM = 2;

/** What one device of a doctor needs to open reports: a line `AGE-PLUGIN-PHR-1…`, which age and phr read. */
export class PluginIdentity {
  /**
   * @param {string} part by which the store names the part of this device, 32 hexadecimal digits
   * @param {DoctorPart} doctor
   * @param {Uint8Array} requestKey the seed by which the device signs its requests
   * @param {string} store the fingerprint of the store's key, 32 hexadecimal digits
   * @param {string} origin where the store is
   */
  constructor(part, doctor, requestKey, store, origin) {
    this.part = part;
    this.doctor = doctor;
    this.requestKey = requestKey;
    this.store = store;
    this.origin = origin;
  }

  /** The line: 01 ‖ id of the part ‖ d1 ‖ request key ‖ store ‖ origin; with 02, the seed of ML-KEM stands behind d1. */
  text() {
    const { scalar, seed } = this.doctor;
    const version = Uint8Array.of(seed ? POST_QUANTUM : CURVE);
    const secret = seed ? concat(scalar, seed) : scalar;
    const data = concat(version, hex.decode(this.part), secret, this.requestKey, hex.decode(this.store), utf8(this.origin));
    return encoded("age-plugin-phr-", data).toUpperCase();
  }

  /**
   * @param {string} line without a passphrase
   * @throws {MediationError} if it is anything else; the message does not quote it
   */
  static parse(line) {
    const data = decoded("age-plugin-phr-", line);
    if (!data) throw new MediationError("an identity of this plugin starts with \"AGE-PLUGIN-PHR-1\" and has a checksum");
    const isPostQuantum = data[0] === POST_QUANTUM;
    if (data[0] !== CURVE && !isPostQuantum) throw new MediationError("it is an identity of an unknown version");
    let at = 1;
    /** @param {number} length */
    const taken = (length) => data.slice(at, at += length);
    const part = hex.encode(taken(16));
    const scalar = taken(SIZE_BYTES);
    const seed = isPostQuantum ? taken(SIZE_BYTES) : undefined;
    const requestKey = taken(SIZE_BYTES);
    const store = hex.encode(taken(16));
    const origin = String.fromCharCode(...taken(data.length));
    if (!/^https?:\/\/[!-~]+$/.test(origin)) throw new MediationError("it is too short, or names no store");
    return new PluginIdentity(part, new DoctorPart(scalar, seed), requestKey, store, origin);
  }
}
