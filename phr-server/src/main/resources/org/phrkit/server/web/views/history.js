import { html, nothing } from "../vendor/view.js";
import { texts, time } from "../texts.js";
import { View } from "./view.js";

/** @import { Line, Alert } from "../account.js" */

const said = texts.history;

/** Lines of the store's log, each checked against it: all about the account, or those of one report. */
class HistoryView extends View {
  static properties = { ...View.properties, report: { attribute: false } };

  constructor() {
    super();
    /** @type {string | undefined} the report whose lines are shown; else all, as a page of its own */
    this.report = undefined;
    /** @type {Line[]} */
    this.lines = [];
    /** @type {Alert[]} */
    this.alerts = [];
    this.entries = 0;
    this.isLoaded = false;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    await this.attempt(said.checking, async () => {
      if (this.report) {
        this.show({ lines: (await this.account.events(this.report)).reverse(), isLoaded: true });
        return;
      }
      const { lines, alerts, entries } = await this.account.history();
      this.show({ lines: lines.reverse(), alerts, entries, isLoaded: true });
    });
  }

  /** @override */
  render() {
    if (this.report) {
      return html`${this.status()} ${this.isLoaded ? this.table(texts.report.historyNone) : nothing}`;
    }
    return html`
      <h1 tabindex="-1">${said.title}</h1>
      <p class="lead">${said.lead}</p>
      ${this.status()}
      ${alertNotices(this.alerts)}
      ${this.isLoaded
        ? html`<section class="sheet">
            <p class="notice good">${said.size(this.entries)}</p>
            ${this.table(said.none)}
          </section>`
        : nothing}
    `;
  }

  /** @param {string} none */
  table(none) {
    if (this.lines.length === 0) {
      return html`<p class="soft">${none}</p>`;
    }
    return html`<table class="stack">
      <thead>
        <tr>
          <th scope="col">${said.when}</th>
          <th scope="col">${said.what}</th>
          ${this.report ? nothing : html`<th scope="col">${said.report}</th>`}
          <th scope="col">${said.proof}</th>
        </tr>
      </thead>
      <tbody>
        ${this.lines.map((line) => this.row(line))}
      </tbody>
    </table>`;
  }

  /** @param {Line} line */
  row(line) {
    const what = said.events[line.what] ?? line.what;
    const isAboutReport = line.report !== "";
    return html`<tr>
      <td data-label=${said.when}>${time(line.time)}</td>
      <td>
        ${isAboutReport
          ? html`${line.what === "granted-to-me" || line.what === "taken-back" ? html`${what} <strong>${line.who}</strong>` : html`<strong>${line.who}</strong> ${what}`}`
          : html`${what} <span class="mono small">${line.key}</span>`}
      </td>
      ${this.report
        ? nothing
        : html`<td data-label=${said.report}>
            ${isAboutReport ? html`<a href="#report-${line.report}">${line.title ?? line.report.slice(0, 8)}</a>` : texts.none}
          </td>`}
      <td data-label=${said.proof}>${mark(line)}</td>
    </tr>`;
  }
}

/**
 * What an owner should ask about.
 *
 * @param {Alert[]} alerts
 */
export const alertNotices = (alerts) =>
  alerts.map(
    (alert) =>
      html`<div class=${alert.kind === "contact" ? "notice warn" : "notice bad"} role="alert">
        <p>${alert.contact ? html`<strong>${alert.contact}.</strong> ` : nothing}${said.alerts[alert.kind]}</p>
      </div>`,
  );

/** @param {Line} line */
const mark = (line) => {
  if (line.isProved === undefined) {
    return html`<span class="mark">${said.inLog}</span>`;
  }
  return line.isProved
    ? html`<span class="mark good">${said.proved}</span>`
    : html`<span class="mark bad">${said.unproved}</span>`;
};

customElements.define("phr-history", HistoryView);
