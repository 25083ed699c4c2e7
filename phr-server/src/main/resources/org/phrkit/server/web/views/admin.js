import { html, nothing } from "../vendor/view.js";
import { day, number, size, texts, time } from "../texts.js";
import { fingerprint, qr, question } from "./parts.js";
import { View } from "./view.js";

/** @import { AccountRow, PartRow, StoreState } from "../account.js" */

const said = texts.admin;
const WEEK_MS = 7 * 24 * 3600 * 1000;
const GIB = 1024 ** 3;

/** What who runs the store may see and do: numbers and public keys, and no report. */
class AdminView extends View {
  constructor() {
    super();
    /** @type {StoreState | undefined} */
    this.state = undefined;
    /** @type {AccountRow[]} */
    this.accounts = [];
    this.invitation = "";
    /** @type {AccountRow | undefined} whose details are shown */
    this.shown = undefined;
    /** @type {PartRow[]} of that account */
    this.parts = [];
    /** @type {AccountRow | undefined} whose quota is asked for */
    this.quotaOf = undefined;
    /** @type {{ title: string, text: string, button: string, action: () => Promise<void> } | undefined} */
    this.asked = undefined;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    await this.attempt(texts.loading, async () => {
      const [state, accounts] = await Promise.all([this.account.storeState(), this.account.accounts()]);
      this.show({ state, accounts });
    });
  }

  /** @param {Event} event */
  async invite(event) {
    event.preventDefault();
    await this.attempt(texts.loading, async () => {
      this.show({ invitation: await this.account.invite(this.value("role")) });
    });
  }

  async copy() {
    await this.attempt(texts.loading, async () => {
      await navigator.clipboard.writeText(this.invitation);
      this.show({ message: texts.copied });
    });
  }

  /** @param {AccountRow} row */
  async details(row) {
    await this.attempt(texts.loading, async () => {
      this.show({ shown: row, parts: row.role === "doctor" ? await this.account.partsOf(row.account) : [] });
      await this.ask("details");
    });
  }

  /** @param {{ title: string, text: string, button: string, action: () => Promise<void> }} asked */
  async askFor(asked) {
    this.asked = asked;
    await this.ask("sure");
  }

  async sure() {
    if (await this.attempt(texts.loading, () => this.asked?.action())) {
      this.shut("sure");
      await this.load();
    }
  }

  /** @param {AccountRow} row */
  async suspend(row) {
    const action = () => this.account.suspend(row.account, !row.suspended);
    if (row.suspended) {
      await this.attempt(texts.loading, action);
      await this.load();
    } else {
      await this.askFor({ title: said.suspendTitle, text: said.suspendText, button: said.suspend, action });
    }
  }

  /** @param {AccountRow} row */
  async askQuota(row) {
    this.quotaOf = row;
    await this.ask("quota");
  }

  async setQuota() {
    const row = this.quotaOf;
    const gib = Number(this.value("quota-gib"));
    if (row && gib >= 0 && (await this.attempt(texts.loading, () => this.account.setQuota(row.account, Math.round(gib * GIB))))) {
      this.shut("quota");
      await this.load();
      this.show({ message: said.quotaSet });
    }
  }

  /** @override */
  render() {
    return html`
      <h1 tabindex="-1">${said.title}</h1>
      <p class="lead">${said.lead}</p>
      ${this.status()} ${this.state ? this.figures(this.state) : nothing} ${this.invitations()} ${this.list()}
      ${this.state ? this.log(this.state) : nothing} ${this.dialogs()}
    `;
  }

  /** @param {StoreState} state */
  figures(state) {
    return html`<section class="sheet" aria-labelledby="state-title">
      <h2 id="state-title">${said.state}</h2>
      <dl class="figures">
        ${[
          [said.reports, number(state.reports)],
          [said.bytes, size(state.bytes)],
          [said.free, size(state.freeBytes)],
          [said.accounts, number(state.accounts)],
          [said.log, number(state.logSize)],
          [said.revocations, number(state.revocations)],
        ].map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
      </dl>
    </section>
    ${this.backup(state)}`;
  }

  /** @param {StoreState} state */
  backup(state) {
    if (!state.backup) {
      return html`<p class="notice warn" id="backup">${said.backupNever}</p>`;
    }
    const isOld = Date.now() - new Date(state.backup).getTime() > WEEK_MS;
    return isOld
      ? html`<p class="notice warn" id="backup">${said.backupOld(time(state.backup))}</p>`
      : html`<p class="notice good" id="backup">${said.backup}: ${time(state.backup)}. ${said.backupGood}</p>`;
  }

  invitations() {
    return html`<section class="sheet no-print" aria-labelledby="invite-title">
      <h2 id="invite-title">${said.invite}</h2>
      <p class="soft">${said.inviteLead}</p>
      <form class="row" @submit=${this.invite}>
        <label for="role">${said.role}</label>
        <div>
          <select id="role">
            ${Object.entries(texts.roles).map(([role, name]) => html`<option value=${role}>${name}</option>`)}
          </select>
        </div>
        <button class="primary" id="invite" ?disabled=${this.busy !== ""}>${said.inviteNow}</button>
      </form>
      ${this.invitation
        ? html`<div class="notice">
            <p class="label">${said.invitation}</p>
            <p class="mono" id="invitation-text">${this.invitation}</p>
            <p class="hint">${said.invitationHint}</p>
            <button type="button" @click=${this.copy}>${texts.copy}</button>
            <details>
              <summary>QR</summary>
              ${qr(this.invitation, said.invitation)}
            </details>
          </div>`
        : nothing}
    </section>`;
  }

