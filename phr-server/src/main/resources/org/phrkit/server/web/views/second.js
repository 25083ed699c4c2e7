import { html, nothing } from "../vendor/view.js";
import { texts } from "../texts.js";
import { drawPassphrase } from "../account.js";
import { saveAs } from "./parts.js";
import { View } from "./view.js";

const said = texts.second;
const SHORTEST = 12;

/** Makes the passphrase file. Fires "saved" when it was handed to the browser. */
class SecondWay extends View {
  constructor() {
    super();
    this.isOwn = false;
    this.words = drawPassphrase();
    this.isSaved = false;
    /** @type {(() => Promise<void>) | undefined} what makes a file count that was saved */
    this.finish = undefined;
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.words = "";
  }

  passphrase() {
    if (!this.isOwn) {
      return this.words;
    }
    const typed = this.element("second-passphrase", HTMLInputElement).value;
    if (typed.length < SHORTEST) {
      this.refuse(said.short);
      return "";
    }
    if (typed !== this.element("second-again", HTMLInputElement).value) {
      this.refuse(said.differ);
      return "";
    }
    return typed;
  }

  /** @param {string} text */
  refuse(text) {
    this.show({ failure: { text, detail: "" } });
    this.element("second-passphrase", HTMLInputElement).focus();
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const passphrase = this.passphrase();
    if (!passphrase) {
      return;
    }
    await this.attempt(said.saving, async () => {
      // Where the store does not take what makes it count, that is tried again, and not another file made.
      if (!this.finish) {
        const { file, finish } = await this.account.secondWay(passphrase);
        saveAs(file, "phr-second-way.age");
        this.finish = finish;
      }
      await this.finish();
      this.words = "";
      this.show({ isSaved: true, message: said.saved });
      this.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    });
  }

  /** @override */
  render() {
    return html`
      ${this.status()} ${this.isSaved ? nothing : this.form()}
    `;
  }

  form() {
    // A file that was saved has the passphrase that it has.
    return html`<form @submit=${this.save}>
      <fieldset ?disabled=${this.finish !== undefined}>
        <legend class="hidden-visually">${texts.second.passphrase}</legend>
        <label class="check">
          <input type="radio" name="second-how" .checked=${!this.isOwn} @change=${() => this.show({ isOwn: false })}>
          ${said.made}
        </label>
        <label class="check">
          <input type="radio" name="second-how" id="second-own" .checked=${this.isOwn} @change=${() => this.show({ isOwn: true })}>
          ${said.own}
        </label>
      </fieldset>
      ${this.isOwn ? this.typed() : this.drawn()}
      <button class="primary" id="second-save" ?disabled=${this.busy !== ""}>${said.save}</button>
    </form>`;
  }

  drawn() {
    return html`
      <div class="notice">
        <p class="label">${said.words}</p>
        <p class="mono" id="second-words">${this.words}</p>
        <p class="hint">${said.wordsHint}</p>
      </div>
      <label class="check"><input type="checkbox" required id="second-written"> ${said.check}</label>
    `;
  }

  typed() {
    return html`
      <div class="field">
        <label for="second-passphrase">${said.passphrase}</label>
        <input type="password" id="second-passphrase" ?readonly=${this.finish !== undefined} autocomplete="new-password" aria-describedby="second-hint">
        <p class="hint" id="second-hint">${said.ownHint}</p>
      </div>
      <div class="field">
        <label for="second-again">${said.again}</label>
        <input type="password" id="second-again" ?readonly=${this.finish !== undefined} autocomplete="new-password">
      </div>
    `;
  }
}

customElements.define("phr-second-way", SecondWay);
