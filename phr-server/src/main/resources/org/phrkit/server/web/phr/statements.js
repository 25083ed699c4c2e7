// Statements that keys of accounts sign: a JSON text with its type, and a minisign signature over exactly that text.
import { Malformed, json, millis, now, object, utf8 } from "./bytes.js";
import { requireKey, verify } from "./keys.js";

/** @typedef {import("./keys.js").SigningKey} SigningKey */
/** @typedef {{statement: string, signature: string}} Signed */

/** @param {object} members @param {SigningKey} key @returns {Signed} */
function sign(members, key) {
  const statement = json(members);
  return { statement, signature: key.sign(utf8(statement), "phr statement") };
}

/**
 * Reads a statement of a type, and checks that the key that it names, or another one, signed it.
 * @param {Signed} signed @param {string} type @param {string[]} required @param {string[]} optional
 * @param {(members: import("./bytes.js").Members) => string} signer
 */
function read(signed, type, required, optional, signer) {
  const members = object(signed.statement, ["type", ...required], optional);
  if (members.text("type") !== type) throw new Malformed("the statement is of another type");
  verify(signer(members), signed.signature, utf8(signed.statement), "the statement");
  return members;
}

/** A statement as a file or an answer has it. @param {string} source @returns {Signed} */
export function parseSigned(source) {
  // Beside a card may stand, unsigned, where the log has it.
  const members = object(source, ["statement", "signature"], ["log"]);
  return { statement: members.text("statement"), signature: members.text("signature") };
}

/** The text of a file for a statement. @param {Signed} signed */
export const signedText = (signed) => json({ statement: signed.statement, signature: signed.signature });

/**
 * What people exchange. A card proves that its keys belong together, and nothing about the name.
 * @typedef {{name: string, signer: string, recipient: string, mediated?: string, created: string, logKey?: string}} Card
 */

const LONGEST_NAME = 64;
// Characters that do not show, or turn what is shown around. Those that are not assigned yet differ between browsers.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/** Whether a text can be the name on a card. @param {string} name */
export const isName = (name) =>
  name.length > 0 && name === name.trim() && [...name].length <= LONGEST_NAME && !HIDDEN.test(name);

/** @param {string} shown */
export const isHidden = (shown) => HIDDEN.test(shown);

/** @param {{name: string, recipient: string, mediated?: string, logKey?: string}} card @param {SigningKey} key */
export const makeCard = (card, key) =>
  sign(
    {
      type: "phr/card/1",
      name: card.name,
      signer: key.verificationKey,
      recipient: card.recipient,
      mediated: card.mediated ?? false,
      created: now(),
      logKey: card.logKey,
    },
    key,
  );

/** @param {Signed} signed @returns {Card} */
export function card(signed) {
  const members = read(signed, "phr/card/1", ["name", "signer", "recipient", "mediated", "created"], ["logKey"], (it) => requireKey(it.text("signer")));
  const name = members.text("name");
  if (!isName(name)) throw new Malformed('has no proper "name"');
  const recipient = members.text("recipient");
  if (!/^age1(pq1)?[02-9ac-hj-np-z]{20,4000}$/.test(recipient)) throw new Malformed('has no proper "recipient"');
  millis(members.text("created"));
  return {
    name,
    signer: members.text("signer"),
    recipient,
    mediated: isFalse(members, "mediated") ? undefined : mediated(members.text("mediated")),
    created: members.text("created"),
    logKey: members.has("logKey") ? members.text("logKey") : undefined,
  };
}

/** @param {import("./bytes.js").Members} members @param {string} name */
function isFalse(members, name) {
  try {
    return !members.truth(name);
  } catch {
    return false;
  }
}

/** @param {string} recipient */
function mediated(recipient) {
  if (!/^age1phr1[02-9ac-hj-np-z]{20,4000}$/.test(recipient)) throw new Malformed('has no proper "mediated"');
  return recipient;
}

/** @param {string} store fingerprint @param {string} device public key @param {SigningKey} key */
export const makeCertificate = (store, device, key) =>
  sign({ type: "phr/device/1", signer: key.verificationKey, store, device, created: now() }, key);

/** @param {Signed} signed */
export function deviceCertificate(signed) {
  const members = read(signed, "phr/device/1", ["signer", "store", "device", "created"], [], (it) => it.text("signer"));
  return { signer: members.text("signer"), store: members.text("store"), device: members.text("device"), created: members.text("created") };
}

/** @param {Signed} signed */
export function recovery(signed) {
  const members = read(signed, "phr/recovery/1", ["store", "recovery", "device", "created"], [], (it) => it.text("recovery"));
  return { store: members.text("store"), recovery: members.text("recovery"), device: members.text("device"), created: members.text("created") };
}

/** @param {"approve" | "remove"} kind @param {string} store fingerprint @param {string} subject @param {SigningKey} key the recovery key */
export const deviceOrder = (kind, store, subject, key) =>
  sign({ type: kind === "approve" ? "phr/device-approval/1" : "phr/device-removal/1", store, subject, created: now() }, key);

/** @param {string} store fingerprint @param {string} report @param {SigningKey} key the recovery key */
export const erasure = (store, report, key) => sign({ type: "phr/erase/1", store, report, created: now() }, key);

/** What a store says of the keys of its TLS. @param {Signed} signed @param {string} store its key */
export function tlsKeys(signed, store) {
  const members = object(signed.statement, ["type", "origin", "keys", "created"]);
  if (members.text("type") !== "phr/tls/1") throw new Malformed("the statement is of another type");
  verify(store, signed.signature, utf8(signed.statement), "the statement");
  return { origin: members.text("origin"), keys: members.texts("keys") };
}

/** What a store says of the key of its log. @param {Signed} signed @param {string} store its key */
export function logKey(signed, store) {
  return read(signed, "phr/store-log/1", ["key", "created"], [], () => store).text("key");
}
