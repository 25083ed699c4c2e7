import { html, nothing } from "../vendor/view.js";
import { texts, time } from "../texts.js";
import { fingerprint, qr, question, saveAs } from "./parts.js";
import "./second.js";
import { View } from "./view.js";

/** @import { Passkey, Device } from "../account.js" */

const said = texts.keys;

/** One's own keys: card, passkeys, devices, passphrase file, and the parts of a doctor's key. */
class KeysView extends View {
  constructor() {
    super();
    /** @type {Passkey[]} */
    this.passkeys = [];
    /** @type {Device[]} */
    this.devices = [];
    this.isLoaded = false;
    this.isMakingFile = false;
    /** @type {{ title: string, text: string, action: () => Promise<void> } | undefined} */
    this.asked = undefined;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    await this.attempt(texts.loading, async () => {
      const [passkeys, devices] = await Promise.all([this.account.passkeys(), this.account.devices()]);
      this.show({ passkeys, devices, isLoaded: true });
    });
  }

  async addPasskey() {
    let unlocks = false;
    if (await this.attempt(said.adding, async () => (unlocks = await this.account.addPasskey()))) {
      await this.load();
      this.show({ message: unlocks ? said.added : said.addedNoPrf });
    }
  }

  /**
   * @param {string} title
   * @param {string} text
   * @param {() => Promise<void>} action
   */
  async askFor(title, text, action) {
    this.asked = { title, text, action };
    await this.ask("remove");
  }

  async removeAsked() {
    if (await this.attempt(texts.loading, () => this.asked?.action())) {
      this.shut("remove");
      await this.load();
      this.show({ message: said.removed });
    }
  }

  /** @param {Device} device */
  async approve(device) {
    if (await this.attempt(texts.loading, () => this.account.approve(device.partId ?? ""))) {
      await this.load();
      this.show({ message: said.approved });
    }
  }

  /** The file is made, and the doctor enrols with it, where it stands on the page. */
  async startFile() {
    this.show({ isMakingFile: true });
    await this.updateComplete;
    const second = this.querySelector("#second-title");
    if (second instanceof HTMLElement) {
      second.focus();
    }
  }

  async saveCard() {
    await this.attempt(texts.loading, async () => {
      const card = await this.account.handedCard();
      saveAs(new Blob([card], { type: "application/json" }), `${this.account.name.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.card`);
    });
  }

  async copyCard() {
    await this.attempt(texts.loading, async () => {
      await navigator.clipboard.writeText(await this.account.handedCard());
      this.show({ message: texts.copied });
    });
  }

  /** @override */
  render() {
    return html`
      <h1 tabindex="-1">${said.title}</h1>
      <p class="lead">${said.lead}</p>
      ${this.status()}
      ${this.account.role === "administrator" ? nothing : this.card()} ${this.account.role === "doctor" ? this.enrolment() : nothing}
      ${this.isLoaded ? html`${this.passkeyList()} ${this.second()} ${this.deviceList()}` : nothing}
      ${question({
        id: "remove",
        title: this.asked?.title ?? "",
        text: html`<p>${this.asked?.text}</p>`,
        button: texts.remove,
        isDanger: true,
        busy: this.busy !== "",
        failure: this.status(),
        yes: () => this.removeAsked(),
        no: () => this.shut("remove"),
      })}
    `;
  }

  card() {
    return html`<section class="sheet">
      <h2>${said.card}</h2>
      <p>${said.cardLead}</p>
      ${fingerprint(this.account.print)}
      <div class="row no-print">
        <button type="button" id="save-card" @click=${this.saveCard}>${said.saveCard}</button>
        <button type="button" id="copy-card" @click=${this.copyCard}>${said.copyCard}</button>
      </div>
      <details>
        <summary>${said.qrCard}</summary>
        ${qr(this.account.card, said.qrCardAlt, "qr large")}
      </details>
    </section>`;
  }

  enrolment() {
    return html`<section class="sheet">
      <h2>${said.enrol}</h2>
      ${this.account.isMediated
        ? html`<p class="notice good">${said.enrolState}</p>`
        : html`<p>${said.enrolLead}</p>
            <p>${said.enrolPaper}</p>
            <button type="button" class="primary" id="enrol" @click=${this.startFile}>${said.enrolNow}</button>`}
    </section>`;
  }

