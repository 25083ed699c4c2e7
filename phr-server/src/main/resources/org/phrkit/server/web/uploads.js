// Uploads: made ready in the worker, kept encrypted in this browser until they are at the store, and taken up again after a
// reload. What is kept can be opened by its owner alone; the payload is what the store gets anyway.
import { encrypt } from "./phr/age.js";
import { base64, hex, random, utf8 } from "./phr/bytes.js";
import { RequestKey } from "./phr/keys.js";
import { Refusal, Store } from "./phr/store.js";
import { explain, PageError } from "./failures.js";
import { inWorker } from "./worker-door.js";

/** @import { Account, Contact } from "./account.js" */

const FOLDER = "uploads";
const STATE = ".state";
const PAYLOAD = ".payload";
const TYPE = "phr/upload/1";
/** Over how long the rate is taken. */
const RATE_MS = 5_000;
/** By how much a report grows at most: PADMÉ, and a little for headers. */
const GROWTH = 1.13;

/**
 * @typedef {Omit<Parameters<Store["commit"]>[0], "upload">} Commit what makes an upload a report
 * @typedef {{ files: File[], title: string, expires?: Date, readers: Contact[] }} Asked
 *
 * What is kept of an upload that is encrypted.
 * @typedef {object} Kept
 * @property {string} type
 * @property {string} account
 * @property {string} store its key
 * @property {string} title in the clear, for the person
 * @property {number} bytes of the payload
 * @property {Commit} commit
 * @property {string} [upload] the right to go on
 */

/** @returns {Promise<FileSystemDirectoryHandle>} */
const folder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });

/** What is held while a payload is written that has no state yet. @param {string} id */
const lockOf = (id) => `phr-upload-${id}`;

/** Whether an upload can be gone on with: a state whose writing broke off is empty. @param {string} id */
async function hasState(id) {
  try {
    return (await (await (await folder()).getFileHandle(id + STATE)).getFile()).size > 0;
  } catch (e) {
    return !(e instanceof DOMException && e.name === "NotFoundError");
  }
}

/** @param {unknown} value with bytes in it */
const written = (value) => JSON.stringify(value, (_, each) => (each instanceof Uint8Array ? { bytes: base64.encode(each) } : each));

/** @param {string} source */
const read = (source) => JSON.parse(source, (_, each) => (typeof each?.bytes === "string" ? base64.decode(each.bytes) : each));

/** @param {unknown} e what asking for an upload failed with: the answer to HEAD has a status alone */
const isGone = (e) => e instanceof Refusal && [404, 410].includes(e.status);

const signedOut = () => new DOMException("nobody is signed in", "AbortError");

/** One upload. Changes are told by Uploads.events. */
export class Upload {
  /** @param {string} id by which it is kept here */
  constructor(id) {
    this.id = id;
    this.title = "";
    /** @type {"reading" | "encrypting" | "sending" | "paused" | "finishing" | "done" | "discarded"} */
    this.state = "reading";
    this.done = 0;
    this.total = 0;
    /** bytes a second */
    this.rate = 0;
    /** @type {{ text: string, detail: string } | undefined} */
    this.failure = undefined;
    /** the id of the report, when it is one */
    this.report = "";
    /** @type {Kept | undefined} nothing while nobody is signed in: the title stands in it */
    this.kept = undefined;
    this.abort = new AbortController();
    /** when it is at the store, or paused */
    this.sent = Promise.resolve();
    /** @type {{ at: number, done: number }[]} */
    this.samples = [];
  }

  /** @param {Partial<Upload>} members */
  tell(members) {
    if (members.state && members.state !== this.state) {
      this.samples = [];
    }
    Object.assign(this, members);
    Uploads.events.dispatchEvent(new Event("change"));
  }

  /** @param {{ state: Upload["state"], done: number, total: number }} how */
  progress(how) {
    const now = performance.now();
    if (how.state !== this.state) {
      this.tell({ state: how.state });
    }
    this.samples.push({ at: now, done: how.done });
    // One that is older stays: a part may take longer than that.
    while (this.samples.length > 2 && now - this.samples[1].at >= RATE_MS) {
      this.samples.shift();
    }
    const first = this.samples[0];
    const rate = now > first.at ? (1000 * (how.done - first.done)) / (now - first.at) : 0;
    this.tell({ ...how, rate });
  }

