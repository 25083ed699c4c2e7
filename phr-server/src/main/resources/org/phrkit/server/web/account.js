// An account as its pages use it: whose keys are in memory, and all that can be done with them. Views ask this, and this asks
// the rooms of phr/.
import { generateX25519Identity, identityToRecipient } from "./vendor/crypto.js";
import { decrypt, decryptStream, encrypt, headerOf, prepended, shares, withReader } from "./phr/age.js";
import { base64, concat, random, text, utf8 } from "./phr/bytes.js";
import { handedCard, placeOf } from "./phr/cardproof.js";
import { approve, enrol, openTogether } from "./phr/doctor.js";
import { GrantChain, signGrant, timeText } from "./phr/grants.js";
import { RequestKey, SigningKey, fingerprintHex } from "./phr/keys.js";
import { Log } from "./phr/log.js";
import { MediatedRecipient, stanzaTag } from "./phr/mediation.js";
import { PluginIdentity } from "./phr/plugin.js";
import { openReport } from "./phr/report.js";
import { deviceText, parseDevice } from "./phr/secondway.js";
import { tarOf } from "./phr/tar.js";
import { card as cardOf, makeCard, makeCertificate, parseSigned, signedText } from "./phr/statements.js";
import { Store } from "./phr/store.js";
import { WORDS, fingerprintWords } from "./phr/words.js";
import { PageError } from "./failures.js";
import * as passkeys from "./passkey.js";
import { texts } from "./texts.js";
import { Vault } from "./vault.js";
import { inWorker } from "./worker-door.js";

/** @import { Identity } from "./phr/age.js" */
/** @import { NewDevice } from "./phr/secondway.js" */

const PASSPHRASE_WORDS = 6;
const PAGE_OF_LIST = 100;
const PART_BYTES = 8 << 20;
const CLOCKS_DIFFER_BY_MS = 5 * 60 * 1000;

/**
 * @typedef {{ digits: string, words: string }} Print a fingerprint
 * @typedef {{ name: string, signer: string, recipient: string, mediated?: string, logKey?: string, fingerprint: string,
 *     print: Print, isMediated: boolean, place?: import("./phr/cardproof.js").Place, state: "known" | "new" | "changed" }} Contact
 * @typedef {{ id: string, isOwn: boolean, bytes: number, created: string, expires?: string, erased?: string, title?: string,
 *     isSealed: boolean }} Listed title: opened; isSealed: there is one that does not open
 * @typedef {{ name: string, fingerprint: string, granter: string, mayGrant: boolean, isMe: boolean, expires?: string,
 *     openings?: { count: number, most: number } }} Reader
 * @typedef {{ index: number, time: string, what: string, report: string, title?: string, who: string, key: string,
 *     isProved?: boolean }} Line
 * @typedef {{ kind: string, contact?: string }} Alert
 * @typedef {{ name: string, size: number, mediaType: string, blob: Blob }} OpenedFile
 * @typedef {{ created: string, sender: { name: string, state: "me" | "known" | "new" | "changed", print: Print },
 *     chain: { granter: string, reader: string, time: string }[], files: OpenedFile[] }} Opened
 * @typedef {{ passkey: string, created: string, used?: string, unlocks: boolean }} Passkey
 * @typedef {{ key: string, created: string, isCurrent: boolean, part?: string, partId?: string }} Device
 * @typedef {{ account: string, role: string, print: Print, created: string, usedBytes: number, quotaBytes: number,
 *     suspended: boolean }} AccountRow
 * @typedef {{ part: string, state: string, created: string }} PartRow
 * @typedef {{ reports: number, bytes: number, freeBytes: number, accounts: number, logSize: number,
 *     revocations: number, backup?: string, head: { size: number, root: string } }} StoreState
 */

/** What is said of what the log shows of a contact. @param {"new" | "again" | "other" | "missing"} sight */
const alarmOf = (sight) => ({ new: "contact", again: "contact-twice", other: "contact-other", missing: "contact-other" })[sight];

/** A passphrase of six words: 60 bits, each guess of which costs scrypt half a second and 256 MiB. */
export function drawPassphrase() {
  const drawn = random(2 * PASSPHRASE_WORDS);
  const words = [];
  for (let i = 0; i < drawn.length; i += 2) {
    words.push(WORDS[(drawn[i] * 256 + drawn[i + 1]) % WORDS.length]);
  }
  return words.join(" ");
}

