// Grants of reports that are sealed already, as GrantStatement, SignedGrant and GrantChain of org.phrkit.report have them:
// who passes a report on signs which report, to whom, from when and until when, and whether it may be passed on again.
import { sha256 } from "../vendor/crypto.js";
import { PhrError, hex, json, object, utf8 } from "./bytes.js";
import { verify } from "./keys.js";
import { isHidden } from "./statements.js";

/** The most grants in a row. */
export const MOST_GRANTS = 4;

const TYPE = "phr/grant/1";
const CHAIN_TYPE = "phr/grants/1";
const LONGEST_STATEMENT = 32_768;
const LONGEST_CHAIN = 1 << 20;
const LONGEST_CHECKPOINT = 16_384;

/** Why a grant does not count. */
export class GrantError extends PhrError {}

/**
 * Whom a report is for: the key that opens it and the one that signs, as a pair. Without it any reader could pass a report
 * on in the name of another.
 *
 * @typedef {{ recipient: string, signer?: string, mayGrant: boolean }} Reader
 */

/**
 * What is signed of a grant. Times are texts of RFC 3339 in UTC.
 *
 * @typedef {object} Statement
 * @property {string} reportId
 * @property {string} manifestSha256 of the manifest as it was signed, in hexadecimal
 * @property {string} [previousSha256] of the statement before it; none for the first
 * @property {Reader} reader whom it is granted to
 * @property {string} granter the key that signs
 * @property {string} notBefore the first moment
 * @property {string} [expires] the first moment after it
 * @property {string} time when it was signed
 * @property {string} [checkpoint] the last head of a log that the granter saw
 */

/**
 * A statement with its signature, which was checked: the granter whom it names signed this text. Whether he might is for
 * the chain.
 *
 * @typedef {{ statement: Statement, text: string, signature: string, sha256: string }} Grant
 */

/** @param {unknown} holds @param {string} problem @returns {asserts holds} */
function require(holds, problem) {
  if (!holds) throw new GrantError(problem);
}

/**
 * A moment in nanoseconds, of the text that Java's Instant writes.
 *
 * @param {string} text
 */
export function instant(text) {
  const parts = /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?Z$/.exec(text);
  const milliseconds = parts ? Date.parse(`${parts[1]}Z`) : NaN;
  // Date takes the 31st of February for a day of March.
  require(parts && !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(parts[1]),
    "the grant has no proper time");
  return BigInt(milliseconds) * 1_000_000n + BigInt((parts[2] ?? "").padEnd(9, "0"));
}

/** @param {Date} date to the second, as grants have their times */
export const timeText = (date) => `${date.toISOString().slice(0, 19)}Z`;

/** @param {string} text */
const sha256Of = (text) => hex.encode(sha256(utf8(text)));

/** @param {Statement} statement */
function requireProper(statement) {
  const { reader, checkpoint } = statement;
  require(/^[0-9a-f]{32}$/.test(statement.reportId), "the id of a report has 32 hexadecimal digits");
  for (const hash of [statement.manifestSha256, statement.previousSha256 ?? statement.manifestSha256]) {
    require(/^[0-9a-f]{64}$/.test(hash), "a SHA-256 is 64 hexadecimal digits");
  }
  require(/^age1(pq1)?[02-9ac-hj-np-z]+$/.test(reader.recipient), "a report has recipients, each with a public key");
  require(reader.signer !== undefined || !reader.mayGrant, "a reader without a signing key cannot pass a report on");
  const notBefore = instant(statement.notBefore);
  require(statement.expires === undefined || instant(statement.expires) > notBefore, "a grant expires after it begins");
  instant(statement.time);
  require(checkpoint === undefined
    || (checkpoint.length > 0 && checkpoint.length <= LONGEST_CHECKPOINT && !isHidden(checkpoint.replaceAll("\n", ""))),
    `a checkpoint is lines of at most ${LONGEST_CHECKPOINT} characters in all`);
}

/**
 * Signs a grant.
 *
 * @param {Omit<Statement, "granter">} about
 * @param {import("./keys.js").SigningKey} key of the granter
 * @returns {Grant}
 * @throws {GrantError} if it says what no grant can say
 */
export function signGrant(about, key) {
  const { recipient, signer, mayGrant } = about.reader;
  const members = {
    type: TYPE,
    reportId: about.reportId,
    manifestSha256: about.manifestSha256,
    previousSha256: about.previousSha256,
    reader: { recipient, signer },
    granter: key.verificationKey,
    mayGrant,
    notBefore: about.notBefore,
    expires: about.expires,
    time: about.time,
    checkpoint: about.checkpoint,
  };
  const text = json(members);
  // What is written is what is read.
  return readGrant(text, key.sign(utf8(text), `phr grant of ${about.reportId}, ${about.time}`));
}

/**
 * Reads a grant and checks its signature.
 *
 * @param {string} text as it was signed
 * @param {string} signature of minisign, prehashed
 * @returns {Grant}
 */
