import { html, nothing } from "../vendor/view.js";
import { duration, size, texts } from "../texts.js";
import { Uploads } from "../uploads.js";
import { progress, question } from "./parts.js";
import { View } from "./view.js";

/** @import { Upload } from "../uploads.js" */

const said = texts.upload;

/** Uploads that are going on, wait, or were left unfinished. */
class Unfinished extends View {
  constructor() {
    super();
    /** @type {Upload[]} */
    this.uploads = [];
    /** @type {Upload | undefined} */
    this.asked = undefined;
    this.update_ = () => this.show({ uploads: Uploads.all().filter((upload) => upload.state !== "discarded") });
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

  /** @param {Upload} upload */
  async askDiscard(upload) {
    this.asked = upload;
    await this.ask("discard");
  }

  async discard() {
    if (await this.attempt(texts.loading, () => this.asked?.discard())) {
      this.shut("discard");
    }
  }

  /** @override */
  render() {
    return html`
      ${this.uploads.map((upload) => this.one(upload))}
      ${question({
        id: "discard",
        title: said.stopTitle,
        text: html`<p>${said.stopText}</p>`,
        button: said.stop,
        isDanger: true,
        busy: this.busy !== "",
        yes: () => this.discard(),
        no: () => this.shut("discard"),
      })}
    `;
  }

  /** @param {Upload} upload */
  one(upload) {
    if (upload.state === "done") {
      return html`<section class="sheet" id="upload-done">
        <div class="notice good" role="status">
          <p><strong>${said.done}</strong> ${said.doneLead}</p>
        </div>
        <p class="row">
          <a class="button primary" href="#report-${upload.report}" @click=${() => upload.leave()}>${said.show}</a>
          <button type="button" @click=${() => upload.leave()}>${said.another}</button>
        </p>
      </section>`;
    }
    const label = said[/** @type {"reading" | "encrypting" | "sending" | "finishing" | "paused"} */ (upload.state)] ?? upload.state;
    const { rate } = upload;
    const more = rate > 0 && upload.state !== "paused" ? said.rate(size(rate), duration((upload.total - upload.done) / rate)) : undefined;
    return html`<section class="sheet" aria-label=${said.title} id="upload-progress">
      <h2>${upload.title || texts.reports.untitled}</h2>
      ${progress(label, { done: upload.done, total: upload.total, more })}
      ${upload.failure
        ? html`<div class="notice bad" role="alert">
            <p><strong>${texts.failed}.</strong> ${upload.failure.text}</p>
            ${upload.failure.detail ? html`<p class="small">${upload.failure.detail}</p>` : nothing}
          </div>`
        : nothing}
      <div class="row">
        ${upload.state === "sending"
          ? html`<button type="button" id="pause" @click=${() => upload.pause()}>${said.pause}</button>`
          : nothing}
        ${upload.state === "paused"
          ? html`<button type="button" class="primary" id="resume" @click=${() => upload.resume()}>${said.resume}</button>`
          : nothing}
        ${upload.state === "finishing"
          ? nothing
          : html`<button type="button" class="danger" id="stop" @click=${() => this.askDiscard(upload)}>${said.stop}</button>`}
      </div>
    </section>`;
  }
}

customElements.define("phr-unfinished", Unfinished);
