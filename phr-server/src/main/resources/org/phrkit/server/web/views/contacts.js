import { html, nothing } from "../vendor/view.js";
import { texts } from "../texts.js";
import { fingerprint, knownMark, question } from "./parts.js";
import { View } from "./view.js";

/** @import { Contact } from "../account.js" */

const said = texts.contacts;

/** Whose keys are known: a card counts after its fingerprint was compared. */
class ContactsView extends View {
  constructor() {
    super();
    /** @type {Contact | undefined} of a card that was read and not yet compared */
    this.read = undefined;
    this.card = "";
    this.isReplacing = false;
    /** @type {Contact | undefined} */
    this.asked = undefined;
    this.isOver = false;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.attempt(texts.history.checking, () => this.account.watch());
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    await this.take(this.value("card"));
  }

  /** @param {File | undefined} file */
  async fromFile(file) {
    if (file) {
      await this.take(await file.text());
    }
  }

  /** @param {DragEvent} event */
  async drop(event) {
    event.preventDefault();
    this.show({ isOver: false });
    const text = event.dataTransfer?.getData("text/plain");
    await (text ? this.take(text) : this.fromFile(event.dataTransfer?.files[0]));
  }

  /** @param {string} card */
  async take(card) {
    await this.attempt(texts.loading, async () => {
      const read = this.account.readCard(card);
      const other = this.account.contacts.find((contact) => contact.name === read.name && contact.signer !== read.signer);
      this.show({ read, card, isReplacing: other !== undefined });
      await this.ask("compare");
    });
  }

  async confirm() {
    const read = this.read;
    if (read && (await this.attempt(texts.loading, () => this.account.addContact(this.card)))) {
      this.shut("compare");
      this.element("card", HTMLTextAreaElement).value = "";
      this.show({ read: undefined, card: "", message: said.added(read.name) });
    }
  }

  refuse() {
    this.shut("compare");
    this.show({ read: undefined, card: "", failure: { text: said.differText, detail: "" } });
  }

  /** @param {Contact} contact */
  async askRemove(contact) {
    this.asked = contact;
    await this.ask("remove");
  }

  async removeAsked() {
    const contact = this.asked;
    if (contact && (await this.attempt(texts.loading, () => this.account.removeContact(contact.signer)))) {
      this.shut("remove");
      this.show({ message: said.removed(contact.name) });
    }
  }

  /** @override */
  render() {
    return html`
      <h1 tabindex="-1">${said.title}</h1>
      <p class="lead">${said.lead}</p>
      ${this.status()} ${this.list()} ${this.add()} ${this.compare()}
      ${question({
        id: "remove",
        title: said.removeTitle(this.asked?.name ?? ""),
        text: html`<p>${said.removed(this.asked?.name ?? "")}</p>`,
        button: texts.remove,
        isDanger: true,
        busy: this.busy !== "",
        failure: this.status(),
        yes: () => this.removeAsked(),
        no: () => this.shut("remove"),
      })}
    `;
  }

  list() {
    const contacts = this.account.contacts;
    return html`<section class="sheet">
      ${contacts.length === 0
        ? html`<p>${said.none}</p>`
        : html`<table class="stack">
            <thead>
              <tr>
                <th scope="col">${said.name}</th>
                <th scope="col">${said.state}</th>
                <th scope="col">${said.fingerprint}</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${contacts.map((contact) => this.row(contact))}
            </tbody>
          </table>`}
    </section>`;
  }

  /** @param {Contact} contact */
  row(contact) {
    return html`<tr>
      <th scope="row">${contact.name}</th>
      <td>
        ${knownMark(contact.state)}
        <div class="small soft">${contact.isMediated ? said.mediated : said.plain}</div>
        ${contact.state === "changed" ? html`<p class="small">${said.changedText}</p>` : nothing}
      </td>
      <td>
        ${contact.print.words}
        <details>
          <summary>${said.show}</summary>
          ${fingerprint(contact.print)}
        </details>
      </td>
      <td class="act">
        <button type="button" class="plain" aria-label=${said.removeTitle(contact.name)} @click=${() => this.askRemove(contact)}>${texts.remove}</button>
      </td>
    </tr>`;
  }

  add() {
    return html`<section class="sheet no-print">
      <h2>${said.add}</h2>
      <p class="soft">${said.addLead}</p>
      <form
        class=${this.isOver ? "drop over" : "drop"}
        @submit=${this.submit}
        @dragover=${(/** @type {DragEvent} */ event) => {
          event.preventDefault();
          this.show({ isOver: true });
        }}
        @dragleave=${() => this.show({ isOver: false })}
        @drop=${this.drop}
      >
        <div class="field">
          <label for="card">${said.card}</label>
          <textarea id="card" spellcheck="false" autocomplete="off" class="mono"></textarea>
        </div>
        <div class="row">
          <button class="primary" id="read-card" ?disabled=${this.busy !== ""}>${said.read}</button>
        </div>
        <div class="field">
          <label for="card-file">${said.file}</label>
          <input type="file" id="card-file" @change=${() => this.fromFile(this.picked("card-file"))}>
        </div>
      </form>
    </section>`;
  }

  compare() {
    const read = this.read;
    return html`<dialog id="compare" aria-labelledby="compare-title">
      <h2 id="compare-title">${said.compareTitle(read?.name ?? "")}</h2>
      ${this.isReplacing && read
        ? html`<div class="notice bad">
            <p>${knownMark("changed")} ${said.replaces(read.name)}</p>
          </div>`
        : nothing}
      <p>${said.compareText}</p>
      ${read ? fingerprint(read.print) : nothing} ${this.status()}
      <div class="row end">
        <button type="button" class="danger" id="differ" @click=${this.refuse} ?disabled=${this.busy !== ""}>${said.other}</button>
        <button type="button" class="primary" id="same" @click=${this.confirm} ?disabled=${this.busy !== ""}>${said.same}</button>
      </div>
    </dialog>`;
  }
}

customElements.define("phr-contacts", ContactsView);
