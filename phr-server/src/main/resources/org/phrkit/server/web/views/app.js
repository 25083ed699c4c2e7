import { html, nothing } from "../vendor/view.js";
import { texts } from "../texts.js";
import { Silence } from "../vault.js";
import { Uploads } from "../uploads.js";
import { isInvitation, route } from "./routes.js";
import "./about.js";
import "./admin.js";
import "./contacts.js";
import "./enter.js";
import "./history.js";
import "./join.js";
import "./keys.js";
import "./report.js";
import "./reports.js";
import "./upload.js";
import { View } from "./view.js";

/** @import { Account } from "../account.js" */

/** @type {Record<string, string[]>} the pages of each role, the first one first */
const PAGES = {
  patient: ["reports", "upload", "contacts", "history", "keys"],
  doctor: ["reports", "upload", "contacts", "history", "keys"],
  administrator: ["admin", "history", "keys"],
};

/** The frame of all pages: who is signed in, which page is shown, and when keys are forgotten. */
class App extends View {
  constructor() {
    super();
    this.current = route(location.hash);
    this.invitation = "";
    this.note = "";
    /** @type {Account | undefined} whose keys are in memory; while joining, of somebody who is not done */
    this.holder = undefined;
    /** Whether there are keys that nothing brings back yet. */
    this.isJoining = false;
    this.silence = new Silence(() => this.signOut(texts.silence));
    this.addEventListener("signed-in", (event) => this.enter(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("joining", () => this.show({ isJoining: true }));
    this.addEventListener("joined", (event) => this.hold(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("invited", (event) => this.invite(/** @type {CustomEvent} */ (event).detail));
    window.addEventListener("hashchange", () => this.turn());
    // A browser may keep a page that was left, and show it to whoever comes back to it.
    window.addEventListener("pagehide", () => this.signOut(texts.signedOut));
    window.addEventListener("beforeunload", (event) => {
      if (this.isJoining) {
        event.preventDefault();
      }
    });
    this.takeInvitation();
  }

  /** An invitation leaves the address at once: it stands in no history. */
  takeInvitation() {
    const text = location.hash.slice(1);
    if (isInvitation(text)) {
      history.replaceState(undefined, "", location.pathname);
      this.current = route("");
      this.invite(text);
    }
  }

  /** @param {string} invitation */
  invite(invitation) {
    this.forget();
    this.show({ invitation, note: "" });
    this.toTop();
  }

  turn() {
    if (isInvitation(location.hash.slice(1))) {
      this.takeInvitation();
      return;
    }
    this.show({ current: route(location.hash), note: "" });
    this.toTop();
  }

  /** A new page is read from its heading on. */
  async toTop() {
    await this.updateComplete;
    await new Promise((resolve) => setTimeout(resolve));
    const heading = this.querySelector("main h1");
    if (heading instanceof HTMLElement) {
      heading.focus();
      // The browser keeps titles in its history: that of a report is not for it.
      document.title = `${heading.dataset.title ?? heading.textContent} – ${texts.store}`;
    }
    window.scrollTo(0, 0);
  }

  /** @param {Account} account */
  hold(account) {
    this.holder = account;
    this.silence.begin();
  }

  /** @param {Account} account */
  enter(account) {
    this.hold(account);
    Uploads.of(account);
    this.show({ account, invitation: "", note: "", isJoining: false });
    this.turn();
  }

  forget() {
    this.silence.end();
    this.holder?.forget();
    this.holder = undefined;
    this.isJoining = false;
    this.account = /** @type {any} */ (undefined);
  }

  /** @param {string} note */
  signOut(note) {
    const isSending = Uploads.leave(note === texts.silence);
    this.forget();
    this.show({ invitation: "", note: isSending ? `${note} ${texts.silenceUpload}` : note });
    history.replaceState(undefined, "", location.pathname);
    this.current = route("");
    this.toTop();
  }

  /** The page that is shown: that of the address, if the role has it. */
  page() {
    if (this.isJoining) {
      return "join";
    }
    if (this.current.page === "about") {
      return "about";
    }
    if (!this.account) {
      return this.invitation ? "join" : "enter";
    }
    const pages = PAGES[this.account.role] ?? [];
    return [...pages, "report"].includes(this.current.page) ? this.current.page : pages[0];
  }

  /** @override */
  render() {
    const page = this.page();
    return html`
      <a class="skip" href="#content" @click=${this.skip}>${texts.skip}</a>
      <header class="top">
        <div>
          <span class="brand"><img src="/icon.svg" alt=""><span>${texts.store}<small>${location.host}</small></span></span>
          ${this.account ? this.navigation(page) : nothing}
        </div>
      </header>
      <main id="content" class=${["enter", "join", "about"].includes(page) ? "narrow" : ""}>
        ${this.note && !this.account ? html`<p class="notice" role="status">${this.note}</p>` : nothing} ${this.view(page)}
      </main>
      <footer class="foot">
        ${this.isJoining ? nothing : html`<a href="#about">${texts.nav.about}</a>`}
        ${page === "about" && !this.account ? html` · <a href="#">${texts.enter.title}</a>` : nothing}
      </footer>
    `;
  }

  /** @param {Event} event */
  skip(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.querySelector("main h1"))?.focus();
  }

  /** @param {string} page */
  navigation(page) {
    const pages = PAGES[this.account.role] ?? [];
    const shown = page === "report" ? "reports" : page;
    return html`
      <nav aria-label=${texts.nav.label}>
        <ul>
          ${pages.map(
            (name) =>
              html`<li><a href="#${name}" aria-current=${name === shown ? "page" : nothing}>${texts.nav[name]}</a></li>`,
          )}
        </ul>
      </nav>
      <span class="row"
        ><span class="small soft">${this.account.name}, ${texts.roles[this.account.role]}</span>
        <button type="button" id="sign-out" @click=${() => this.signOut(texts.signedOut)}>${texts.nav.out}</button></span
      >
    `;
  }

  /** @param {string} page */
  view(page) {
    const account = this.account;
    switch (page) {
      case "about":
        return html`<phr-about></phr-about>`;
      case "join":
        return html`<phr-join .invitation=${this.invitation}></phr-join>`;
      case "enter":
        return html`<phr-enter></phr-enter>`;
      case "reports":
        return html`<phr-reports .account=${account}></phr-reports>`;
      case "report":
        return html`<phr-report .account=${account} .report=${this.current.report}></phr-report>`;
      case "upload":
        return html`<phr-upload .account=${account}></phr-upload>`;
      case "contacts":
        return html`<phr-contacts .account=${account}></phr-contacts>`;
      case "history":
        return html`<phr-history .account=${account}></phr-history>`;
      case "keys":
        return html`<phr-keys .account=${account}></phr-keys>`;
      default:
        return html`<phr-admin .account=${account}></phr-admin>`;
    }
  }
}

customElements.define("phr-app", App);