/** @param {string} hexDigits */
export const shownFingerprint = (hexDigits) => hexDigits.match(/.{1,4}/g)?.join(" ") ?? "";

/** @param {string} hexDigits of a fingerprint */
const printOf = (hexDigits) => ({ digits: shownFingerprint(hexDigits), words: fingerprintWords(hexDigits) });

/**
 * Opens a passphrase file.
 *
 * @param {Uint8Array} file
 * @param {string} passphrase
 */
async function openSecond(file, passphrase) {
  try {
    return parseDevice(await inWorker("unseal", { file, passphrase }));
  } catch {
    throw new PageError("passphrase");
  }
}


/**
 * Whom a report is for: as manifest or grant name him, who opens the title without the store, and the report's part of the
 * key, if he opens together with the store. The part is drawn for this stanza alone.
 *
 * @param {Contact} contact
 * @param {boolean} mayGrant
 */
function grantee(contact, mayGrant) {
  const { signer } = contact;
  if (!contact.mediated) {
    return { contact, reader: { recipient: contact.recipient, signer, mayGrant }, part: undefined };
  }
  const { part, recipient } = MediatedRecipient.parse(contact.mediated).drawReportPart();
  return { contact, reader: { recipient, signer, mayGrant }, part };
}

/**
 * @param {Uint8Array | undefined} part
 * @param {Uint8Array} share
 * @param {number} [maxOpens]
 */
const mediatedBy = (part, share, maxOpens) => (part ? { part, tag: stanzaTag(share), maxOpens } : undefined);

/** Somebody who is signed in. */
export class Account {
  #vault;
  #device;
  #signing;
  #log;
  #card;
  /** @type {Map<string, Listed>} */
  #listed = new Map();
  /** @type {Map<string, import("./phr/statements.js").Card>} cards whose signature was checked, by their text */
  #read = new Map();
  /** @type {Set<string>} fingerprints of contacts whose keys changed since they were looked for */
  #changed = new Set();
  /** Ends what still goes on when the keys are let go. */
  #left = new AbortController();

  /**
   * @param {Vault} vault
   * @param {NewDevice} device that is in it
   */
  constructor(vault, device) {
    const { store, signing, card } = device;
    this.#vault = vault;
    this.#device = device;
    this.#signing = signing;
    this.#card = cardOf(card);
    this.#log = new Log(store, vault.contents.log);
    this.store = store;
    this.id = store.account;
    this.role = store.role;
  }

