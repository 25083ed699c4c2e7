import { html, nothing } from "../vendor/view.js";
import { texts } from "../texts.js";
import { Account, shownFingerprint } from "../account.js";
import "./second.js";
import { View } from "./view.js";

const said = texts.join;

/** Makes an account of an invitation: name and keys, passkey, passphrase file. Fires "signed-in" at the end. */
class JoinView extends View {
  static properties = { ...View.properties, invitation: { attribute: false } };

  constructor() {
    super();
    /** CODE.FINGERPRINT */
    this.invitation = "";
    this.step = 0;
    /** @type {Awaited<ReturnType<typeof Account.newKeys>> | undefined} until the store keeps them */
    this.keys = undefined;
    /** @type {"none" | "unlocks" | "signs"} what the passkey does that was made */
    this.passkey = "none";
    this.isSaved = false;
  }

  /** @param {Event} event */
  async join(event) {
    event.preventDefault();
    const name = this.value("name");
    const isDone = await this.attempt(said.making, async () => {
      if (!this.account) {
        this.dispatchEvent(new CustomEvent("joining", { bubbles: true }));
        this.keys = this.keys?.name === name ? this.keys : await Account.newKeys(name);
        this.show({ account: await Account.join(`${location.origin}/#${this.invitation}`, this.keys) });
        this.dispatchEvent(new CustomEvent("joined", { detail: this.account, bubbles: true }));
      }
      await this.account.keepKeys();
    });
    if (isDone) {
      this.keys = undefined;
      this.to(1);
    }
  }

  async makePasskey() {
    await this.attempt(texts.keys.adding, async () => {
      this.passkey = (await this.account.addPasskey()) ? "unlocks" : "signs";
      this.to(2);
    });
  }

  /** @param {number} step */
  async to(step) {
    this.show({ step, failure: undefined });
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("h2"))?.focus();
  }

  finish() {
    this.dispatchEvent(new CustomEvent("signed-in", { detail: this.account, bubbles: true }));
  }

  /** @override */
  render() {
    const steps = [() => this.name(), () => this.offerPasskey(), () => this.second()];
    return html`
      <h1 tabindex="-1">${said.title}</h1>
      <p class="lead">${said.lead}</p>
      <ol class="steps" aria-label=${said.step(this.step + 1, steps.length)}>
        ${said.steps.map(
          (name, i) => html`<li aria-current=${i === this.step ? "step" : nothing}>${i + 1}. ${name}</li>`,
        )}
      </ol>
      ${this.status()}
      <section class="sheet">${steps[this.step]()}</section>
    `;
  }

  name() {
    return html`
      <h2 tabindex="-1">${said.steps[0]}</h2>
      <form @submit=${this.join}>
        ${this.account ? html`<p class="notice warn" id="not-kept">${said.notKept}</p>` : nothing}
        <div class="field">
          <label for="name">${said.name}</label>
          <input id="name" required maxlength="64" ?readonly=${this.account !== undefined} autocomplete="name" aria-describedby="name-hint">
          <p class="hint" id="name-hint">${said.nameHint}</p>
        </div>
        <p class="small soft">${said.storeKey}: <span class="mono">${shownFingerprint(this.invitation.split(".")[1] ?? "")}</span></p>
        <button class="primary" id="join" ?disabled=${this.busy !== ""}>${this.account ? said.retry : said.make}</button>
      </form>
    `;
  }

  offerPasskey() {
    return html`
      <h2 tabindex="-1">${said.passkeyTitle}</h2>
      <p>${said.passkeyLead}</p>
      <div class="row">
        <button type="button" class="primary" id="make-passkey" @click=${this.makePasskey} ?disabled=${this.busy !== ""}>
          ${said.passkey}
        </button>
        <button type="button" class="plain" id="skip-passkey" @click=${() => this.to(2)} ?disabled=${this.busy !== ""}>
          ${said.skipPasskey}
        </button>
      </div>
    `;
  }

  second() {
    return html`
      <h2 tabindex="-1">${said.secondTitle}</h2>
      ${this.passkey === "unlocks" ? html`<p class="notice good">${said.made}</p>` : nothing}
      ${this.passkey === "signs" ? html`<p class="notice warn" id="no-prf">${said.noPrf}</p>` : nothing}
      <p>${said.secondLead}</p>
      <phr-second-way .account=${this.account} @saved=${() => this.show({ isSaved: true })}></phr-second-way>
      ${this.isSaved
        ? html`<button type="button" class="primary" id="finish" @click=${this.finish}>${said.finish}</button>`
        : html`<p class="hint">${said.must}</p>`}
    `;
  }
}

customElements.define("phr-join", JoinView);
