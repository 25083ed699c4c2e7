import { html } from "../vendor/view.js";
import { texts } from "../texts.js";
import { PageError } from "../failures.js";
import { question } from "./parts.js";
import { View } from "./view.js";

/** @import { Listed } from "../account.js" */

const said = texts.report;

/** Erases a report: in three days, or at once by the recovery key. Fires "changed" or "gone". */
class Erase extends View {
  static properties = { ...View.properties, listed: { attribute: false } };

  constructor() {
    super();
    /** @type {Listed} */
    this.listed = /** @type {any} */ (undefined);
  }

  async later() {
    if (await this.attempt(texts.loading, () => this.account.eraseLater(this.listed.id))) {
      this.shut("later");
      this.dispatchEvent(new CustomEvent("changed"));
    }
  }

  async now() {
    const file = this.picked("recovery-file");
    const passphrase = this.element("recovery-passphrase", HTMLInputElement);
    const isDone = await this.attempt(texts.enter.opening, async () => {
      if (!file) {
        throw new PageError("not-second");
      }
      await this.account.erase(this.listed.id, new Uint8Array(await file.arrayBuffer()), passphrase.value);
    });
    passphrase.value = "";
    if (isDone) {
      this.shut("now");
      this.dispatchEvent(new CustomEvent("gone"));
    }
  }

  /** @override */
  render() {
    const isBusy = this.busy !== "";
    return html`
      <div class="row">
        <button type="button" class="danger" id="erase-later" @click=${() => this.ask("later")} ?disabled=${isBusy || this.listed.erased !== undefined}>
          ${said.eraseLater}
        </button>
        <button type="button" class="danger" id="erase-now" @click=${() => this.ask("now")} ?disabled=${isBusy}>${said.eraseNow}</button>
      </div>
      <p class="hint">${said.eraseLaterHint}</p>
      ${question({
        id: "later",
        title: said.eraseLaterTitle,
        text: html`<p>${said.eraseLaterHint}</p>`,
        button: said.eraseLater,
        isDanger: true,
        busy: isBusy,
        failure: this.status(),
        yes: () => this.later(),
        no: () => this.shut("later"),
      })}
      ${question({
        id: "now",
        title: said.eraseNowTitle,
        text: html`
          <p>${said.eraseNowText}</p>
          <div class="field">
            <label for="recovery-file">${texts.enter.file}</label>
            <input type="file" id="recovery-file" accept=".age">
          </div>
          <div class="field">
            <label for="recovery-passphrase">${texts.enter.passphrase}</label>
            <input type="password" id="recovery-passphrase" autocomplete="off">
          </div>
        `,
        button: said.eraseNowButton,
        isDanger: true,
        busy: isBusy,
        failure: this.status(),
        yes: () => this.now(),
        no: () => this.shut("now"),
      })}
    `;
  }
}

customElements.define("phr-erase", Erase);
