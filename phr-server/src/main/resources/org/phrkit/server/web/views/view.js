// What all views have: they draw into the document itself, and say what is going on and what failed.
import { LitElement, html, nothing } from "../vendor/view.js";
import { texts } from "../texts.js";
import { explain } from "../failures.js";

/** @import { Account } from "../account.js" */

/** A custom element without a shadow: labels, headings and style are those of the document. */
export class View extends LitElement {
  /** @type {Record<string, { attribute: boolean }>} */
  static properties = { account: { attribute: false } };

  constructor() {
    super();
    /** @type {Account} Who is signed in; pages that need nobody do not look at it. */
    this.account = /** @type {any} */ (undefined);
    /** @type {string} what is going on, as text; empty while nothing is */
    this.busy = "";
    /** @type {{ text: string, detail: string } | undefined} */
    this.failure = undefined;
    /** @type {string} what was done last */
    this.message = "";
  }

  /** @override */
  createRenderRoot() {
    return this;
  }

  /**
   * Changes what the view shows.
   *
   * @param {Record<string, unknown>} members
   */
  show(members) {
    Object.assign(this, members);
    this.requestUpdate();
  }

  /**
   * Does something that takes time and may fail: says so meanwhile, and shows what to do if it does.
   *
   * @param {string} busy
   * @param {() => unknown} action
   * @returns {Promise<boolean>} whether it was done
   */
  async attempt(busy, action) {
    if (this.busy) {
      return false;
    }
    this.show({ busy, failure: undefined, message: "" });
    try {
      await action();
      return true;
    } catch (e) {
      this.show({ failure: explain(e) });
      return false;
    } finally {
      this.show({ busy: "" });
    }
  }

  /** What is going on, what was done, and what failed: read aloud by a screen reader. */
  status() {
    return html`
      <div role="status" class="no-print">
        ${this.busy ? html`<p class="notice">${this.busy}</p>` : nothing}
        ${this.message && !this.busy ? html`<p class="notice good">${this.message}</p>` : nothing}
      </div>
      <div role="alert">
        ${this.failure
          ? html`<div class="notice bad">
              <p><strong>${texts.failed}.</strong> ${this.failure.text}</p>
              ${this.failure.detail ? html`<p class="small">${this.failure.detail}</p>` : nothing}
            </div>`
          : nothing}
      </div>
    `;
  }

  /**
   * Goes to another page.
   *
   * @param {string} page
   */
  go(page) {
    location.hash = page;
  }

  /**
   * The element with an id in this view.
   *
   * @template {Element} T
   * @param {string} id
   * @param {new () => T} type
   * @returns {T}
   */
  element(id, type) {
    const found = this.querySelector(`#${CSS.escape(id)}`);
    if (!(found instanceof type)) {
      throw new Error(`the view has no part ${id}`);
    }
    return found;
  }

  /**
   * The value that was typed into a field.
   *
   * @param {string} id
   */
  value(id) {
    const field = this.querySelector(`#${CSS.escape(id)}`);
    return field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement
      ? field.value.trim()
      : "";
  }

  /**
   * Whether a box is ticked.
   *
   * @param {string} id
   */
  ticked(id) {
    return this.element(id, HTMLInputElement).checked;
  }

  /**
   * The file that was chosen in a field.
   *
   * @param {string} id
   */
  picked(id) {
    return this.element(id, HTMLInputElement).files?.[0];
  }

  /**
   * Opens a dialog of this view.
   *
   * @param {string} id
   */
  async ask(id) {
    this.failure = undefined;
    this.requestUpdate();
    await this.updateComplete;
    this.element(id, HTMLDialogElement).showModal();
  }

  /**
   * @param {string} id
   */
  shut(id) {
    this.show({ failure: undefined });
    this.element(id, HTMLDialogElement).close();
  }
}