  /**
   * The account whose keys a vault holds.
   *
   * @param {import("./vault.js").Contents} contents
   * @param {string} [etag]
   */
  static #of(contents, etag) {
    const device = parseDevice(contents.device);
    if (device.store.origin !== location.origin) {
      throw new PageError("not-second");
    }
    return new Account(new Vault(contents, device, etag), device);
  }

  /**
   * The keys of somebody who joins. The page has them until they are kept, else an answer that gets lost takes the account
   * with it.
   *
   * @param {string} name
   */
  static async newKeys(name) {
    const identity = await generateX25519Identity();
    const signing = SigningKey.generate();
    const recovery = SigningKey.generate();
    const recipient = await identityToRecipient(identity);
    const card = makeCard({ name, recipient, logKey: base64.encode(random(32)) }, signing);
    cardOf(card);
    return { name, identity, signing, recovery, card, key: RequestKey.generate() };
  }

  /**
   * Makes an account of an invitation, or finds the one that was made of it for these keys. The store does not have its vault
   * yet: see keepKeys.
   *
   * @param {string} invitation
   * @param {Awaited<ReturnType<typeof Account.newKeys>>} keys
   */
  static async join(invitation, { identity, signing, recovery, card, key }) {
    const store = await Store.join(invitation, { card, signing, recovery: recovery.verificationKey, key });
    return Account.#of({
      device: deviceText({ store, card, identity, signing, recovery: recovery.verificationKey }),
      identity: await generateX25519Identity(),
      recovery: recovery.text(),
      contacts: [],
    });
  }

  /** Has the store keep the vault, so that nothing is lost that the store knows of. */
  async keepKeys() {
    await this.#vault.change(this.store, (same) => same);
  }

  /**
   * Signs in by a passkey.
   *
   * @returns {Promise<Account | undefined>} nothing where its authenticator has no PRF, and can unlock nothing
   */
  static async byPasskey() {
    const login = await passkeys.login();
    if (!login.vaultIdentity || !login.vault) {
      return undefined;
    }
    const { contents, signedBy } = await Vault.open(login.vault, login.vaultIdentity);
    const account = Account.#of(contents, login.etag);
    signedBy(account.signer);
    if (account.id !== login.account) {
      throw new PageError("passkey-wrong");
    }
    return account;
  }

  /**
   * Signs in by the passphrase file. One of an account that phr made gets a vault.
   *
   * @param {Uint8Array} file
   * @param {string} passphrase
   */
  static async byFile(file, passphrase) {
    const device = { ...(await openSecond(file, passphrase)), recoveryKey: undefined };
    const { store } = device;
    if (store.origin !== location.origin) {
      throw new PageError("not-second");
    }
    let kept;
    try {
      kept = await store.vault();
    } catch (e) {
      if (/** @type {any} */ (e)?.kind !== "not-found") {
        throw e;
      }
      const account = Account.#of({ device: deviceText(device), identity: await generateX25519Identity(), contacts: [] });
      await account.#vault.change(store, (same) => same);
      return account;
    }
    const { contents } = await Vault.open(kept.vault, device.identity, device.signing.verificationKey);
    return Account.#of(contents, kept.etag);
  }

  /** Lets all keys go; what is left of them in memory is for the browser to reuse. */
  forget() {
    const nobody = /** @type {any} */ (undefined);
    this.#left.abort();
    this.#vault.forget();
    this.#vault = nobody;
    this.#device = nobody;
    this.#signing = nobody;
    this.#log = nobody;
    this.store = nobody;
    this.#card = nobody;
    this.#listed.clear();
    this.#read.clear();
  }

  get name() {
    return this.#card.name;
  }

  /** The public signing key. */
  get signer() {
    return this.#card.signer;
  }

  /** What opens for this account without the store. */
  get recipient() {
    return this.#card.recipient;
  }

  get fingerprint() {
    return fingerprintHex(this.#card.signer);
  }

  get print() {
    return printOf(this.fingerprint);
  }

  /** The text of the contact card. */
  get card() {
    return signedText(this.#device.card);
  }

  /** The same with where it stands in the store's log, for those who take it. */
  async handedCard() {
    return handedCard(this.#device.card, this.store.fingerprint, await this.#log.lines());
  }

  /** Whether reports are opened together with the store. */
  get isMediated() {
    return this.#card.mediated !== undefined;
  }

  /** Whether the recovery key is still here, and not in a passphrase file alone. */
  get hasRecovery() {
    return this.#vault.contents.recovery !== undefined;
  }

  // Passkeys, the passphrase file, and devices.

  /** @returns {Promise<boolean>} whether the passkey unlocks the keys too */
  async addPasskey() {
    const { wrapped, ...reply } = await passkeys.create(this, this.#vault.contents.identity);
    await this.store.addPasskey({ ...reply, ...(wrapped ? { wrapped: base64.encode(wrapped) } : {}) });
    return wrapped !== undefined;
  }

  /** @returns {Promise<Passkey[]>} */
  passkeys() {
    return this.store.passkeys();
  }

  /** @param {string} id */
  removePasskey(id) {
    return this.store.removePasskey(id);
  }

  /** @returns {Promise<Device[]>} */
  async devices() {
    const { devices } = await this.store.whoami();
    const parts = this.role === "doctor" ? await this.store.parts() : [];
    return devices.map((/** @type {{ device: string, created: string, current: boolean }} */ { device, created, current }) => {
      const held = parts.find((/** @type {{ device: string }} */ each) => each.device === device);
      return { key: device, created, isCurrent: current, part: held?.state, partId: held?.part };
    });
  }

  /** @param {string} key */
  removeDevice(key) {
    return this.store.removeDevice(key);
  }

  /** @param {string} part of another device of this doctor */
  approve(part) {
    return approve(this.store, part);
  }

  /**
   * Makes a passphrase file: a device of its own, with the recovery key if that is here. A doctor enrols with it, if she has
   * not yet: the store gets a part of her key, this page another, and the file a third. What is called at the end makes it
   * count, and is called when the file was saved: nobody encrypts to what could be lost.
   *
   * @param {string} passphrase
   * @returns {Promise<{ file: Blob, finish: () => Promise<void> }>}
   */
  async secondWay(passphrase) {
    const request = RequestKey.generate();
    await this.store.addDevice(makeCertificate(this.store.fingerprint, request.publicKey, this.#signing));
    const isEnrolling = this.role === "doctor" && !this.isMediated;
    const parts = isEnrolling ? await enrol(this.store, this.store.key, request, this.recipient.startsWith("age1pq1")) : undefined;
    const card = parts ? this.#cardWith(parts.recipient) : this.#device.card;
    const { recovery } = this.#vault.contents;
    const secret = deviceText({
      ...this.#device,
      store: this.store.with(request),
      card,
      doctor: parts?.file,
      recoveryKey: recovery ? SigningKey.parse(recovery) : undefined,
    });
    const file = await inWorker("seal", { passphrase, text: secret }, { signal: this.#left.signal });
    const finish = async () => {
      await this.#vault.change(this.store, (contents) => ({
        ...contents,
        recovery: undefined,
        device: parts ? deviceText({ ...this.#device, card, doctor: parts.vault }) : contents.device,
      }));
      if (parts) {
        await this.store.showCard(card);
        this.#device = { ...this.#device, card, doctor: parts.vault };
        this.#card = cardOf(card);
      }
    };
    return { file: new Blob([file], { type: "application/octet-stream" }), finish };
  }

  /** @param {string} mediated */
  #cardWith(mediated) {
    const { name, recipient, logKey } = this.#card;
    return makeCard({ name, recipient, mediated, logKey: logKey ?? base64.encode(random(32)) }, this.#signing);
  }

  // Contacts.

  /** @returns {Contact[]} */
  get contacts() {
    return this.#vault.contents.contacts
      .map(({ card, place }) => ({ ...this.#contact(card), place }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /**
   * @param {string} written
   * @returns {Contact}
   */
  #contact(written) {
    const known = this.#read.get(written) ?? cardOf(parseSigned(written));
    this.#read.set(written, known);
    const { name, signer, recipient, mediated, logKey } = known;
    const digits = fingerprintHex(signer);
    return {
      name,
      signer,
      recipient,
      mediated,
      logKey,
      fingerprint: digits,
      print: printOf(digits),
      isMediated: mediated !== undefined,
      state: this.#changed.has(digits) ? "changed" : "known",
    };
  }

  /**
   * Reads a card that somebody gave, which is good for nothing before its fingerprint was compared.
   *
   * @param {string} written
   */
  readCard(written) {
    let contact;
    try {
      contact = { ...this.#contact(written.trim()), place: placeOf(written.trim()) };
    } catch {
      throw new PageError("card");
    }
    if (contact.signer === this.signer) {
      throw new PageError("own-card");
    }
    return contact;
  }

  /**
   * Adds a contact, whose fingerprint was compared. It takes the place of a card of the same name or the same key.
   *
   * @param {string} written
   */
  async addContact(written) {
    const added = this.readCard(written);
    await this.#vault.change(this.store, (contents) => ({
      ...contents,
      contacts: [
        ...contents.contacts.filter(({ card }) => {
          const other = cardOf(parseSigned(card));
          return other.name !== added.name && other.signer !== added.signer;
        }),
        { card: signedText(parseSigned(written.trim())), confirmed: timeText(new Date()), place: added.place },
      ],
    }));
    this.#changed.delete(added.fingerprint);
  }

  /** @param {string} signer */
  async removeContact(signer) {
    await this.#vault.change(this.store, (contents) => ({
      ...contents,
      contacts: contents.contacts.filter(({ card }) => cardOf(parseSigned(card)).signer !== signer),
    }));
  }

  /**
   * Who has a signing key, by name.
   *
   * @param {string} digits its fingerprint
   */
  #nameOf(digits) {
    if (digits === this.fingerprint) {
      return texts.you;
    }
    return this.contacts.find((contact) => contact.fingerprint === digits)?.name ?? texts.key(shownFingerprint(digits));
  }

  // The log.

  /** @param {Contact[]} contacts */
  #inLog(contacts) {
    return new Map(contacts.flatMap(({ fingerprint: digits, logKey, place }) => (logKey ? [[digits, { logKey, place }]] : [])));
  }

  /** Keeps what was seen of the log, where that is news. */
  async #remember() {
    const { memory } = this.#log;
    if (memory && JSON.stringify(memory) !== JSON.stringify(this.#vault.contents.log)) {
      await this.#vault.change(this.store, (contents) => ({ ...contents, log: memory }));
    }
  }

  /** Looks whether keys of contacts changed since their cards were taken. */
  async watch() {
    for (const { contact } of await this.#log.lookFor(this.#inLog(this.contacts))) {
      this.#changed.add(contact);
    }
    await this.#remember();
  }

  /**
   * What its owner should ask about, and was not told of under History yet. A store that rewrote its log is refused.
   *
   * @returns {Promise<Alert[]>}
   */
  async alerts() {
    return (await this.#news()).alerts;
  }

  /** @returns {Promise<{ alerts: Alert[], seen: () => void }>} */
  async #news() {
    const owner = { logKey: this.#card.logKey, signer: this.signer, recovery: this.#device.recovery, device: this.store.key.publicKey };
    const { alerts, contacts, seen } = await this.#log.watch(owner, this.#inLog(this.contacts));
    for (const { contact } of contacts) {
      this.#changed.add(contact);
    }
    return {
      alerts: [
        ...alerts.map(({ alarm }) => ({ kind: alarm })),
        ...contacts.map(({ contact, sight }) => ({ kind: alarmOf(sight), contact: this.#nameOf(contact) })),
      ],
      seen,
    };
  }

  /**
   * Lines about this account, and what its owner should ask about: from now on that counts as told.
   *
   * @returns {Promise<{ lines: Line[], alerts: Alert[], entries: number }>}
   */
  async history() {
    const lines = await this.#log.lines();
    const { alerts, seen } = await this.#news();
    seen();
    await this.#remember();
    return { lines: lines.map((line) => this.#line(line)), alerts, entries: (await this.#log.look()).size };
  }

  /**
   * Lines about a report.
   *
   * @param {string} report
   * @returns {Promise<Line[]>}
   */
  async events(report) {
    return (await this.#log.lines({ report })).map((line) => this.#line(line));
  }

  /**
   * @param {import("./phr/log.js").Found} found
   * @returns {Line}
   */
  #line(found) {
    const isToMe = found.kind === "granted" && found.reader === this.fingerprint;
    const who = isToMe ? found.granter : found.reader;
    return {
      index: found.index,
      time: found.time,
      what: isToMe ? "granted-to-me" : found.kind === "key" ? String(found.what) : found.kind,
      report: found.report ?? "",
      title: found.report ? this.#listed.get(found.report)?.title : undefined,
      who: who ? this.#nameOf(who) : "",
      key: found.key ? `${found.key.slice(0, 20)}…` : "",
      isProved: found.kind === "opened" ? found.proof !== "none" : undefined,
    };
  }

  /**
   * Nothing is encrypted to a contact one of whose keys stands in the log twice, or whose card does not stand there as its
   * owner said.
   *
   * @param {Contact[]} contacts
   */
  async #requireUnchanged(contacts) {
    for (const { contact, sight } of await this.#log.lookFor(this.#inLog(contacts))) {
      this.#changed.add(contact);
      if (sight !== "new") {
        throw new PageError(alarmOf(sight), this.#nameOf(contact));
      }
    }
    await this.#remember();
  }

  // Lists.

  /**
   * All reports, some at a time. Titles are opened here, with one's own key: that counts as no opening.
   *
   * @returns {AsyncGenerator<Listed[]>}
   */
  async *list() {
    let page = [];
    for await (const row of this.store.list()) {
      this.#left.signal.throwIfAborted();
      page.push(await this.#titled(row));
      if (page.length === PAGE_OF_LIST) {
        yield page;
        page = [];
      }
    }
    yield page;
  }

  /**
   * @param {{ report: string, own: boolean, bytes: number, created: string, expires?: string, erased?: string,
   *     title?: Uint8Array }} row
   */
  async #titled({ report, own, title: sealed, ...rest }) {
    let title;
    try {
      title = sealed ? shownTitle(await this.unsealed(sealed)) : undefined;
    } catch {
      // Sealed to somebody else.
    }
    const listed = { ...rest, id: report, isOwn: own, title, isSealed: sealed !== undefined && title === undefined };
    this.#listed.set(report, listed);
    return listed;
  }

  /**
   * What was sealed to this account.
   *
   * @param {Uint8Array} sealed
   */
  async unsealed(sealed) {
    return text(await decrypt(sealed, [this.#device.identity]));
  }

  /**
   * One report.
   *
   * @param {string} id
   * @returns {Promise<Listed>}
   */
  async listed(id) {
    for await (const row of this.store.list()) {
      if (row.report === id) {
        return this.#titled(row);
      }
    }
    throw new PageError("not-found");
  }

  /**
   * @param {string} id
   * @returns {Promise<Reader[]>}
   */
  async readers(id) {
    const { readers } = await this.store.readers(id);
    return readers.map((/** @type {any} */ { reader, granter, mayGrant, expires, openings }) => ({
      name: this.#nameOf(reader),
      fingerprint: reader,
      granter: this.#nameOf(granter),
      mayGrant,
      isMe: reader === this.fingerprint,
      expires,
      openings,
    }));
  }

  // Leaving, granting, taking back.

  /**
   * What is needed to write a report in the worker, and then to leave it at the store.
   *
   * @param {{ title: string, expires?: Date, readers: Contact[] }} asked
   */
  async draft({ title, expires, readers }) {
    await this.#requireUnchanged(readers);
    const grantees = readers.map((contact) => grantee(contact, false));
    const forWorker = {
      signing: this.#signing.text(),
      readers: [{ recipient: this.recipient, signer: this.signer, mayGrant: false }, ...grantees.map(({ reader }) => reader)],
      checkpoint: this.#log.carried,
    };
    const sealed = title ? await encrypt(utf8(title), [this.recipient, ...readers.map(({ recipient }) => recipient)]) : undefined;
    /** @param {{ report: string, header: Uint8Array, shares: Uint8Array[], sha256: string }} written */
    const commit = (written) => ({
      report: written.report,
      sha256: written.sha256,
      header: written.header,
      title: sealed,
      expires: expires ? timeText(expires) : undefined,
      readers: grantees.map(({ contact, part }, i) => ({
        signer: contact.fingerprint,
        mayGrant: false,
        mediated: mediatedBy(part, written.shares[i + 1]),
      })),
    });
    return { forWorker, commit };
  }

  /**
   * Lets a contact open a report: its owner, or a reader who may pass it on. A reader grants no longer than he may open it
   * himself.
   *
   * @param {Listed} listed
   * @param {Contact} contact
   * @param {{ expires?: Date, mayGrant: boolean, maxOpens?: number }} asked
   */
  async grant(listed, contact, { expires, mayGrant, maxOpens }) {
    await this.#requireUnchanged([contact]);
    const { readers, title } = await this.store.readers(listed.id);
    const before = this.#chainOf(readers);
    const { header, etag } = await this.store.header(listed.id);
    const identity = await this.#opener(listed.id, readers, header);
    const manifestSha256 = await this.#manifestSha256(listed, header, before, identity);
    const { reader, part } = grantee(contact, mayGrant);
    const last = before.grants.at(-1)?.statement;
    const start = timeText(new Date(Date.now() - CLOCKS_DIFFER_BY_MS));
    const until = expires ? timeText(expires) : undefined;
    const about = {
      reader,
      notBefore: last && last.notBefore > start ? last.notBefore : start,
      expires: last?.expires && (!until || last.expires < until) ? last.expires : until,
      time: timeText(new Date()),
      checkpoint: this.#log.carried,
    };
    const signed = last
      ? before.next(about, this.#signing)
      : signGrant({ ...about, reportId: listed.id, manifestSha256 }, this.#signing);
    const more = await withReader(header, [identity], reader.recipient);
    await this.store.grant(listed.id, etag, {
      header: more.header,
      statement: signed.text,
      signature: signed.signature,
      title: title ? await this.#retitled(title, contact.recipient) : undefined,
      mediated: mediatedBy(part, more.share, maxOpens),
    });
  }

  /** @param {{ reader: string, grant?: string }[]} readers */
  #chainOf(readers) {
    const grant = readers.find(({ reader }) => reader === this.fingerprint)?.grant;
    return grant ? GrantChain.parse(grant) : new GrantChain();
  }

  /**
   * The title for one reader more; one that does not open stays as it is.
   *
   * @param {Uint8Array} title
   * @param {string} recipient
   */
  async #retitled(title, recipient) {
    try {
      const header = headerOf(title);
      const more = await withReader(header, [this.#device.identity], recipient);
      return concat(more.header, title.subarray(header.length));
    } catch {
      return undefined;
    }
  }

  /**
   * What opens a report: one's own key, or, where it was granted to one who opens together with the store, that and the store;
   * then it is counted.
   *
   * @param {string} id
   * @param {{ reader: string, openings?: unknown }[]} readers
   * @param {Uint8Array} header
   * @returns {Promise<Identity>}
   */
  async #opener(id, readers, header) {
    const isMediated = readers.some(({ reader, openings }) => reader === this.fingerprint && openings !== undefined);
    if (!isMediated) {
      return this.#device.identity;
    }
    if (!this.#device.doctor) {
      throw new PageError("no-part");
    }
    const { doctor } = PluginIdentity.parse(this.#device.doctor);
    const identity = await openTogether(this.store, doctor, await shares(header), id);
    if (!identity) {
      throw new PageError("no-part");
    }
    return identity;
  }

  /**
   * The hash of the manifest behind a header that is to get a reader more. It must be that of the report that is meant: with
   * the header of another one, the reader would open that.
   *
   * @param {Listed} listed
   * @param {Uint8Array} header
   * @param {GrantChain} chain through which this account may open it
   * @param {Identity} identity
   */
  async #manifestSha256(listed, header, chain, identity) {
    const response = await this.store.get(listed.id, { range: `bytes=${header.length}-`, signal: this.#left.signal });
    const opened = await openReport(await decryptStream(prepended(header, bodyOf(response)), [identity]));
    try {
      await this.#requireMine(listed, opened, chain, identity);
      return opened.sha256;
    } finally {
      await opened.end();
    }
  }

  /**
   * @param {string} id
   * @param {string} reader fingerprint
   */
  takeBack(id, reader) {
    return this.store.revoke(id, reader);
  }

  /** @param {string} id */
  eraseLater(id) {
    return this.store.eraseLater(id);
  }

  /** @param {string} id */
  keep(id) {
    return this.store.keep(id);
  }

  /**
   * Erases a report at once, by the recovery key in the passphrase file.
   *
   * @param {string} id
   * @param {Uint8Array} file
   * @param {string} passphrase
   */
  async erase(id, file, passphrase) {
    const { recoveryKey } = await openSecond(file, passphrase);
    if (!recoveryKey) {
      throw new PageError("no-recovery");
    }
    await this.store.erase(id, recoveryKey);
  }

  // Opening.

  /**
   * Opens a report and checks all of it: the signature, that it is the one with this id, that it is for this account, every
   * file, and that its sender and granters saw the log that this page sees.
   *
   * @param {Listed} listed
   * @param {(fetched: number) => void} progress
   * @returns {Promise<Opened>}
   */
  async open(listed, progress) {
    await this.watch();
    const { readers } = await this.store.readers(listed.id);
    const chain = this.#chainOf(readers);
    const { header } = await this.store.header(listed.id);
    const identity = await this.#opener(listed.id, readers, header);
    const body = counted(bodyOf(await this.store.get(listed.id, { signal: this.#left.signal })), progress);
    const opened = await openReport(await decryptStream(body, [identity]));
    try {
      await this.#requireMine(listed, opened, chain, identity);
      const files = await readAll(opened);
      const { manifest } = opened;
      return {
        created: manifest.created,
        sender: this.#sender(manifest.sender),
        chain: chain.grants.map(({ statement: { granter, reader, time } }) => ({
          granter: this.#nameOf(fingerprintHex(granter)),
          reader: reader.signer ? this.#nameOf(fingerprintHex(reader.signer)) : texts.none,
          time,
        })),
        files,
      };
    } catch (e) {
      await opened.end();
      throw e;
    }
  }

  /**
   * @param {Listed} listed
   * @param {Awaited<ReturnType<typeof openReport>>} opened
   * @param {GrantChain} chain
   * @param {Identity} identity
   */
  async #requireMine(listed, { manifest, sha256 }, chain, identity) {
    if (manifest.id !== listed.id) {
      throw new PageError("other-report");
    }
    const opener = typeof identity === "string" ? await identityToRecipient(identity) : /** @type {any} */ (identity).recipient;
    if (chain.grants.length > 0) {
      chain.check(manifest, sha256, opener, new Date());
    } else if (!manifest.readers.some(({ recipient, signer }) => recipient === opener && (!signer || signer === this.signer))) {
      throw new PageError("not-for-you");
    }
    await this.#log.compare([manifest.checkpoint, ...chain.grants.map(({ statement }) => statement.checkpoint)].filter((note) => note !== undefined));
  }

  /**
   * @param {string} signer
   * @returns {Opened["sender"]}
   */
  #sender(signer) {
    const digits = fingerprintHex(signer);
    const contact = this.contacts.find((each) => each.signer === signer);
    const state = signer === this.signer ? "me" : (contact?.state ?? "new");
    return { name: contact?.name ?? this.#nameOf(digits), state, print: printOf(digits) };
  }

  /**
   * A report as it is at the store: one age file.
   *
   * @param {string} id
   * @param {(fetched: number) => void} progress
   */
  async download(id, progress) {
    return gathered(counted(bodyOf(await this.store.get(id, { signal: this.#left.signal })), progress), "application/octet-stream");
  }

  /**
   * All reports, encrypted as they are, in one archive: ID.age, and beside it ID.age.grant where a grant made this account a
   * reader.
   *
   * @param {Listed[]} listed
   * @param {(at: number) => void} progress
   */
  async exportAll(listed, progress) {
    const files = [];
    for (const [i, { id }] of listed.entries()) {
      progress(i + 1);
      files.push({ name: `${id}.age`, content: await this.download(id, () => undefined) });
      const { readers } = await this.store.readers(id);
      const chain = this.#chainOf(readers);
      if (chain.grants.length > 0) {
        files.push({ name: `${id}.age.grant`, content: new Blob([chain.json()]) });
      }
    }
    return tarOf(files, timeText(new Date()));
  }

  // Administration.

  /** @returns {Promise<StoreState>} */
  async storeState() {
    const state = await this.store.state();
    const head = await this.#log.look();
    await this.#remember();
    return { ...state, head: { size: head.size, root: base64.encode(head.root) } };
  }

  /** @returns {Promise<AccountRow[]>} */
  async accounts() {
    const rows = [];
    for await (const row of this.store.accounts()) {
      rows.push({ ...row, print: printOf(row.signer) });
    }
    return rows;
  }

  /** @param {string} role */
  invite(role) {
    return this.store.invite(role);
  }

  /**
   * @param {string} id
   * @param {boolean} suspended
   */
  suspend(id, suspended) {
    return this.store.suspend(id, suspended);
  }

  /**
   * @param {string} id
   * @param {number} bytes
   */
  setQuota(id, bytes) {
    return this.store.setQuota(id, bytes);
  }

  /**
   * @param {string} id
   * @returns {Promise<PartRow[]>}
   */
  partsOf(id) {
    return this.store.parts(id);
  }

  /**
   * @param {string} id
   * @param {string} part
   */
  endPart(id, part) {
    return this.store.endParts(id, part);
  }
}

/**
 * A title as it is shown: what turns text around or does not show is left out.
 *
 * @param {string} title
 */
const shownTitle = (title) => [...title.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")].slice(0, 120).join("");

/** @param {Response} response */
function bodyOf(response) {
  if (!response.body) {
    throw new PageError("unreachable");
  }
  return response.body;
}

/**
 * The same stream, with a look at how much has come.
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(bytes: number) => void} progress
 */
function counted(stream, progress) {
  let bytes = 0;
  let told = 0;
  return stream.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        bytes += chunk.length;
        if (performance.now() - told > 200) {
          told = performance.now();
          progress(bytes);
        }
        controller.enqueue(chunk);
      },
      flush() {
        progress(bytes);
      },
    }),
  );
}

/** Gathers bytes in blobs, which the browser keeps out of the memory of this page. */
class Gathering {
  constructor() {
    /** @type {Uint8Array[]} */
    this.chunks = [];
    this.bytes = 0;
    /** @type {Blob[]} */
    this.blobs = [];
  }

  /** @param {Uint8Array} chunk */
  write(chunk) {
    // The chunk may be a view of what is used again.
    this.chunks.push(chunk.slice());
    this.bytes += chunk.length;
    if (this.bytes >= PART_BYTES) {
      this.flush();
    }
  }

  flush() {
    this.blobs.push(new Blob(/** @type {Uint8Array<ArrayBuffer>[]} */ (this.chunks)));
    this.chunks = [];
    this.bytes = 0;
  }

  /** @param {string} type */
  blob(type) {
    this.flush();
    return new Blob(this.blobs, { type });
  }
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {string} type
 */
async function gathered(stream, type) {
  const gathering = new Gathering();
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    gathering.write(next.value);
  }
  return gathering.blob(type);
}

/**
 * All files of a report, none of which is handed out before all were found genuine.
 *
 * @param {Awaited<ReturnType<typeof openReport>>} opened
 * @returns {Promise<OpenedFile[]>}
 */
async function readAll(opened) {
  /** @type {OpenedFile[]} */
  const files = [];
  await opened.readFiles(({ name, size, mediaType }) => {
    const gathering = new Gathering();
    return {
      write: (chunk) => gathering.write(chunk),
      close: () => files.push({ name, size, mediaType, blob: gathering.blob(mediaType) }),
    };
  });
  return files;
}
