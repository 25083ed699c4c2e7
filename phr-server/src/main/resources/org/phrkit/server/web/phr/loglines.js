// What a store writes into its log, as org.phrkit.store.LogLine has it. A line is true as far as a signature in it says so;
// the rest is the store's word, which it cannot take back.
import { ed25519, sha256 } from "../vendor/crypto.js";
import { PhrError, base64, object, utf8 } from "./bytes.js";
import { fingerprintHex } from "./keys.js";
import { card, deviceCertificate, recovery } from "./statements.js";

/** @typedef {import("./statements.js").Signed} Signed */

/**
 * A line, by its kind: `opened`, `granted`, `taken-back`, `key` or `began`. Readers and granters are fingerprints of 32
 * digits.
 *
 * @typedef {object} Line
 * @property {"opened" | "granted" | "taken-back" | "key" | "began"} kind
 * @property {string} time by the store's clock
 * @property {string} [report]
 * @property {string} [reader]
 * @property {string} [granter]
 * @property {string} [grant] the SHA-256 of the signed statement; none where the manifest names the reader
 * @property {{ base: string, signature: string, body: string }} [request] by which an opening was asked for
 * @property {Signed} [certificate] of the device that asked
 * @property {number} [number] of the key, from 1
 * @property {"card" | "device" | "approved" | "removed" | "recovered"} [what] happened to it
 * @property {string} [key]
 * @property {Signed} [statement] by which its owner wanted it
 * @property {string[]} [heads] of the log before
 */

/** @type {Record<Line["kind"], [string[], string[]]>} */
const MEMBERS = {
  opened: [["report", "reader", "request", "certificate"], []],
  granted: [["report", "reader", "granter"], ["grant"]],
  "taken-back": [["report", "reader"], []],
  key: [["number", "what", "key"], ["statement"]],
  began: [["heads"], []],
};
const EVENTS = ["card", "device", "approved", "removed", "recovered"];

/** Why a line cannot be read, or is not proved. */
export class LineError extends PhrError {}

/** @param {unknown} holds @param {string} problem @returns {asserts holds} */
function require(holds, problem) {
  if (!holds) throw new LineError(problem);
}

/**
 * Reads a line, of which every member is known.
 *
 * @param {string} text
 * @returns {Line}
 */
export function parseLine(text) {
  const all = Object.values(MEMBERS).flatMap(([required, optional]) => [...required, ...optional]);
  const type = object(text, ["type", "time"], all).text("type");
  const kind = /** @type {Line["kind"]} */ (/^phr\/log\/([a-z-]+)\/1$/.exec(type)?.[1] ?? "");
  require(Object.hasOwn(MEMBERS, kind), "is a line of an unknown type");
  const [required, optional] = MEMBERS[kind];
  const read = object(text, ["type", "time", ...required], optional);
  /** @type {Record<string, unknown>} */
  const line = { kind, time: read.text("time") };
  for (const name of [...required, ...optional].filter((each) => read.has(each))) {
    if (name === "request") {
      const request = read.object(name, ["base", "signature", "body"], []);
      line[name] = { base: request.text("base"), signature: request.text("signature"), body: request.text("body") };
    } else if (name === "certificate" || name === "statement") {
      const signed = read.object(name, ["statement", "signature"], []);
      line[name] = { statement: signed.text("statement"), signature: signed.text("signature") };
    } else if (name === "number") {
      line[name] = read.integer(name, 1, Number.MAX_SAFE_INTEGER);
    } else {
      line[name] = name === "heads" ? read.texts(name) : read.text(name);
    }
  }
  require(kind !== "key" || EVENTS.includes(String(line.what)), "has no proper \"what\"");
  return /** @type {Line} */ (/** @type {unknown} */ (line));
}

/** Whether the certificate of a device says that the recovery key added it, and not its owner's signing key. */
const isRecovery = (/** @type {Signed} */ certificate) => certificate.statement.includes("phr/recovery/1");

/**
 * Checks that the reader asked for an opening.
 *
 * @param {Line} line of kind opened
 * @param {string} store the fingerprint of the store's key
 * @returns {boolean} whether the reader's own key certified the device; else a recovery key did, of which nobody but its owner
 *     and the store knows whose it is
 * @throws {PhrError} if no signature proves it
 */
export function verifyOpened(line, store) {
  require(line.request && line.certificate, "the line is of no opening");
  const device = verifyRequest(line.request, "POST", "/v1/openings", store);
  const body = object(line.request.body, ["tag", "point"], ["report"]);
  require(!body.has("report") || body.text("report") === line.report, "the request is for another report");
  const byRecovery = isRecovery(line.certificate);
  const certified = byRecovery ? recovery(line.certificate) : deviceCertificate(line.certificate);
  require(certified.device === device, "the request is signed by another device");
  if (byRecovery) return false;
  require(fingerprintHex(deviceCertificate(line.certificate).signer) === line.reader && certified.store === store,
    "the device is certified by another key, or for another store");
  return true;
}

/**
 * Checks that a device asked exactly this of a store (RFC 9421, section 2.5).
 *
 * @param {{ base: string, signature: string, body: string }} request
 * @param {string} method
 * @param {string} path that the address ends with
 * @param {string} store the fingerprint of the store's key
 * @returns {string} the public key of the device
 */
function verifyRequest(request, method, path, store) {
  const covered = new Map();
  for (const each of request.base.split("\n")) {
    const line = /^"([@a-z-]+)": (.*)$/.exec(each);
    require(line && !covered.has(line[1]), "is not what is signed of a request");
    covered.set(line[1], line[2]);
  }
  const key = /;keyid="([A-Za-z0-9+/=]+)"/.exec(covered.get("@signature-params") ?? "")?.[1];
  require(key, "the request names no key");
  let holds = false;
  try {
    holds = ed25519.verify(base64.decode(request.signature), utf8(request.base), base64.decode(key), { zip215: false });
  } catch {
    // Of another length, or no base64.
  }
  require(holds, "the signature does not match the request");
  require(covered.get("content-digest") === `sha-256=:${base64.encode(sha256(utf8(request.body)))}:`,
    "the body is not the one that was signed");
  require(covered.get("@method") === method && covered.get("@target-uri")?.endsWith(path) && covered.get("phr-store-key") === store,
    "the request asked something else, or another store");
  return key;
}

/**
 * Checks that the owner of an account wanted a key that came: by her signing key, or by a recovery key for a device that it
 * added. What takes keys away is no key that somebody else could use.
 *
 * @param {Line} line of kind key
 * @param {string} signer her signing key
 * @returns {string | undefined} the recovery key that added a device
 * @throws {PhrError} if nothing proves it
 */
export function verifyKeyEvent(line, signer) {
  if (line.what === "approved" || line.what === "removed") return undefined;
  require(line.statement, "nothing signed says that it was wanted");
  if (line.what === "recovered") {
    const recovered = recovery(line.statement);
    require(recovered.device === line.key, "the statement is of another key");
    return recovered.recovery;
  }
  if (line.what === "card") {
    const shown = card(line.statement);
    require(shown.signer === signer && line.key === (shown.mediated ?? shown.recipient),
      "the statement is by another key, or of another one");
    return undefined;
  }
  const certificate = deviceCertificate(line.statement);
  require(certificate.signer === signer && certificate.device === line.key, "the statement is by another key, or of another one");
  return undefined;
}

