import { html, nothing } from "../vendor/view.js";
import { texts } from "../texts.js";
import { explain, PageError } from "../failures.js";
import { Account } from "../account.js";
import { isInvitation } from "./routes.js";
import { View } from "./view.js";

const said = texts.enter;

/** Signs in: by a passkey, or by the passphrase file. Fires "signed-in" with the account. */
class EnterView extends View {
  constructor() {
    super();
    /** Whether a passkey signed in, but could unlock nothing. */
    this.needsFile = false;
  }

  async byPasskey() {
    await this.attempt(said.waiting, async () => {
      const account = await Account.byPasskey();
      if (account) {
        this.enter(account);
      } else {
        this.show({ needsFile: true });
        await this.updateComplete;
        this.element("file", HTMLInputElement).focus();
      }
    });
  }

  /** @param {Event} event */
  async byFile(event) {
    event.preventDefault();
    const file = this.picked("file");
    const passphrase = this.element("passphrase", HTMLInputElement);
    await this.attempt(said.opening, async () => {
      if (!file) {
        throw new PageError("not-second");
      }
      const account = await Account.byFile(new Uint8Array(await file.arrayBuffer()), passphrase.value);
      passphrase.value = "";
      this.enter(account);
    });
  }

  /** @param {Account} account */
  enter(account) {
    this.dispatchEvent(new CustomEvent("signed-in", { detail: account, bubbles: true }));
  }

  /** @param {Event} event */
  join(event) {
    event.preventDefault();
    const invitation = this.value("invitation");
    const code = invitation.slice(invitation.indexOf("#") + 1);
    if (isInvitation(code) && (!invitation.includes("#") || invitation.startsWith(`${location.origin}/#`))) {
      this.element("invitation", HTMLInputElement).value = "";
      this.dispatchEvent(new CustomEvent("invited", { detail: code, bubbles: true }));
    } else {
      this.show({ failure: explain(new PageError("invitation")) });
    }
  }

  /** @override */
  render() {
    const isBusy = this.busy !== "";
    return html`
      <h1 tabindex="-1">${said.title}</h1>
      <p class="lead">${said.lead}</p>
      ${this.status()}
      ${this.needsFile
        ? html`<p class="notice warn" id="needs-file">${said.needsFile}</p>`
        : html`<section class="sheet">
            <button type="button" class="primary" id="by-passkey" @click=${this.byPasskey} ?disabled=${isBusy}>${said.passkey}</button>
            <p class="hint">${said.passkeyHint}</p>
          </section>`}
      <section class="sheet">
        <h2>${said.other}</h2>
        <form @submit=${this.byFile}>
          <div class="field">
            <label for="file">${said.file}</label>
            <input type="file" id="file" accept=".age" aria-describedby="file-hint">
            <p class="hint" id="file-hint">${said.fileHint}</p>
          </div>
          <div class="field">
            <label for="passphrase">${said.passphrase}</label>
            <input type="password" id="passphrase" autocomplete="off">
          </div>
          <button id="by-file" ?disabled=${isBusy}>${said.withFile}</button>
        </form>
      </section>
      ${this.needsFile
        ? nothing
        : html`<section class="sheet">
            <h2>${said.invited}</h2>
            <form @submit=${this.join}>
              <div class="field">
                <label for="invitation">${said.invitation}</label>
                <input id="invitation" autocomplete="off" spellcheck="false" aria-describedby="invitation-hint">
                <p class="hint" id="invitation-hint">${said.invitedLead}</p>
              </div>
              <button ?disabled=${isBusy}>${said.join}</button>
            </form>
          </section>`}
    `;
  }
}

customElements.define("phr-enter", EnterView);
