// A store, as one device of one account talks to it. Everything is encrypted and signed before it comes here, and checked
// after it leaves.
import { Malformed, PhrError, base64, concat, json, object, text, utf8 } from "./bytes.js";
import { RequestKey, fingerprintHex, requireKey } from "./keys.js";
import { digest, sign } from "./requests.js";
import { deviceCertificate, erasure, logKey, makeCertificate, tlsKeys } from "./statements.js";

/** @typedef {import("./bytes.js").Members} Members */
/** @typedef {import("./keys.js").SigningKey} SigningKey */
/** @typedef {import("./statements.js").Signed} Signed */

/** What the store does not do, and why: RFC 9457. */
export class Refusal extends PhrError {
  /** @param {string} kind @param {string} title @param {string} detail @param {number} status @param {number} retryAfter seconds */
  constructor(kind, title, detail, status, retryAfter) {
    super(title ? `${title}: ${detail}` : detail);
    this.kind = kind;
    this.detail = detail;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Nothing answers, or the connection broke. */
export class Unreachable extends PhrError {}

/** Who answers is not the store that is meant. */
export class OtherStore extends PhrError {}

/** The type of a membership, as phr keeps it. */
const MEMBERSHIP = "phr/membership/1";
const PART_BYTES = 8 << 20;
/** How many reports are asked for at once. */
const LISTED_AT_ONCE = 200;
/** As many as a list can have: what goes on and on is no list. */
const MOST_LISTED = 100_000;
/** The largest answer that is read whole: reports listed at once, each with the longest title. */
const LARGEST_ANSWER = 24 << 20;
/** The largest of those that are small: a header, a head of the log, a tile. */
export const LARGEST_SMALL = 1 << 16;
/** How long an answer may not begin, or not go on. */
const PATIENCE_MILLIS = 60_000;
const ROLES = ["patient", "doctor", "administrator"];
const TRIES = 5;
const WAIT_MILLIS = 500;
const LISTED = ["report", "own", "bytes", "created", "etag"];
const LISTED_TOO = ["expires", "erased", "title"];
const ACCOUNT = ["account", "role", "signer", "suspended", "quotaBytes", "usedBytes", "created"];

/** An invitation: a URL with its secrets behind #. @param {string} invitation */
export function parseInvitation(invitation) {
  const found = /^(https?:\/\/[^/#?]+)\/?#([0-9a-f]{32})\.([0-9a-f]{32})$/.exec(invitation.trim());
  if (!found) throw new Malformed("an invitation is an address with # and 65 characters behind it", "copy it whole, from its beginning to its end");
  return { origin: found[1], code: found[2], store: found[3] };
}

/** @param {string} address @param {RequestInit} init */
async function fetched(address, init) {
  const late = new AbortController();
  // What is sent may take long.
  const timer = init.method === "PATCH" ? undefined : setTimeout(() => late.abort(), PATIENCE_MILLIS);
  const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
  let response;
  try {
    response = await fetch(address, { ...init, signal, cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
  } catch (e) {
    if (init.signal?.aborted) throw e;
    throw new Unreachable("the store does not answer", "look at the connection, and try again");
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return response;
  const retryAfter = Number(response.headers.get("retry-after") ?? 0);
  let problem;
  try {
    problem = object(text(await bytesOf(response, LARGEST_SMALL)), ["type", "title", "status", "detail"]);
  } catch {
    throw new Refusal("unknown", "", `the store answers with status ${response.status}`, response.status, retryAfter);
  }
  throw new Refusal(problem.text("type").split("/").at(-1) ?? "", problem.text("title"), problem.text("detail"), response.status, retryAfter);
}

/**
 * An answer that is read whole.
 * @param {Response} response @param {number} most bytes
 * @throws {Malformed} if it has more
 * @throws {Unreachable} if it breaks off, or does not go on
 */
export async function bytesOf(response, most) {
  const reader = response.body?.getReader();
  const parts = [];
  let size = 0;
  let isLate = false;
  const stop = () => {
    isLate = true;
    reader?.cancel().catch(() => undefined);
  };
  while (reader) {
    const timer = setTimeout(stop, PATIENCE_MILLIS);
    const next = await reader.read().catch(() => undefined);
    clearTimeout(timer);
    if (!next || isLate) throw new Unreachable("the connection broke", "try again");
    if (next.done) break;
    size += next.value.length;
    if (size > most) {
      reader.cancel().catch(() => undefined);
      throw new Malformed(`the store's answer has more than ${most} bytes`, "ask whoever runs the store");
    }
    parts.push(next.value);
  }
  return concat(...parts);
}

/** The object that an answer is. @param {Response} response @param {string[]} required @param {string[]} [optional] */
async function answered(response, required, optional) {
  const bytes = await bytesOf(response, LARGEST_ANSWER);
  try {
    return object(text(bytes, "is not"), required, optional);
  } catch (e) {
    throw new Malformed(`the store's answer ${e instanceof Malformed ? e.message : "is not understood"}`, "ask whoever runs the store");
  }
}

/** @param {Members} members @param {string} name @returns {Signed} */
function signedIn(members, name) {
  const signed = members.object(name, ["statement", "signature"]);
  return { statement: signed.text("statement"), signature: signed.text("signature") };
}

/** @param {Members} each */
const account = (each) => ({
  account: each.id("account"),
  role: roleOf(each),
  signer: each.id("signer"),
  suspended: each.truth("suspended"),
  quotaBytes: each.integer("quotaBytes"),
  usedBytes: each.integer("usedBytes"),
  created: each.moment("created"),
});

/** @param {Members} each */
function roleOf(each) {
  const role = each.text("role");
  if (!ROLES.includes(role)) throw new Malformed("the store's answer has no proper \"role\"");
  return role;
}

/** @param {Members} each @param {string} name */
const optional = (each, name) => (each.has(name) ? each.text(name) : undefined);

/** @param {Members} each @param {string} name */
const optionalMoment = (each, name) => (each.has(name) ? each.moment(name) : undefined);

const endless = () => new Malformed("the list that the store shows has no end", "ask whoever runs the store");

/** @typedef {{signer: string, mayGrant: boolean, notBefore?: string, expires?: string, mediated?: Mediated}} Named whom the manifest names */
/** @typedef {{part: Uint8Array, tag: string, maxOpens?: number}} Mediated how a reader opens together with the store: r, and the tag of the stanza */

export class Store {
  /**
   * @param {{origin: string, store: string, account?: string, role?: string, key: RequestKey, tlsKeys?: string[]}} membership
   *     store: its key, RW…
   */
  constructor({ origin, store, account = "", role = "", key, tlsKeys: keys = [] }) {
    this.origin = origin;
    this.store = requireKey(store);
    this.fingerprint = fingerprintHex(store);
    this.account = account;
    this.role = role;
    this.key = key;
    this.tlsKeys = keys;
    /** Where it is reached, if not at its origin. */
    this.through = origin;
  }

  /**
   * Finds out who answers.
   * @param {string} origin @param {string} [fingerprint] of the store that is meant
   * @throws {OtherStore} if it is another one
   */
  static async meet(origin, fingerprint) {
    const shown = await answered(await fetched(`${origin}/v1/store`, {}), ["type", "key", "tls", "log", "now"]);
    const store = requireKey(shown.text("key"));
    const tls = tlsKeys(signedIn(shown, "tls"), store);
    if ((fingerprint !== undefined && fingerprintHex(store) !== fingerprint) || tls.origin !== origin) {
      throw new OtherStore("whoever answers is another store: somebody may stand in between", "ask whoever runs the store for its fingerprint, over another channel");
    }
    return { store, tlsKeys: tls.keys, logKey: logKey(signedIn(shown, "log"), store) };
  }

  /**
   * Makes an account of an invitation, with a device of its own. With the same keys again, it finds the account that is there.
   * @param {string} invitation
   * @param {{card: Signed, signing: SigningKey, recovery: string, key: RequestKey}} keys recovery: the public key that confirms erasures
   */
  static async join(invitation, { card, signing, recovery, key }) {
    const { origin, code, store: fingerprint } = parseInvitation(invitation);
    const met = await Store.meet(origin, fingerprint);
    const store = new Store({ origin, store: met.store, key, tlsKeys: met.tlsKeys });
    const device = makeCertificate(store.fingerprint, key.publicKey, signing);
    let made;
    try {
      made = await store.asked("POST", "/v1/accounts", ACCOUNT, [], { json: { code, card, device, recovery } });
    } catch (e) {
      // The account may be there, and its answer lost: then the store knows the device.
      made = await store.asked("GET", "/v1/account", [...ACCOUNT, "devices"]).catch(() => {
        throw e;
      });
    }
    ({ account: store.account, role: store.role } = account(made));
    return store;
  }

  /** Reads the text of a membership. @param {string} source */
  static parse(source) {
    const members = object(source, ["type", "origin", "store", "tlsKeys", "account", "role", "requestKey"]);
    if (members.text("type") !== MEMBERSHIP) throw new Malformed("the membership is of another type");
    return new Store({
      origin: members.text("origin"),
      store: members.text("store"),
      tlsKeys: members.texts("tlsKeys"),
      account: members.text("account"),
      role: members.text("role"),
      key: RequestKey.parse(members.text("requestKey")),
    });
  }

  /** The text of the membership, which is secret. */
  text() {
    return json({
      type: MEMBERSHIP,
      origin: this.origin,
      store: this.store,
      tlsKeys: this.tlsKeys,
      account: this.account,
      role: this.role,
      requestKey: this.key.text(),
    });
  }

  /** The same account, of another device. @param {RequestKey} key */
  with(key) {
    return new Store({ origin: this.origin, store: this.store, account: this.account, role: this.role, key, tlsKeys: this.tlsKeys });
  }

  /**
   * Asks, signed.
   * @param {string} method @param {string} path
   * @param {{json?: object, fields?: Record<string, string>, signal?: AbortSignal}} [request]
   */
  ask(method, path, { json: members, fields = {}, signal } = {}) {
    /** @type {Record<string, string>} */
    const signed = { "phr-store-key": this.fingerprint, ...fields };
    const body = members === undefined ? undefined : utf8(json(members));
    if (body) {
      Object.assign(signed, { "content-type": "application/json", "content-digest": digest(body), "content-length": String(body.length) });
    } else if (method === "POST" || method === "PUT" || method === "PATCH") {
      // A browser says so of a request without a body.
      signed["content-length"] = "0";
    }
    Object.assign(signed, sign({ method, uri: this.origin + path, fields: signed }, this.key));
    delete signed["content-length"];
    return fetched(this.through + path, { method, headers: signed, body, signal });
  }

  /** @param {string} method @param {string} path @param {string[]} required @param {string[]} [more] @param {object} [request] */
  async asked(method, path, required, more, request) {
    return answered(await this.ask(method, path, request), required, more);
  }

  /** The key that signs the heads of its log. */
  async logKey() {
    const met = await Store.meet(this.origin, this.fingerprint);
    return met.logKey;
  }

  /** The account, and its devices. */
  async whoami() {
    const shown = await this.asked("GET", "/v1/account", [...ACCOUNT, "devices"]);
    return {
      ...account(shown),
      devices: shown.objects("devices", ["device", "created", "current"]).map((/** @type {Members} */ each) => ({
        device: each.text("device"),
        created: each.moment("created"),
        current: each.truth("current"),
      })),
    };
  }

  /** Shows another card. @param {Signed} card */
  async showCard(card) {
    await this.ask("PUT", "/v1/account/card", { json: card });
  }

  /** Adds a device that the account's key certified. @param {Signed} certificate */
  async addDevice(certificate) {
    deviceCertificate(certificate);
    await this.ask("POST", "/v1/account/devices", { json: certificate });
  }

  /** Shuts another device out. @param {string} device @param {Signed} [order] by the recovery key */
  async removeDevice(device, order) {
    await this.ask("POST", "/v1/account/devices/removal", { json: { ...order, device } });
  }

  /** All reports that this account may read now, in the order of their ids. */
  async *list() {
    let after = "";
    let count = 0;
    for (let more = true; more; ) {
      const page = await this.asked("GET", `/v1/reports?limit=${LISTED_AT_ONCE}${after && `&after=${after}`}`, ["reports", "more"]);
      const reports = page.objects("reports", LISTED, LISTED_TOO);
      for (const each of reports) {
        const report = each.id("report");
        if (report <= after || ++count > MOST_LISTED) throw endless();
        after = report;
        yield {
          report,
          own: each.truth("own"),
          bytes: each.integer("bytes"),
          created: each.moment("created"),
          expires: optionalMoment(each, "expires"),
          erased: optionalMoment(each, "erased"),
          title: each.has("title") ? each.bytes("title") : undefined,
        };
      }
      more = page.truth("more") && reports.length > 0;
    }
  }

  /**
   * A report: one ordinary age file.
   * @param {string} report @param {{range?: string, signal?: AbortSignal}} [how] range: as the field has it, for some of its bytes
   */
  get(report, { range, signal } = {}) {
    return this.ask("GET", `/v1/reports/${report}`, { fields: range ? { range } : {}, signal });
  }

  /** The header of a report as it is now, and its tag. @param {string} report */
  async header(report) {
    const response = await this.ask("GET", `/v1/reports/${report}/header`);
    return { header: await bytesOf(response, LARGEST_SMALL), etag: response.headers.get("etag") ?? "" };
  }

  /** Who may read a report: for its owner all, for a reader himself and those to whom he granted it. @param {string} report */
  async readers(report) {
    const shown = await this.asked("GET", `/v1/reports/${report}/grants`, ["readers"], ["title"]);
    return {
      title: shown.has("title") ? shown.bytes("title") : undefined,
      readers: shown
        .objects("readers", ["reader", "granter", "mayGrant", "notBefore"], ["expires", "grant", "tag", "opens", "maxOpens"])
        .map((/** @type {Members} */ each) => ({
          reader: each.id("reader"),
          granter: each.id("granter"),
          mayGrant: each.truth("mayGrant"),
          notBefore: each.moment("notBefore"),
          expires: optionalMoment(each, "expires"),
          grant: optional(each, "grant"),
          openings: each.has("tag") ? { count: each.integer("opens"), most: each.integer("maxOpens", 1) } : undefined,
        })),
    };
  }

  /**
   * Lets one more reader read a report.
   * @param {string} report @param {string} etag of the header that the new one was made of
   * @param {{header: Uint8Array, statement: string, signature: string, title?: Uint8Array, mediated?: Mediated}} grant
   */
  async grant(report, etag, { header, statement, signature, title, mediated }) {
    await this.ask("POST", `/v1/reports/${report}/grants`, {
      fields: { "if-match": etag },
      json: { header: base64.encode(header), statement, signature, title: title && base64.encode(title), ...mediatedMembers(mediated) },
    });
  }

  /** Ends the access of a reader and of those who have it through him; of all without one. @param {string} report @param {string} [reader] */
  async revoke(report, reader) {
    await this.ask("DELETE", `/v1/reports/${report}/readers${reader ? `/${reader}` : ""}`);
  }

  /** Ends all access but the owner's at once, and erases the report in 72 hours. @param {string} report @returns {Promise<string>} when */
  async eraseLater(report) {
    return (await this.asked("DELETE", `/v1/reports/${report}`, ["erased"])).moment("erased");
  }

  /** Erases a report at once. @param {string} report @param {SigningKey} recovery */
  async erase(report, recovery) {
    await this.ask("POST", `/v1/reports/${report}/erasure`, { json: erasure(this.fingerprint, report, recovery) });
  }

  /** Keeps a report that was to be erased. @param {string} report */
  async keep(report) {
    await this.ask("DELETE", `/v1/reports/${report}/erasure`);
  }

  /** Begins an upload (tus 1.0.0). @param {number} bytes @returns {Promise<string>} its id, which is the right to it */
  async createUpload(bytes) {
    const response = await this.ask("POST", "/v1/uploads", { fields: { "tus-resumable": "1.0.0", "upload-length": String(bytes) } });
    const location = response.headers.get("location") ?? "";
    const prefix = `${this.origin}/v1/uploads/`;
    if (!location.startsWith(prefix)) throw new Malformed("the store's answer names another place for the upload");
    return location.slice(prefix.length);
  }

  /** How much of an upload is there. @param {string} upload @param {number} size of it @param {AbortSignal} [signal] */
  async uploaded(upload, size, signal) {
    const response = await fetched(`${this.through}/v1/uploads/${upload}`, { method: "HEAD", headers: { "tus-resumable": "1.0.0" }, signal });
    const place = response.headers.get("upload-offset") ?? "";
    const offset = Number(place);
    if (!/^[0-9]{1,15}$/.test(place) || offset > size) throw new Malformed("the store's answer has no proper upload-offset");
    return offset;
  }

  /**
   * Sends an upload, from where it is on: in parts, each asked for again where the connection breaks.
   * @param {string} upload @param {Blob} payload
   * @param {{signal?: AbortSignal, progress?: (sent: number, whole: number) => void}} [how]
   */
  async upload(upload, payload, { signal, progress } = {}) {
    let offset = await this.uploaded(upload, payload.size, signal);
    let furthest = offset;
    progress?.(offset, payload.size);
    for (let tries = 1; offset < payload.size; ) {
      try {
        await fetched(`${this.through}/v1/uploads/${upload}`, {
          method: "PATCH",
          headers: { "tus-resumable": "1.0.0", "upload-offset": String(offset), "content-type": "application/offset+octet-stream" },
          body: payload.slice(offset, offset + PART_BYTES),
          signal,
        });
        offset = Math.min(offset + PART_BYTES, payload.size);
        // What is sent again and again is no progress.
        if (offset > furthest) [furthest, tries] = [offset, 1];
      } catch (e) {
        const again = e instanceof Unreachable || (e instanceof Refusal && (e.kind === "locked" || e.kind === "too-many"));
        if (!again || tries++ === TRIES) throw e;
        await new Promise((resolve) => setTimeout(resolve, Math.max(WAIT_MILLIS * tries, e instanceof Refusal ? e.retryAfter * 1000 : 0)));
        signal?.throwIfAborted();
        offset = await this.uploaded(upload, payload.size, signal);
      }
      progress?.(offset, payload.size);
    }
  }

  /** Gives an upload up. @param {string} upload */
  async abandonUpload(upload) {
    await fetched(`${this.through}/v1/uploads/${upload}`, { method: "DELETE", headers: { "tus-resumable": "1.0.0" } });
  }

  /**
   * Makes a report of an upload that is whole.
   * @param {{report: string, upload: string, sha256: string, header: Uint8Array, readers: Named[], title?: Uint8Array, expires?: string}} report
   *     sha256: of the payload, in hexadecimal; readers: whom the manifest names beside the owner
   */
  async commit({ report, upload, sha256, header, readers, title, expires }) {
    await this.ask("POST", "/v1/reports", {
      json: {
        report,
        upload,
        sha256,
        header: base64.encode(header),
        readers: readers.map(({ signer, mayGrant, notBefore, expires: ends, mediated }) => ({
          signer,
          mayGrant,
          notBefore,
          expires: ends,
          ...mediatedMembers(mediated),
        })),
        title: title && base64.encode(title),
        expires,
      },
    });
  }

  /** Passkeys of the account. */
  async passkeys() {
    const shown = await this.asked("GET", "/v1/passkeys", ["passkeys"]);
    return shown.objects("passkeys", ["passkey", "created", "unlocks"], ["used"]).map((/** @type {Members} */ each) => ({
      passkey: each.id("passkey"),
      created: each.moment("created"),
      used: optionalMoment(each, "used"),
      unlocks: each.truth("unlocks"),
    }));
  }

  /** What an authenticator is to sign. @param {string} origin */
  static async challenge(origin) {
    const response = await fetched(`${origin}/v1/passkeys/challenges`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    const made = await answered(response, ["challenge", "rpId", "expires"]);
    return { challenge: made.text("challenge"), rpId: made.text("rpId") };
  }

  /**
   * Proves by a passkey who comes.
   * @param {string} origin
   * @param {{credential: string, authenticatorData: string, clientDataJSON: string, signature: string, userHandle: string}} reply base64url
   */
  static async login(origin, reply) {
    const response = await fetched(`${origin}/v1/passkeys/login`, { method: "POST", headers: { "content-type": "application/json" }, body: json(reply) });
    const shown = await answered(response, ["account", "role"], ["wrapped", "vault", "etag"]);
    return {
      account: shown.id("account"),
      role: roleOf(shown),
      wrapped: shown.has("wrapped") ? shown.bytes("wrapped") : undefined,
      vault: shown.has("vault") ? shown.bytes("vault") : undefined,
      etag: optional(shown, "etag"),
    };
  }

  /** Adds a passkey. @param {{attestationObject: string, clientDataJSON: string, wrapped?: string}} reply base64url; wrapped: base64 */
  async addPasskey(reply) {
    return (await this.asked("POST", "/v1/passkeys", ["passkey", "created", "unlocks"], [], { json: reply })).text("passkey");
  }

  /** Forgets a passkey. @param {string} passkey */
  async removePasskey(passkey) {
    await this.ask("DELETE", `/v1/passkeys/${passkey}`);
  }

  /** What the owner keeps for herself. */
  async vault() {
    const response = await this.ask("GET", "/v1/account/vault");
    return { etag: response.headers.get("etag") ?? "", vault: (await answered(response, ["vault"])).bytes("vault") };
  }

  /** Keeps another vault. @param {Uint8Array} vault @param {string} [etag] of the one that it replaces @returns {Promise<string>} its own */
  async keepVault(vault, etag) {
    const response = await this.ask("PUT", "/v1/account/vault", {
      json: { vault: base64.encode(vault) },
      fields: etag ? { "if-match": etag } : { "if-none-match": "*" },
    });
    return response.headers.get("etag") ?? "";
  }

  /** Makes an invitation; for administrators. @param {string} role @returns {Promise<string>} */
  async invite(role) {
    const made = await this.asked("POST", "/v1/invitations", ["code", "expires"], [], { json: { role } });
    return `${this.origin}/#${made.text("code")}.${this.fingerprint}`;
  }

  /** All accounts; for administrators. */
  async *accounts() {
    let after = "";
    let count = 0;
    for (let more = true; more; ) {
      const page = await this.asked("GET", `/v1/accounts${after && `?after=${after}`}`, ["accounts", "more"]);
      const accounts = page.objects("accounts", ACCOUNT).map(account);
      if ((count += accounts.length) > MOST_LISTED || (after && accounts.at(-1)?.account === after)) throw endless();
      yield* accounts;
      after = accounts.at(-1)?.account ?? after;
      more = page.truth("more") && accounts.length > 0;
    }
  }

  /** Shuts an account out, or lets it in; for administrators. @param {string} id @param {boolean} suspended */
  async suspend(id, suspended) {
    await this.ask("PUT", `/v1/accounts/${id}/suspension`, { json: { suspended } });
  }

  /** Says how much an account may leave; for administrators. @param {string} id @param {number} bytes */
  async setQuota(id, bytes) {
    await this.ask("PUT", `/v1/accounts/${id}/quota`, { json: { bytes } });
  }

  /** The parts of the account, or of another one for administrators. @param {string} [id] */
  async parts(id) {
    const shown = await this.asked("GET", id ? `/v1/accounts/${id}/parts` : "/v1/parts", ["parts"]);
    return shown.objects("parts", ["part", "device", "state", "created"]).map((/** @type {Members} */ each) => ({
      part: each.id("part"),
      device: each.text("device"),
      state: each.text("state"),
      created: each.moment("created"),
    }));
  }

  /** Deletes one part of an account, or all; for administrators. @param {string} id @param {string} [part] */
  async endParts(id, part) {
    await this.ask("DELETE", `/v1/accounts/${id}/parts${part ? `/${part}` : ""}`);
  }

  /** How the store is; for administrators. */
  async state() {
    const shown = await this.asked("GET", "/v1/state", ["accounts", "reports", "bytes", "freeBytes", "logSize", "revocations"], ["backup"]);
    return {
      accounts: shown.integer("accounts"),
      reports: shown.integer("reports"),
      bytes: shown.integer("bytes"),
      freeBytes: shown.integer("freeBytes"),
      logSize: shown.integer("logSize"),
      revocations: shown.integer("revocations"),
      backup: optionalMoment(shown, "backup"),
    };
  }
}

/** @param {Mediated} [mediated] */
const mediatedMembers = (mediated) =>
  mediated ? { part: base64.encode(mediated.part), tag: mediated.tag, maxOpens: mediated.maxOpens } : {};
