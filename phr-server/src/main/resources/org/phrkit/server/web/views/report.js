import { html, nothing, repeat } from "../vendor/view.js";
import { size, texts, time } from "../texts.js";
import "./content.js";
import "./erase.js";
import "./history.js";
import { saveAs } from "./parts.js";
import "./readers.js";
import { titleOf } from "./reports.js";
import { View } from "./view.js";

/** @import { Listed } from "../account.js" */

const said = texts.report;

/** One report: who may open it, what happened, its content, and its end. */
class ReportView extends View {
  static properties = { ...View.properties, report: { attribute: false } };

  constructor() {
    super();
    /** @type {string} its id */
    this.report = "";
    /** @type {Listed | undefined} */
    this.listed = undefined;
    /** What is shown anew when it counts up: who may open it, and what happened. */
    this.readersVersion = 0;
    this.eventsVersion = 0;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  /** @param {Map<string, unknown>} changed @override */
  willUpdate(changed) {
    if (changed.get("report")) {
      this.listed = undefined;
      this.load();
    }
  }

  async load() {
    await this.attempt(texts.loading, async () => {
      const listed = await this.account.listed(this.report);
      this.show({ listed, eventsVersion: this.eventsVersion + 1 });
    });
  }

  opened() {
    this.show({ readersVersion: this.readersVersion + 1, eventsVersion: this.eventsVersion + 1 });
  }

  async download() {
    await this.attempt(said.opening, async () => {
      const saved = await this.account.download(this.report, (got) =>
        this.show({ busy: said.downloaded(size(got), size(this.listed?.bytes ?? got)) }),
      );
      saveAs(saved, `${this.report}.age`);
    });
  }

  async keep() {
    await this.attempt(texts.loading, () => this.account.keep(this.report));
    await this.load();
    this.show({ message: said.kept });
  }

  gone() {
    this.show({ listed: undefined, message: said.gone });
  }

  /** @override */
  render() {
    const listed = this.listed;
    return html`
      <p class="no-print"><a href="#reports">← ${texts.reports.title}</a></p>
      <h1 tabindex="-1" data-title=${said.title}>${listed ? titleOf(listed) : said.title}</h1>
      ${this.status()} ${listed ? this.parts(listed) : nothing}
    `;
  }

  /** @param {Listed} listed */
  parts(listed) {
    return html`
      ${listed.erased
        ? html`<div class="notice warn">
            <p>${said.erased(time(listed.erased))}</p>
            ${listed.isOwn
              ? html`<button type="button" id="keep" @click=${this.keep} ?disabled=${this.busy !== ""}>${said.keep}</button>`
              : nothing}
          </div>`
        : nothing}
      <section class="sheet">
        <dl class="facts">
          <dt>${said.created}</dt>
          <dd>${time(listed.created)}${listed.isOwn ? ` ${said.own}` : ""}</dd>
          <dt>${said.size}</dt>
          <dd>${size(listed.bytes)}</dd>
          ${listed.expires ? html`<dt>${said.expires}</dt><dd>${time(listed.expires)}</dd>` : nothing}
          <dt>${said.id}</dt>
          <dd class="mono">${listed.id}</dd>
        </dl>
      </section>
      <section class="sheet" aria-labelledby="content-title">
        <h2 id="content-title">${said.content}</h2>
        <phr-content .account=${this.account} .listed=${listed} @opened=${this.opened}></phr-content>
      </section>
      <section class="sheet" aria-labelledby="readers-title">
        ${repeat(
          [this.readersVersion],
          (version) => version,
          () => html`<phr-readers .account=${this.account} .listed=${listed} @changed=${this.load}></phr-readers>`,
        )}
      </section>
      <section class="sheet" aria-labelledby="events-title">
        <h2 id="events-title">${said.history}</h2>
        <p class="soft small">${said.historyLead}</p>
        ${repeat(
          [this.eventsVersion],
          (version) => version,
          () => html`<phr-history .account=${this.account} .report=${listed.id}></phr-history>`,
        )}
      </section>
      <section class="sheet no-print" aria-labelledby="end-title">
        <h2 id="end-title">${said.keepOrErase}</h2>
        <p><button type="button" id="download" @click=${this.download} ?disabled=${this.busy !== ""}>${said.download}</button></p>
        <p class="hint">${said.downloadHint}</p>
        ${listed.isOwn
          ? html`<phr-erase .account=${this.account} .listed=${listed} @changed=${this.load} @gone=${this.gone}></phr-erase>`
          : nothing}
      </section>
    `;
  }
}

customElements.define("phr-report", ReportView);
