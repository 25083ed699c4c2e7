import { html, nothing } from "../vendor/view.js";
import { size, texts, time } from "../texts.js";
import { fingerprint, knownMark, progress, saveAs } from "./parts.js";
import "./viewer.js";
import { View } from "./view.js";

/** @import { Listed, Opened, OpenedFile } from "../account.js" */

const said = texts.report;

/** What is in a report: opened when it is asked for, checked, and shown in a frame that reaches nothing. */
class Content extends View {
  static properties = { ...View.properties, listed: { attribute: false } };

  constructor() {
    super();
    /** @type {Listed} */
    this.listed = /** @type {any} */ (undefined);
    /** @type {Opened | undefined} */
    this.opened = undefined;
    /** @type {OpenedFile | undefined} */
    this.viewed = undefined;
    this.fetched = 0;
  }

  async open() {
    await this.attempt(said.opening, async () => {
      const opened = await this.account.open(this.listed, (fetched) => this.show({ fetched }));
      this.show({ opened });
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.querySelector("h3"))?.focus();
      this.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
    });
  }

  /** @param {OpenedFile} file */
  async view(file) {
    this.show({ viewed: file });
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("iframe"))?.focus();
  }

  saveAll() {
    for (const file of this.opened?.files ?? []) {
      saveAs(file.blob, file.name);
    }
  }

  /** @override */
  render() {
    const opened = this.opened;
    if (opened) {
      return html`${this.status()} ${this.sender(opened)} ${this.files(opened)}
      ${this.viewed ? html`<phr-viewer .file=${this.viewed}></phr-viewer>` : nothing}`;
    }
    return html`
      ${this.busy
        ? progress(this.fetched < this.listed.bytes ? said.opening : said.checking, { done: this.fetched, total: this.listed.bytes })
        : nothing}
      ${this.busy ? nothing : this.status()}
      <div class="no-print">
        <button type="button" class="primary" id="open" @click=${this.open} ?disabled=${this.busy !== ""}>
          ${this.listed.isOwn ? said.openOwn : said.openReader}
        </button>
        ${this.listed.isOwn ? nothing : html`<p class="hint">${this.account.isMediated ? said.openCounted : said.openPlain}</p>`}
      </div>
    `;
  }

  /** @param {Opened} opened */
  sender(opened) {
    const { sender } = opened;
    return html`
      <p class="notice good">${said.genuine}</p>
      <dl class="facts">
        <dt>${said.sender}</dt>
        <dd>
          <strong>${sender.name}</strong> ${sender.state === "me" ? nothing : knownMark(sender.state)}
          ${sender.state === "new" ? html`<p class="small">${texts.contacts.newText}</p>` : nothing}
          ${sender.state === "changed" ? html`<p class="small">${texts.contacts.changedText}</p>` : nothing}
        </dd>
        <dt>${said.signed}</dt>
        <dd>${time(opened.created)}</dd>
        ${this.listed.isOwn
          ? nothing
          : html`<dt>${said.chain}</dt>
              <dd>
                ${opened.chain.length === 0
                  ? said.direct
                  : html`<ol>
                      ${opened.chain.map((step) => html`<li>${said.chainStep(step.granter, step.reader, time(step.time))}</li>`)}
                    </ol>`}
              </dd>`}
      </dl>
      ${sender.state === "new" || sender.state === "changed" ? fingerprint(sender.print) : nothing}
    `;
  }

  /** @param {Opened} opened */
  files(opened) {
    return html`
      <h3 tabindex="-1">${texts.upload.files}</h3>
      <ul class="files">
        ${opened.files.map(
          (file) => html`<li>
            <span>${file.name} <span class="soft small">${size(file.size)}, ${file.mediaType}</span></span>
            <span class="row no-print">
              <button type="button" aria-label=${said.viewOf(file.name)} @click=${() => this.view(file)}>${said.view}</button>
              <button type="button" aria-label=${said.saveOf(file.name)} @click=${() => saveAs(file.blob, file.name)}>${texts.save}</button>
            </span>
          </li>`,
        )}
      </ul>
      ${opened.files.length > 1
        ? html`<button type="button" class="no-print" @click=${this.saveAll}>${said.saveAll}</button>`
        : nothing}
    `;
  }
}

customElements.define("phr-content", Content);