export function readGrant(text, signature) {
  require(text.length <= LONGEST_STATEMENT, `the grant is longer than ${LONGEST_STATEMENT} characters`);
  const read = object(
    text,
    ["type", "reportId", "manifestSha256", "reader", "granter", "mayGrant", "notBefore", "time"],
    ["previousSha256", "expires", "checkpoint"],
  );
  require(read.text("type") === TYPE, "the grant is of an unknown type");
  /** @param {string} name */
  const optional = (name) => (read.has(name) ? read.text(name) : undefined);
  const pair = read.object("reader", ["recipient"], ["signer"]);
  const statement = {
    reportId: read.text("reportId"),
    manifestSha256: read.text("manifestSha256"),
    previousSha256: optional("previousSha256"),
    reader: {
      recipient: pair.text("recipient"),
      signer: pair.has("signer") ? pair.text("signer") : undefined,
      mayGrant: read.truth("mayGrant"),
    },
    granter: read.text("granter"),
    notBefore: read.text("notBefore"),
    expires: optional("expires"),
    time: read.text("time"),
    checkpoint: optional("checkpoint"),
  };
  requireProper(statement);
  verify(statement.granter, signature, utf8(text), "the grant");
  return { statement, text, signature, sha256: sha256Of(text) };
}

/**
 * The grants through which a report came from its manifest to a reader, the first granted first. Of each that is: every
 * statement is signed by its granter; each but the first is by the reader of the one before it, who may pass the report on,
 * and for no longer than that one; all are of one report and one manifest; there are at most four.
 */
export class GrantChain {
  /** @param {readonly Grant[]} [grants] which are one already */
  constructor(grants = []) {
    this.grants = grants;
  }

  /** @param {string} text of a file of grants, or as a store shows it */
  static parse(text) {
    require(text.length <= LONGEST_CHAIN, `a file of grants has at most ${LONGEST_CHAIN} characters`);
    const read = object(text, ["type", "statements"], []);
    require(read.text("type") === CHAIN_TYPE, "the grants are of an unknown type");
    let chain = new GrantChain();
    for (const each of read.objects("statements", ["statement", "signature"], [])) {
      chain = chain.plus(readGrant(each.text("statement"), each.text("signature")));
    }
    return chain;
  }

  /** The text that parse reads. */
  json() {
    const statements = this.grants.map(({ text, signature }) => ({ statement: text, signature }));
    return json({ type: CHAIN_TYPE, statements });
  }

  /**
   * @param {Grant} grant one more
   * @throws {GrantError} if it does not follow
   */
  plus(grant) {
    require(this.grants.length < MOST_GRANTS, `a report is granted at most ${MOST_GRANTS} times in a row`);
    const last = this.grants.at(-1);
    const { statement } = grant;
    if (last) {
      const before = last.statement;
      const name = `grant ${this.grants.length + 1}`;
      require(statement.reportId === before.reportId, `${name} is of another report`);
      require(statement.manifestSha256 === before.manifestSha256, `${name} is of another manifest`);
      require(statement.previousSha256 === last.sha256, `${name} does not follow the one before it`);
      require(statement.granter === before.reader.signer, `${name} is not by the reader of the one before it`);
      require(before.reader.mayGrant, `${name} is by a reader who may not pass the report on`);
      const ends = before.expires === undefined
        || (statement.expires !== undefined && instant(statement.expires) <= instant(before.expires));
      require(instant(statement.notBefore) >= instant(before.notBefore) && ends,
        `${name} reaches beyond the time of the one before it`);
    } else {
      require(statement.previousSha256 === undefined, "grant 1 follows another, which is missing");
    }
    return new GrantChain([...this.grants, grant]);
  }

  /**
   * Checks that a report came to a reader through this chain.
   *
   * @param {{ id: string, sender: string, readers: Reader[] }} manifest
   * @param {string} manifestSha256 of the manifest as it was signed
   * @param {string} opener the public key of the identity that opened the report
   * @param {Date} now
   * @returns {Reader} as the last grant names him
   * @throws {GrantError} if it did not, or it is not the time
   */
  check(manifest, manifestSha256, opener, now) {
    const first = this.grants.at(0)?.statement;
    const last = this.grants.at(-1)?.statement;
    require(first && last, "the report is not granted to the key that opened it");
    require(first.reportId === manifest.id, "the grants are of another report");
    require(first.manifestSha256 === manifestSha256, "the grants are of another manifest");
    const mayGrant = first.granter === manifest.sender
      || manifest.readers.some(({ signer, mayGrant: may }) => may && signer === first.granter);
    require(mayGrant, "grant 1 is neither by the sender nor by a reader who may pass the report on");
    require(last.reader.recipient === opener, "the report is granted to someone else, and not to the key that opened it");
    // Each window lies in the one before it.
    const moment = BigInt(now.getTime()) * 1_000_000n;
    require(moment >= instant(last.notBefore), `the report is granted from ${last.notBefore} on, and not before`);
    require(last.expires === undefined || moment < instant(last.expires), `the grant expired at ${last.expires}`);
    return last.reader;
  }

  /**
   * Passes the report on.
   *
   * @param {Pick<Statement, "reader" | "notBefore" | "expires" | "time" | "checkpoint">} about
   * @param {import("./keys.js").SigningKey} key of the last reader
   * @returns {Grant}
   */
  next(about, key) {
    const last = this.grants.at(-1);
    require(last, "there is no grant");
    const { reportId, manifestSha256 } = last.statement;
    return signGrant({ ...about, reportId, manifestSha256, previousSha256: last.sha256 }, key);
  }
}