  list() {
    const most = Math.max(1, ...this.accounts.map((row) => row.usedBytes));
    return html`<section class="sheet" aria-labelledby="accounts-title">
      <h2 id="accounts-title">${said.storage}</h2>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">${said.account}</th>
            <th scope="col">${said.created}</th>
            <th scope="col">${said.used}</th>
            <th scope="col" class="number">${said.quota}</th>
            <th scope="col">${said.state2}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${this.accounts.map((row) => this.row(row, most))}
        </tbody>
      </table>
    </section>`;
  }

  /**
   * @param {AccountRow} row
   * @param {number} most
   */
  row(row, most) {
    const short = row.account.slice(0, 8);
    return html`<tr>
      <th scope="row"><span class="mono">${short}</span> <span class="soft small">${texts.roles[row.role]}</span></th>
      <td data-label=${said.created}>${day(row.created)}</td>
      <td data-label=${said.used}>
        ${size(row.usedBytes)}
        <meter aria-label=${`${said.used}: ${size(row.usedBytes)}`} max=${most} .value=${row.usedBytes}></meter>
      </td>
      <td data-label=${said.quota} class="number">${size(row.quotaBytes)}</td>
      <td data-label=${said.state2}>
        <span class=${row.suspended ? "mark bad" : "mark good"}>${row.suspended ? said.suspended : said.active}</span>
      </td>
      <td class="act">
        <button type="button" class="plain" aria-label=${said.detailsOf(short)} @click=${() => this.details(row)}>${said.details}</button>
        <button type="button" class="plain" aria-label=${said.quotaOf(short)} @click=${() => this.askQuota(row)}>${said.quota}</button>
        ${row.account === this.account.id
          ? nothing
          : html`<button type="button" class="plain" aria-label=${row.suspended ? said.liftOf(short) : said.suspendOf(short)} @click=${() => this.suspend(row)}>
              ${row.suspended ? said.lift : said.suspend}
            </button>`}
      </td>
    </tr>`;
  }

  /** @param {StoreState} state */
  log(state) {
    return html`<section class="sheet" aria-labelledby="log-title">
      <h2 id="log-title">${said.logTitle}</h2>
      <p class="soft">${said.logLead}</p>
      <dl class="facts">
        <dt>${said.log}</dt>
        <dd>${number(state.head.size)}</dd>
        <dt>${said.logRoot}</dt>
        <dd class="mono">${state.head.root}</dd>
      </dl>
      <p class="notice good">${said.logGood}</p>
    </section>`;
  }

  dialogs() {
    const isBusy = this.busy !== "";
    return html`
      ${question({
        id: "sure",
        title: this.asked?.title ?? "",
        text: html`<p>${this.asked?.text}</p>`,
        button: this.asked?.button ?? "",
        isDanger: true,
        busy: isBusy,
        failure: this.status(),
        yes: () => this.sure(),
        no: () => this.shut("sure"),
      })}
      ${question({
        id: "quota",
        title: said.quotaTitle,
        text: html`<div class="field">
          <label for="quota-gib">${said.quotaField}</label>
          <input type="number" id="quota-gib" min="0" step="any" .value=${String(Math.round(((this.quotaOf?.quotaBytes ?? 0) / GIB) * 100) / 100)}>
        </div>`,
        button: texts.save,
        busy: isBusy,
        failure: this.status(),
        yes: () => this.setQuota(),
        no: () => this.shut("quota"),
      })}
      <dialog id="details" aria-labelledby="details-title">
        <h2 id="details-title">${said.account}</h2>
        ${this.shown ? this.detailsShown(this.shown) : nothing}
        <div class="row end"><button type="button" @click=${() => this.shut("details")}>${texts.close}</button></div>
      </dialog>
    `;
  }

  /** @param {AccountRow} row */
  detailsShown(row) {
    return html`
      <dl class="facts">
        <dt>${said.account}</dt>
        <dd class="mono">${row.account}</dd>
        <dt>${said.role}</dt>
        <dd>${texts.roles[row.role]}</dd>
      </dl>
      ${fingerprint(row.print)}
      ${row.role === "doctor" ? this.partList(row) : nothing}
    `;
  }

  /** @param {AccountRow} row */
  partList(row) {
    return html`<h3>${said.parts} (${this.parts.length})</h3>
      ${this.parts.length === 0
        ? html`<p class="soft">${said.partsNone}</p>`
        : html`<ul class="files">
            ${this.parts.map(
              (part) => html`<li>
                <span>
                  <span class="mono">${part.part.slice(0, 8)}</span>
                  <span class="mark">${texts.keys.partStates[part.state] ?? part.state}</span>
                  <span class="soft small">${time(part.created)}</span>
                </span>
                <button
                  type="button"
                  class="danger"
                  aria-label=${said.partEndOf(part.part.slice(0, 8))}
                  @click=${() => {
                    this.shut("details");
                    this.askFor({
                      title: said.partEndTitle,
                      text: said.partEndText,
                      button: said.partEnd,
                      action: () => this.account.endPart(row.account, part.part),
                    });
                  }}
                >
                  ${said.partEnd}
                </button>
              </li>`,
            )}
          </ul>`}`;
  }
}

customElements.define("phr-admin", AdminView);
