import { html, nothing } from "../vendor/view.js";
import { day, texts } from "../texts.js";
import { PageError } from "../failures.js";
import { Uploads } from "../uploads.js";
import { fingerprint, knownMark, question } from "./parts.js";
import { titleOf } from "./reports.js";
import { View } from "./view.js";

/** @import { Listed, Reader, Contact } from "../account.js" */

const said = texts.report;

/**
 * Who may open a report. Its owner lets others in and takes it back; a reader who may pass it on does so for a second
 * opinion. Fires "changed".
 */
class Readers extends View {
  static properties = { ...View.properties, listed: { attribute: false } };

  constructor() {
    super();
    /** @type {Listed} */
    this.listed = /** @type {any} */ (undefined);
    /** @type {Reader[]} */
    this.readers = [];
    this.isLoaded = false;
    /** @type {Reader | undefined} from whom it may be taken back */
    this.asked = undefined;
    this.chosen = "";
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    await this.attempt(texts.loading, async () => {
      this.show({ readers: await this.account.readers(this.listed.id), isLoaded: true });
    });
  }

  get mayGrant() {
    return this.listed.isOwn || this.readers.some((reader) => reader.isMe && reader.mayGrant);
  }

  contacts() {
    return this.account.contacts;
  }

  /** @returns {Contact | undefined} */
  contact() {
    return this.contacts().find((contact) => contact.signer === this.chosen) ?? this.contacts()[0];
  }

  /** @param {Reader} reader */
  async askBack(reader) {
    this.asked = reader;
    await this.ask("take-back");
  }

  async takeBack() {
    const reader = this.asked;
    if (!reader) {
      return;
    }
    if (await this.attempt(texts.loading, () => this.account.takeBack(this.listed.id, reader.fingerprint))) {
      this.shut("take-back");
      await this.load();
      this.show({ message: said.takenBack(reader.name) });
      this.dispatchEvent(new CustomEvent("changed"));
    }
  }

  async grant() {
    const contact = this.contact();
    if (!contact) {
      return;
    }
    const isDone = await this.attempt(said.granting, async () => {
      const until = this.value("grant-until");
      const maxOpens = this.value("grant-opens");
      const expires = until ? new Date(`${until}T23:59:59`) : undefined;
      if (expires && expires.getTime() <= Date.now()) {
        throw new PageError("", said.untilPast);
      }
      await this.account.grant(this.listed, contact, {
        expires,
        mayGrant: this.listed.isOwn && this.ticked("grant-on"),
        maxOpens: maxOpens ? Number(maxOpens) : undefined,
      });
      const note = this.listed.isOwn ? "" : this.value("grant-note");
      if (note) {
        const title = said.noteTitle(titleOf(this.listed)).slice(0, 120);
        const upload = await Uploads.start({ files: [new File([note], "note.txt")], title, readers: [contact] });
        await upload?.sent;
        if (upload?.state === "done") {
          upload.leave();
        }
      }
    });
    if (isDone) {
      this.shut("grant");
      await this.load();
      this.show({ message: this.listed.isOwn ? said.granted(contact.name) : said.passedOn(contact.name) });
      this.dispatchEvent(new CustomEvent("changed"));
    }
  }

  /** @override */
  render() {
    const others = this.readers.filter((reader) => !reader.isMe || !this.listed.isOwn);
    return html`
      <div class="head">
        <h2 id="readers-title">${said.readers}</h2>
        ${this.isLoaded && this.mayGrant && !this.listed.erased
          ? html`<button type="button" class="no-print" id="let" @click=${() => this.ask("grant")}>
              ${this.listed.isOwn ? said.grant : said.passOnTitle}
            </button>`
          : nothing}
      </div>
      ${this.status()}
      ${this.isLoaded && others.length === 0 ? html`<p class="soft">${said.readersNone}</p>` : nothing}
      ${others.length > 0 ? this.table(others) : nothing} ${this.askTakeBack()} ${this.askGrant()}
    `;
  }

