// Where a contact card stands in a store's log: what its owner hands over beside the card, unsigned, is proved by the log alone.
import { base64, equal, concat, hex, json, object, utf8 } from "./bytes.js";
import { sha256 } from "../vendor/crypto.js";
import { LineError, parseLine, verifyKeyEvent } from "./loglines.js";
import { card as cardOf, parseSigned } from "./statements.js";
import { keyLabel } from "./transparency.js";

/**
 * @typedef {{ store: string, number: number, count: number, sha256: string }} Place store: its fingerprint; number: of the key
 *     that the card is; count: of the entries, that of the card and those after it; sha256: of all of them, in hexadecimal
 */

const MOST_ENTRIES = 16;
const MOST_KEYS = 65_535;
const SALT_BYTES = 32;

const wrong = () => new LineError("what it says of the store's log is not of this card");

/** @param {Uint8Array[]} entries */
const hashOf = (entries) => hex.encode(sha256(concat(...entries)));

/**
 * Where a card stands, as its owner says.
 *
 * @param {string} source of the card
 * @returns {Place | undefined} nothing where it says nothing
 * @throws {PhrError} if what it says is of another card
 */
export function placeOf(source) {
  const handed = object(source, ["statement", "signature"], ["log"]);
  if (!handed.has("log")) return undefined;
  const signed = parseSigned(source);
  const { signer, logKey } = cardOf(signed);
  const log = handed.object("log", ["store", "entries"]);
  const entries = log.objects("entries", ["salt", "line"]);
  if (!logKey || entries.length < 1 || entries.length > MOST_ENTRIES || !/^[0-9a-f]{32}$/.test(log.text("store"))) throw wrong();
  let first = 0;
  const logged = entries.map((/** @type {import("./bytes.js").Members} */ each, /** @type {number} */ i) => {
    const [salt, text] = [each.bytes("salt"), each.text("line")];
    const line = parseLine(text);
    if (line.kind !== "key" || line.number === undefined || (line.what === "card") !== (i === 0)) throw wrong();
    if (i === 0) {
      first = line.number;
      verifyKeyEvent(line, signer);
      if (line.statement?.statement !== signed.statement) throw wrong();
    }
    if (line.number !== first + i || line.number > MOST_KEYS || salt.length !== SALT_BYTES || !text.isWellFormed()) throw wrong();
    return concat(hex.decode(keyLabel(base64.decode(logKey), line.number)), sha256(concat(salt, utf8(text))));
  });
  return { store: log.text("store"), number: first, count: logged.length, sha256: hashOf(logged) };
}

/** Whether these are the entries of a place. @param {Place} place @param {Uint8Array[]} entries */
export const isPlaceOf = (place, entries) => entries.length === place.count && equal(utf8(hashOf(entries)), utf8(place.sha256));

/**
 * The text of a card with where it stands.
 *
 * @param {import("./statements.js").Signed} signed
 * @param {string} store fingerprint
 * @param {{ kind: string, what?: string, statement?: { statement: string }, salt: Uint8Array, text: string }[]} lines of the
 *     account, in their order
 */
export function handedCard(signed, store, lines) {
  /** @type {{ salt: string, line: string }[]} */
  let entries = [];
  for (const { kind, what, statement, salt, text } of lines) {
    if (kind !== "key") continue;
    const isCard = what === "card";
    if (isCard) entries = [];
    if ((isCard ? statement?.statement === signed.statement : entries.length > 0) && entries.length < MOST_ENTRIES) {
      entries.push({ salt: base64.encode(salt), line: text });
    }
  }
  return json({ ...signed, log: entries.length ? { store, entries } : undefined });
}