  /**
   * Signs and encrypts into a file of this browser, and begins to send that.
   *
   * @param {Account} account
   * @param {Asked} asked
   */
  async begin(account, asked) {
    this.title = asked.title;
    const needed = asked.files.reduce((sum, file) => sum + file.size, 0) * GROWTH;
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
    if (needed > quota - usage) {
      throw new PageError("storage");
    }
    await navigator.locks.request(lockOf(this.id), () => this.write(account, asked));
    this.tell({ state: "sending", done: 0, total: this.required().bytes, rate: 0 });
    this.sent = this.send();
  }

  /**
   * @param {Account} account
   * @param {Asked} asked
   */
  async write(account, asked) {
    const draft = await account.draft(asked);
    const { id: owner, recipient, store } = account;
    const made = await inWorker(
      "write",
      { ...draft.forWorker, files: asked.files, folder: FOLDER, name: this.id + PAYLOAD },
      { progress: (how) => this.progress(how), signal: this.abort.signal },
    );
    this.kept = {
      type: TYPE,
      account: owner,
      store: store.store,
      title: asked.title,
      bytes: made.bytes,
      commit: draft.commit(made),
    };
    await this.keep(recipient);
  }

  /**
   * Keeps what is needed to go on later.
   *
   * @param {string} recipient of the owner
   */
  async keep(recipient) {
    const file = await (await folder()).getFileHandle(this.id + STATE, { create: true });
    const out = await file.createWritable();
    await out.write(/** @type {Uint8Array<ArrayBuffer>} */ (await encrypt(utf8(written(this.kept)), [recipient])));
    await out.close();
  }

  /** Sends what is not there yet, and makes it a report. What fails leaves it paused, and says why. */
  async send() {
    const abort = new AbortController();
    this.abort = abort;
    this.tell({ state: "sending", failure: undefined });
    try {
      const payload = await (await (await folder()).getFileHandle(this.id + PAYLOAD)).getFile();
      this.total = payload.size;
      // Whoever knows the upload may go on with it: no key of the account is needed, and none is here.
      const store = new Store({ origin: location.origin, store: this.required().store, key: RequestKey.generate() });
      const upload = await this.ensure(store, payload.size);
      if (upload) {
        await store.upload(upload, payload, {
          signal: abort.signal,
          progress: (done, total) => this.progress({ state: "sending", done, total }),
        });
        await this.finish();
      }
    } catch (e) {
      if (this.state !== "discarded") {
        const isAborted = abort.signal.aborted || (e instanceof DOMException && e.name === "AbortError");
        this.tell({ state: "paused", rate: 0, failure: isAborted ? undefined : explain(e) });
      }
    }
  }

  /**
   * An upload at the store, which stands for a day; another one takes its place where it is gone.
   *
   * @param {Store} store
   * @param {number} bytes
   * @returns {Promise<string | undefined>} nothing where it is gone because it is a report
   */
  async ensure(store, bytes) {
    const kept = this.required();
    if (kept.upload) {
      try {
        await store.uploaded(kept.upload, bytes);
        return kept.upload;
      } catch (e) {
        if (!isGone(e)) {
          throw e;
        }
        if (await this.isFinished()) {
          return undefined;
        }
        this.tell({ state: "sending" });
      }
    }
    const account = Uploads.requireAccount(kept);
    kept.upload = await account.store.createUpload(bytes);
    await this.keep(account.recipient);
    return kept.upload;
  }

  /** What is kept, while its owner is signed in. @returns {Kept} */
  required() {
    if (!this.kept) {
      throw signedOut();
    }
    return this.kept;
  }

  async finish() {
    this.tell({ state: "finishing", done: this.total, total: this.total, rate: 0 });
    const kept = this.required();
    const account = Uploads.requireAccount(kept);
    await account.store.commit({ ...kept.commit, upload: /** @type {string} */ (kept.upload) });
    await this.erase();
    this.tell({ state: "done", report: kept.commit.report });
  }

  /** Whether an upload that is gone became a report whose answer got lost: of that, the store says the same again. */
  async isFinished() {
    try {
      await this.finish();
      return true;
    } catch (e) {
      if (!isGone(e)) {
        throw e;
      }
      return false;
    }
  }

  pause() {
    this.abort.abort();
    this.tell({ state: "paused", rate: 0 });
  }

  resume() {
    this.sent = this.send();
  }

  /** Deletes what is here and at the store. What is a report already is shown as one: its readers may have opened it. */
  async discard() {
    const { upload } = this.kept ?? {};
    this.tell({ state: "discarded" });
    this.abort.abort();
    if (upload) {
      // What is not abandoned ends by itself in a day.
      const failure = await Uploads.account?.store.abandonUpload(upload).catch((e) => e);
      if (isGone(failure) && (await this.isFinished())) {
        return;
      }
    }
    await this.erase();
    Uploads.drop(this);
  }

