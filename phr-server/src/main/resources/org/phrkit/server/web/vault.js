// The vault: what the owner of an account keeps at the store for her pages, encrypted to what she alone has. And when a page
// forgets it.
import { identityToRecipient } from "./vendor/crypto.js";
import { decrypt, encrypt } from "./phr/age.js";
import { json, object, text, utf8 } from "./phr/bytes.js";
import { verify } from "./phr/keys.js";
import { PageError } from "./failures.js";

/** @import { SigningKey } from "./phr/keys.js" */
/** @import { Store } from "./phr/store.js" */
/** @import { Memory } from "./phr/log.js" */

const TYPE = "phr/vault/1";
const COMMENT = "phr vault";
const TRIES = 4;
const SILENCE_MS = 15 * 60 * 1000;
const LOOK_MS = 5_000;

/**
 * What is in it.
 *
 * @typedef {object} Contents
 * @property {string} device the text of the page's device, phr/new-device/1
 * @property {string} identity which every passkey unlocks, and opens the vault: AGE-SECRET-KEY-1…
 * @property {string} [recovery] the file text of the recovery key, until it was put into the passphrase file
 * @property {{ card: string, confirmed: string, place?: import("./phr/cardproof.js").Place }[]} contacts cards whose fingerprint was
 *     compared, when, and where they stand in the log
 * @property {Memory} [log] what was seen of the store's log
 */

/** The vault as it is opened in this page. */
export class Vault {
  /** @type {Contents} */
  #contents;
  /** @type {string | undefined} */
  #etag;
  #signing;
  #identity;

  /**
   * @param {Contents} contents
   * @param {{ signing: SigningKey, identity: string }} owner her keys: the one signs the vault, the other opens it
   * @param {string} [etag] of what the store has; none before it has one
   */
  constructor(contents, owner, etag) {
    this.#contents = contents;
    this.#signing = owner.signing;
    this.#identity = owner.identity;
    this.#etag = etag;
  }

  /**
   * Opens a vault. Who knows the recipient of an account can encrypt to it, the store too; so the vault is signed, and
   * counts only if the key that it holds has signed it, which is the one that is expected, where it is known.
   *
   * @param {Uint8Array} bytes
   * @param {string} identity of the vault or of the account
   * @param {string} [signer] her public signing key, where it is known
   * @returns {Promise<{ contents: Contents, signedBy(key: string): void }>} signedBy throws unless it is that key
   */
  static async open(bytes, identity, signer) {
    const opened = object(text(await decrypt(bytes, [identity])), ["statement", "signature"], []);
    const statement = opened.text("statement");
    const signedBy = (/** @type {string} */ key) => verify(key, opened.text("signature"), utf8(statement));
    if (signer) {
      signedBy(signer);
    }
    const read = object(statement, ["type", "device", "identity", "contacts"], ["recovery", "log"]);
    if (read.text("type") !== TYPE) {
      throw new PageError("unexpected");
    }
    return { contents: JSON.parse(statement), signedBy };
  }

  get contents() {
    return this.#contents;
  }

  /** @param {Contents} contents */
  async #sealed(contents) {
    const statement = json({ type: TYPE, ...contents });
    const signature = this.#signing.sign(utf8(statement), COMMENT);
    const recipients = [await identityToRecipient(contents.identity), await identityToRecipient(this.#identity)];
    return encrypt(utf8(json({ statement, signature })), recipients);
  }

  /**
   * Changes the vault here and at the store. Where another page changed it in the meantime, the change is made to that.
   *
   * @param {Store} store
   * @param {(contents: Contents) => Contents} change
   */
  async change(store, change) {
    for (let tries = 1; ; tries++) {
      const next = change(this.#contents);
      try {
        this.#etag = await store.keepVault(await this.#sealed(next), this.#etag);
        this.#contents = next;
        return;
      } catch (e) {
        if (/** @type {any} */ (e)?.kind !== "changed" || tries === TRIES) {
          throw e;
        }
        const { vault, etag } = await store.vault();
        const { contents } = await Vault.open(vault, this.#identity, this.#signing.verificationKey);
        this.#contents = contents;
        this.#etag = etag;
      }
    }
  }

  forget() {
    this.#contents = { device: "", identity: "", contacts: [] };
    this.#identity = "";
  }
}

/** Forgets after 15 minutes in which nobody touched the page. */
export class Silence {
  /** @param {() => void} forget */
  constructor(forget) {
    this.forget = forget;
    this.last = 0;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.touched = () => {
      // The first touch after a sleep of the machine comes too late.
      this.look();
      this.last = Date.now();
    };
    this.look = () => {
      if (this.timer && Date.now() - this.last >= SILENCE_MS) {
        this.end();
        this.forget();
      }
    };
  }

  begin() {
    this.end();
    this.last = Date.now();
    this.timer = setInterval(this.look, LOOK_MS);
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      window.addEventListener(kind, this.touched, { capture: true, passive: true });
    }
    document.addEventListener("visibilitychange", this.look);
  }

  end() {
    clearInterval(this.timer);
    this.timer = undefined;
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      window.removeEventListener(kind, this.touched, { capture: true });
    }
    document.removeEventListener("visibilitychange", this.look);
  }
}
