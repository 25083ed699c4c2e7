import { html, repeat } from "../vendor/view.js";
import { texts } from "../texts.js";
import { View } from "./view.js";

/** @import { OpenedFile } from "../account.js" */

/** What the frame can show, by media type. */
const SHOWN = [
  { kind: "pdf", types: /^application\/pdf$/ },
  { kind: "picture", types: /^image\/(png|jpeg|gif|webp|avif|bmp)$/ },
  { kind: "video", types: /^video\/(mp4|webm|ogg)$/ },
  { kind: "audio", types: /^audio\// },
  { kind: "text", types: /^(text\/.*|application\/(json|xml))$/ },
];

/** @param {string} mediaType */
const kindOf = (mediaType) => SHOWN.find((each) => each.types.test(mediaType))?.kind;

/**
 * Shows a file in a frame that has an origin of its own, reaches neither this page nor any server, and gets nothing but
 * the bytes of that file.
 */
class Viewer extends View {
  static properties = { ...View.properties, file: { attribute: false } };

  constructor() {
    super();
    /** @type {OpenedFile} */
    this.file = /** @type {any} */ (undefined);
  }

  /** @param {Event} event */
  load(event) {
    const frame = /** @type {HTMLIFrameElement} */ (event.target);
    const { name, mediaType, blob } = this.file;
    frame.contentWindow?.postMessage({ kind: kindOf(mediaType), name, blob, said: texts.viewer }, "*");
  }

  /** @override */
  render() {
    if (!kindOf(this.file.mediaType)) {
      return html`<p class="notice">${texts.report.noView}</p>`;
    }
    // Another file gets another frame: what one left behind, the next one does not find.
    return html`<h3>${this.file.name}</h3>
      ${repeat(
        [this.file],
        (file) => file,
        (file) => html`<iframe class="viewer" sandbox="allow-scripts" src="/viewer.html" title=${texts.report.viewer(file.name)} @load=${this.load}></iframe>`,
      )}`;
  }
}

customElements.define("phr-viewer", Viewer);