  passkeyList() {
    return html`<section class="sheet">
      <h2>${said.passkeys}</h2>
      <p class="soft">${this.passkeys.length === 0 ? said.passkeysNone : said.passkeysLead}</p>
      ${this.passkeys.length === 0
        ? nothing
        : html`<table class="stack">
            <thead>
              <tr>
                <th scope="col">${said.passkey}</th>
                <th scope="col">${said.made}</th>
                <th scope="col">${said.used}</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${this.passkeys.map(
                (passkey) => html`<tr>
                  <th scope="row">
                    <span class=${passkey.unlocks ? "mark good" : "mark"}>${passkey.unlocks ? said.unlocks : said.signsOnly}</span>
                  </th>
                  <td data-label=${said.made}>${time(passkey.created)}</td>
                  <td data-label=${said.used}>${passkey.used ? time(passkey.used) : texts.never}</td>
                  <td class="act">
                    <button
                      type="button"
                      class="plain"
                      aria-label=${said.removePasskey(time(passkey.created))}
                      @click=${() => this.askFor(said.removePasskeyTitle, said.removePasskeyText, () => this.account.removePasskey(passkey.passkey))}
                    >
                      ${texts.remove}
                    </button>
                  </td>
                </tr>`,
              )}
            </tbody>
          </table>`}
      <button type="button" class="no-print" id="add-passkey" @click=${this.addPasskey} ?disabled=${this.busy !== ""}>
        ${this.passkeys.length === 0 ? said.addFirst : said.addPasskey}
      </button>
    </section>`;
  }

  second() {
    return html`<section class="sheet no-print">
      <h2 tabindex="-1" id="second-title">${said.second}</h2>
      <p>${said.secondLead}</p>
      ${this.isMakingFile
        ? html`<phr-second-way .account=${this.account} @saved=${() => this.load()}></phr-second-way>`
        : html`<p class="hint">${texts.second.newLead}</p>
            ${this.account.hasRecovery ? nothing : html`<p class="hint">${texts.second.noRecovery}</p>`}
            <button type="button" id="new-file" @click=${this.startFile}>${texts.second.new}</button>`}
    </section>`;
  }

  deviceList() {
    return html`<section class="sheet">
      <h2>${said.devices}</h2>
      <p class="soft">${said.devicesLead}</p>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">${said.device}</th>
            <th scope="col">${said.made}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${this.devices.map((device) => this.device(device))}
        </tbody>
      </table>
    </section>`;
  }

  /** @param {Device} device */
  device(device) {
    const short = device.key.slice(0, 12);
    return html`<tr>
      <th scope="row">
        <span class="mono">${short}</span> ${device.isCurrent ? html`<span class="mark good">${said.thisDevice}</span>` : nothing}
        ${device.part ? html`<span class="mark">${said.partStates[device.part] ?? device.part}</span>` : nothing}
      </th>
      <td data-label=${said.made}>${time(device.created)}</td>
      <td class="act">
        ${device.part === "asleep" && !device.isCurrent
          ? html`<button type="button" aria-label=${said.approveOf(short)} @click=${() => this.approve(device)}>${said.approve}</button>`
          : nothing}
        ${device.isCurrent ? nothing : this.removal(device, short)}
      </td>
    </tr>`;
  }

  /**
   * @param {Device} device
   * @param {string} short
   */
  removal(device, short) {
    if (device.part === "active") {
      return html`<details>
        <summary aria-label=${said.removeDevice(short)}>${texts.remove}</summary>
        <p class="small">${said.removeActive}</p>
        <p class="mono small">${said.removeCommand(device.key)}</p>
      </details>`;
    }
    return html`<button
      type="button"
      class="plain"
      aria-label=${said.removeDevice(short)}
      @click=${() => this.askFor(said.removeDeviceTitle, said.removeDeviceText, () => this.account.removeDevice(device.key))}
    >
      ${texts.remove}
    </button>`;
  }
}

customElements.define("phr-keys", KeysView);
