import { html, nothing, repeat } from "../vendor/view.js";
import { day, size, texts, time } from "../texts.js";
import { alertNotices } from "./history.js";
import { saveAs } from "./parts.js";
import "./unfinished.js";
import { View } from "./view.js";

/** @import { Alert, Listed } from "../account.js" */

const said = texts.reports;

/** The list of reports: those that one left, and those of others that one may open. It opens none. */
class ReportsView extends View {
  constructor() {
    super();
    /** @type {Listed[]} */
    this.reports = [];
    this.isLoaded = false;
    /** @type {Alert[]} */
    this.alerts = [];
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    await this.attempt(texts.loading, async () => {
      for await (const page of this.account.list()) {
        this.show({ reports: [...this.reports, ...page], busy: said.loading(this.reports.length + page.length) });
      }
      this.show({ reports: this.reports.sort((a, b) => b.created.localeCompare(a.created)), isLoaded: true });
      this.show({ alerts: await this.account.alerts() });
    });
  }

  async exportAll() {
    await this.attempt(said.exporting(1, this.reports.length), async () => {
      const all = await this.account.exportAll(this.reports, (at) => this.show({ busy: said.exporting(at, this.reports.length) }));
      saveAs(all, "reports.tar");
      this.show({ message: said.exported(this.reports.length) });
    });
  }

  /** @override */
  render() {
    const own = this.reports.filter((report) => report.isOwn);
    const received = this.reports.filter((report) => !report.isOwn);
    const lists = this.account.role === "doctor" ? [this.received(received), this.own(own)] : [this.own(own), this.received(received)];
    return html`
      <div class="head">
        <div>
          <h1 tabindex="-1">${said.title}</h1>
          <p class="lead">${said.lead}</p>
        </div>
        <a class="button primary no-print" href="#upload">${texts.nav.upload}</a>
      </div>
      ${this.status()} ${alertNotices(this.alerts)}
      <phr-unfinished .account=${this.account}></phr-unfinished>
      ${this.isLoaded && this.reports.length === 0 ? this.empty() : lists}
      ${this.isLoaded && this.reports.length > 0
        ? html`<button type="button" class="no-print" id="export" @click=${this.exportAll} ?disabled=${this.busy !== ""}>
            ${said.exportAll}
          </button>`
        : nothing}
    `;
  }

  empty() {
    return html`<section class="sheet">
      <p>${said.empty}</p>
      <p class="soft">${this.account.role === "doctor" ? said.emptyDoctor : said.emptyPatient}</p>
    </section>`;
  }

  /** @param {Listed[]} reports */
  own(reports) {
    return reports.length > 0 ? this.table("own", said.own, reports) : nothing;
  }

  /** @param {Listed[]} reports */
  received(reports) {
    return reports.length > 0 ? this.table("received", said.received, reports) : nothing;
  }

  /**
   * @param {string} id
   * @param {string} title
   * @param {Listed[]} reports
   */
  table(id, title, reports) {
    return html`<section class="sheet" aria-labelledby="${id}-title">
      <div class="head">
        <h2 id="${id}-title">${title}</h2>
        <span class="soft small">${said.shown(reports.length)}</span>
      </div>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">${said.name}</th>
            <th scope="col">${said.created}</th>
            <th scope="col" class="number">${said.size}</th>
            <th scope="col">${said.until}</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            reports,
            (report) => report.id,
            (report) =>
              html`<tr>
                <th scope="row"><a href="#report-${report.id}">${titleOf(report)}</a></th>
                <td data-label=${said.created}>${time(report.created)}</td>
                <td data-label=${said.size} class="number">${size(report.bytes)}</td>
                <td data-label=${said.until}>${until(report)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}

/** @param {Listed} report */
const until = (report) => {
  if (report.erased) {
    return html`<span class="mark warn">${said.erased(time(report.erased))}</span>`;
  }
  return report.expires ? day(report.expires) : texts.none;
};

/**
 * The title of a report, or what stands in its place.
 *
 * @param {Listed} report
 */
export const titleOf = (report) => report.title ?? (report.isSealed ? said.sealed : said.untitled);

customElements.define("phr-reports", ReportsView);
