import { html, nothing } from "../vendor/view.js";
import { size, texts } from "../texts.js";
import { PageError } from "../failures.js";
import { Uploads } from "../uploads.js";
import { knownMark } from "./parts.js";
import "./unfinished.js";
import { View } from "./view.js";

/** @import { Contact } from "../account.js" */

const said = texts.upload;
const LONGEST_TITLE = 120;

/** Leaves a report: files, readers, title, and when it ends. */
class UploadView extends View {
  constructor() {
    super();
    /** @type {File[]} */
    this.files = [];
    this.isOver = false;
    this.isRunning = false;
    this.update_ = () => this.show({ isRunning: Uploads.all().some((upload) => upload.state !== "discarded") });
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    Uploads.events.addEventListener("change", this.update_);
    this.update_();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    Uploads.events.removeEventListener("change", this.update_);
  }

  /** @param {Iterable<File>} files */
  add(files) {
    const all = [...this.files];
    for (const file of files) {
      // Cameras give every picture the same name.
      const named = all.some((other) => alike(other.name, file.name)) && file.name.startsWith("image.") ? renamed(file, all) : file;
      if (all.some((other) => alike(other.name, named.name))) {
        this.show({ files: all, failure: { text: said.twice(file.name), detail: "" } });
        return;
      }
      all.push(named);
    }
    this.show({ files: all, failure: undefined });
  }

  /** @param {Event} event */
  choose(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    this.add(field.files ?? []);
    field.value = "";
  }

  /** @param {DragEvent} event */
  drop(event) {
    event.preventDefault();
    this.isOver = false;
    this.add(event.dataTransfer?.files ?? []);
  }

  /** @param {DragEvent} event */
  over(event) {
    event.preventDefault();
    this.show({ isOver: true });
  }

  /** @param {File} file */
  leaveOut(file) {
    this.show({ files: this.files.filter((other) => other !== file) });
  }

  /** @param {Event} event */
  async start(event) {
    event.preventDefault();
    await this.attempt(said.reading, async () => {
      if (this.files.length === 0) {
        throw new PageError("", said.noFiles);
      }
      const until = this.value("expires");
      const expires = until ? new Date(`${until}T23:59:59`) : undefined;
      if (expires && expires.getTime() <= Date.now()) {
        throw new PageError("", said.past);
      }
      const readers = this.contacts().filter((contact) => this.ticked(`reader-${contact.fingerprint}`));
      await Uploads.start({ files: this.files, title: this.value("title"), expires, readers });
      this.show({ files: [] });
    });
  }

  /** A changed one is marked: whether that is a reason, the person knows. */
  contacts() {
    return this.account.contacts;
  }

  /** @override */
  render() {
    return html`
      <h1 tabindex="-1">${said.title}</h1>
      <p class="lead">${said.lead}</p>
      ${this.status()}
      <phr-unfinished .account=${this.account}></phr-unfinished>
      ${this.isRunning ? nothing : this.form()}
    `;
  }

  form() {
    return html`<form @submit=${this.start} novalidate>
      <section class="sheet">
        <h2>${said.files}</h2>
        <div class=${this.isOver ? "drop over" : "drop"} @dragover=${this.over} @dragleave=${() => this.show({ isOver: false })} @drop=${this.drop}>
          <p>${said.drop}</p>
          <div class="row">
            <div class="field">
              <label for="files">${said.choose}</label>
              <input type="file" id="files" multiple @change=${this.choose}>
            </div>
            <div class="field">
              <label for="camera">${said.camera}</label>
              <input type="file" id="camera" accept="image/*" capture="environment" @change=${this.choose}>
            </div>
          </div>
        </div>
        ${this.files.length > 0 ? this.chosen() : nothing}
        <div class="field">
          <label for="title">${said.titleField}</label>
          <input id="title" maxlength=${LONGEST_TITLE} autocomplete="off" aria-describedby="title-hint">
          <p class="hint" id="title-hint">${said.titleHint}</p>
        </div>
      </section>
      <section class="sheet">
        <fieldset>
          <legend><h2>${said.readers}</h2></legend>
          <p class="hint">${said.readersHint}</p>
          ${this.contacts().length === 0
            ? html`<p class="notice">${said.noContacts} <a href="#contacts">${texts.contacts.add}</a></p>`
            : this.contacts().map((contact) => reader(contact))}
        </fieldset>
        <div class="field">
          <label for="expires">${said.expires}</label>
          <input type="date" id="expires" aria-describedby="expires-hint">
          <p class="hint" id="expires-hint">${said.expiresHint}</p>
        </div>
      </section>
      <button class="primary" id="start" ?disabled=${this.busy !== ""}>${said.start}</button>
    </form>`;
  }

  chosen() {
    const total = this.files.reduce((sum, file) => sum + file.size, 0);
    return html`
      <ul class="files" aria-label=${said.files}>
        ${this.files.map(
          (file) => html`<li>
            <span>${file.name} <span class="soft small">${size(file.size)}</span></span>
            <button type="button" class="plain" aria-label=${said.removeOf(file.name)} @click=${() => this.leaveOut(file)}>${texts.remove}</button>
          </li>`,
        )}
      </ul>
      <p class="soft small" role="status">${said.chosen(this.files.length, size(total))}</p>
    `;
  }
}

/** @param {Contact} contact */
const reader = (contact) => html`<label class="check">
  <input type="checkbox" id="reader-${contact.fingerprint}">
  <span>
    ${contact.name} ${contact.state === "changed" ? html`${knownMark("changed")} <span class="hint">${texts.contacts.changedText}</span>` : nothing}<br>
    <span class="hint">${contact.print.words}<br>${contact.isMediated ? said.mediated : said.plain}</span>
  </span>
</label>`;

/**
 * @param {string} name
 * @param {string} other
 */
const alike = (name, other) => name.toLowerCase() === other.toLowerCase();

/**
 * @param {File} file
 * @param {File[]} others
 */
function renamed(file, others) {
  const dot = file.name.lastIndexOf(".");
  for (let i = 2; ; i++) {
    const name = `${file.name.slice(0, dot)}-${i}${file.name.slice(dot)}`;
    if (!others.some((other) => alike(other.name, name))) {
      return new File([file], name, { type: file.type });
    }
  }
}

customElements.define("phr-upload", UploadView);