  /** Is done, and needs not be shown any more. */
  leave() {
    Uploads.drop(this);
  }

  async erase() {
    const all = await folder();
    for (const name of [this.id + STATE, this.id + PAYLOAD]) {
      await all.removeEntry(name).catch(() => undefined);
    }
  }
}

/** All uploads of who is signed in. */
export class Uploads {
  static events = new EventTarget();
  /** @type {Account | undefined} */
  static account = undefined;
  /** @type {Upload[]} */
  static #all = [];

  static all() {
    return [...Uploads.#all];
  }

  /**
   * @param {Kept} kept
   * @returns {Account} whose it is, while she is signed in
   */
  static requireAccount(kept) {
    if (!Uploads.account || Uploads.account.id !== kept.account) {
      throw signedOut();
    }
    return Uploads.account;
  }

  /**
   * Finds what was left unfinished by an account in this browser.
   *
   * @param {Account} account
   */
  static async of(account) {
    const running = Uploads.#all;
    Uploads.account = account;
    Uploads.#all = [];
    /** @type {Set<string>} */
    const ids = new Set();
    for await (const name of /** @type {any} */ (await folder()).keys()) {
      ids.add(name.split(".")[0]);
    }
    for (const id of ids) {
      if (await hasState(id)) {
        await Uploads.#take(id, account, running.find((upload) => upload.id === id) ?? new Upload(id));
      } else {
        await Uploads.#tidy(id);
      }
    }
    Uploads.events.dispatchEvent(new Event("change"));
  }

  /**
   * Removes what a page left that was closed while it wrote, and not what another page writes.
   *
   * @param {string} id
   */
  static async #tidy(id) {
    await navigator.locks.request(lockOf(id), { ifAvailable: true }, async (lock) => {
      if (lock && !(await hasState(id))) {
        await new Upload(id).erase();
      }
    });
  }

  /**
   * @param {string} id
   * @param {Account} account
   * @param {Upload} upload which goes on being sent, or a new one
   */
  static async #take(id, account, upload) {
    try {
      const file = await (await (await folder()).getFileHandle(id + STATE)).getFile();
      const kept = read(await account.unsealed(new Uint8Array(await file.arrayBuffer())));
      if (kept.type === TYPE && kept.account === account.id && !Uploads.#all.some((other) => other.id === id)) {
        const isSending = upload.state === "sending";
        Object.assign(upload, { kept, title: kept.title, total: kept.bytes, state: isSending ? "sending" : "paused" });
        Uploads.#all.push(upload);
        if (!isSending && upload.done === upload.total) {
          // It was sent in a silence.
          upload.resume();
        }
      }
    } catch {
      // That of another account of this browser, which stays for its owner.
    }
  }

  /**
   * Begins one, and is back when it is being sent.
   *
   * @param {Asked} asked
   * @returns {Promise<Upload | undefined>} nothing where it was discarded meanwhile
   */
  static async start(asked) {
    const account = Uploads.account;
    if (!account) {
      throw new PageError("unexpected");
    }
    const upload = new Upload(hex.encode(random(16)));
    Uploads.#all.push(upload);
    Uploads.events.dispatchEvent(new Event("change"));
    try {
      await upload.begin(account, asked);
      return upload;
    } catch (e) {
      await upload.erase();
      Uploads.drop(upload);
      if (!(e instanceof DOMException && e.name === "AbortError")) {
        throw e;
      }
      return undefined;
    }
  }

  /** @param {Upload} upload */
  static drop(upload) {
    Uploads.#all = Uploads.#all.filter((other) => other !== upload);
    Uploads.events.dispatchEvent(new Event("change"));
  }

  /**
   * Lets the account go. What is encrypted goes on being sent in a silence, as that needs no key.
   *
   * @param {boolean} isSilence whether nobody was there; else the person left, and nothing goes on
   * @returns {boolean} whether something goes on being sent
   */
  static leave(isSilence) {
    Uploads.account = undefined;
    const goesOn = (/** @type {Upload} */ upload) => isSilence && upload.state === "sending";
    for (const upload of Uploads.#all.filter((each) => !goesOn(each))) {
      upload.abort.abort();
    }
    Uploads.#all = Uploads.#all.filter(goesOn);
    for (const upload of Uploads.#all) {
      Object.assign(upload, { kept: undefined, title: "" });
    }
    return Uploads.#all.length > 0;
  }
}