  /** @param {Reader[]} readers */
  table(readers) {
    return html`<table class="stack">
      <thead>
        <tr>
          <th scope="col">${said.who}</th>
          <th scope="col">${said.from}</th>
          <th scope="col">${said.until}</th>
          <th scope="col">${said.opened}</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${readers.map(
          (reader) =>
            html`<tr>
              <th scope="row">
                ${reader.name} ${reader.mayGrant ? html`<span class="mark">${said.mayGrant}</span>` : nothing}
              </th>
              <td data-label=${said.from}>${reader.granter}</td>
              <td data-label=${said.until}>${reader.expires ? day(reader.expires) : texts.none}</td>
              <td data-label=${said.opened}>
                ${reader.openings ? said.times(reader.openings.count, reader.openings.most) : said.without}
              </td>
              <td class="act">
                ${reader.isMe
                  ? nothing
                  : html`<button type="button" aria-label=${said.takeBackOf(reader.name)} @click=${() => this.askBack(reader)}>
                      ${said.takeBack}
                    </button>`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  askTakeBack() {
    return question({
      id: "take-back",
      title: said.takeBackTitle(this.asked?.name ?? ""),
      text: html`<p>${said.takeBackText}</p>`,
      button: said.takeBack,
      isDanger: true,
      busy: this.busy !== "",
      failure: this.status(),
      yes: () => this.takeBack(),
      no: () => this.shut("take-back"),
    });
  }

  askGrant() {
    const contact = this.contact();
    return question({
      id: "grant",
      title: this.listed.isOwn ? said.grantTitle : said.passOnTitle,
      text: contact ? this.grantFields(contact) : html`<p>${said.noContacts} <a href="#contacts">${texts.contacts.add}</a></p>`,
      button: this.listed.isOwn ? said.grantNow : said.passOnNow,
      busy: this.busy !== "" || !contact,
      failure: this.status(),
      yes: () => this.grant(),
      no: () => this.shut("grant"),
    });
  }

  /** @param {Contact} contact */
  grantFields(contact) {
    return html`
      ${this.listed.isOwn ? nothing : html`<p>${said.passOnLead}</p>`}
      <div class="field">
        <label for="grant-contact">${said.contact}</label>
        <select id="grant-contact" @change=${() => this.show({ chosen: this.value("grant-contact") })}>
          ${this.contacts().map((each) => html`<option value=${each.signer} ?selected=${each === contact}>${each.name}</option>`)}
        </select>
        <p class="hint">${contact.isMediated ? texts.upload.mediated : texts.upload.plain}</p>
      </div>
      ${contact.state === "changed" ? html`<div class="notice warn"><p>${knownMark("changed")} ${texts.contacts.changedText}</p></div>` : nothing}
      ${fingerprint(contact.print)}
      <p class="hint">${said.compare}</p>
      <div class="field">
        <label for="grant-until">${said.until}</label>
        <input type="date" id="grant-until" aria-describedby="grant-until-hint">
        <p class="hint" id="grant-until-hint">${said.untilHint}</p>
      </div>
      ${contact.isMediated
        ? html`<div class="field">
            <label for="grant-opens">${said.maxOpens}</label>
            <input type="number" id="grant-opens" min="1" max="10000" aria-describedby="grant-opens-hint">
            <p class="hint" id="grant-opens-hint">${said.maxOpensHint}</p>
          </div>`
        : nothing}
      ${this.listed.isOwn
        ? html`<label class="check"><input type="checkbox" id="grant-on"> ${said.passOn}</label>`
        : html`<div class="field">
            <label for="grant-note">${said.note}</label>
            <textarea id="grant-note" maxlength="4000" aria-describedby="grant-note-hint"></textarea>
            <p class="hint" id="grant-note-hint">${said.noteHint}</p>
          </div>`}
    `;
  }
}

customElements.define("phr-readers", Readers);
