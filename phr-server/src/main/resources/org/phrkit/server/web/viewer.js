// Shows one file. This document has an origin of its own, its policy lets it reach nothing, and it knows no key: whatever a
// file does here, it does to itself.

const LONGEST_TEXT = 4 * 1024 * 1024;
const MOST_PAGES = 500;
const MOST_PICTURE_PIXELS = 100_000_000;
// What the browsers' canvases hold, and what all pages of a file take together: 4 bytes for each pixel.
const LONGEST_SIDE = 16_384;
const MOST_PAGE_PIXELS = 16_777_216;
const MOST_FILE_PIXELS = 16 * MOST_PAGE_PIXELS;
// What is unseen and turns the text around it, or hides in it. Joiners stay: Persian and many others are written with them.
const UNSEEN = /(?![\t\r\n])[\p{Cc}\p{Bidi_Control}]/gu;

/** @type {{ page: string, cut: string, large: string, broken: string }} what the page has it say; {at} and {of} stand for numbers */
let said;

const main = /** @type {HTMLElement} */ (document.querySelector("main"));

window.addEventListener("message", async (event) => {
  if (event.source !== window.parent) {
    return;
  }
  const { kind, name, blob } = event.data;
  said = event.data.said;
  main.replaceChildren();
  main.setAttribute("aria-label", name);
  try {
    await shows[kind](blob, name);
    document.title = name;
  } catch {
    say(said.broken);
  }
});

/** @type {Record<string, (blob: Blob, name: string) => Promise<void>>} */
const shows = {
  pdf: showPdf,
  text: showText,
  picture: showPicture,
  video: (blob, name) => showMedia("video", blob, name),
  audio: (blob, name) => showMedia("audio", blob, name),
};

/** @param {string} text */
function say(text) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.textContent = text;
  main.append(line);
}

/** @param {string} text */
const marked = (text) =>
  text.replace(UNSEEN, (sign) => `⟨U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

/** @param {Blob} blob */
async function showText(blob) {
  const text = document.createElement("pre");
  text.textContent = marked(await blob.slice(0, LONGEST_TEXT).text());
  main.append(text);
  if (blob.size > LONGEST_TEXT) {
    say(said.cut);
  }
}

/**
 * A browser decodes a picture when it paints it: one that is not in the document costs no more than its file.
 *
 * @param {Blob} blob
 * @param {string} name
 */
async function showPicture(blob, name) {
  const picture = document.createElement("img");
  picture.alt = name;
  await loaded(picture, "load", blob);
  if (picture.naturalWidth * picture.naturalHeight > MOST_PICTURE_PIXELS) {
    picture.removeAttribute("src");
    say(said.large);
    return;
  }
  main.append(picture);
}

/**
 * @param {"video" | "audio"} element
 * @param {Blob} blob
 * @param {string} name
 */
async function showMedia(element, blob, name) {
  const media = document.createElement(element);
  media.controls = true;
  media.setAttribute("aria-label", name);
  await loaded(media, "loadedmetadata", blob);
  main.append(media);
}

/**
 * @param {HTMLImageElement | HTMLMediaElement} element
 * @param {string} event that says that it can be shown
 * @param {Blob} blob
 */
function loaded(element, event, blob) {
  return new Promise((resolve, reject) => {
    element.addEventListener(event, resolve);
    element.addEventListener("error", reject);
    element.src = URL.createObjectURL(blob);
  });
}

/** @param {Blob} blob */
async function showPdf(blob) {
  const { getDocument } = await import("./vendor/pdf.js");
  const file = await getDocument({
    data: new Uint8Array(await blob.arrayBuffer()),
    enableXfa: false,
    verbosity: 0,
    disableAutoFetch: true,
    useWorkerFetch: false,
  }).promise;
  for (let i = 1; i <= Math.min(file.numPages, MOST_PAGES); i++) {
    await showPage(await file.getPage(i), i, file.numPages);
  }
  if (file.numPages > MOST_PAGES) {
    say(said.cut);
  }
}

/**
 * @param {any} page of pdf.js
 * @param {number} at
 * @param {number} of
 */
async function showPage(page, at, of) {
  const width = Math.max(320, Math.min(main.clientWidth - 24, 1200));
  const plain = page.getViewport({ scale: 1 });
  const scale = Math.min(
    (width / plain.width) * Math.min(window.devicePixelRatio || 1, 2),
    LONGEST_SIDE / Math.max(plain.width, plain.height),
    Math.sqrt(Math.min(MOST_PAGE_PIXELS, MOST_FILE_PIXELS / Math.min(of, MOST_PAGES)) / (plain.width * plain.height)),
  );
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, viewport.width);
  canvas.height = Math.max(1, viewport.height);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", said.page.replace("{at}", String(at)).replace("{of}", String(of)));
  main.append(canvas);
  await page.render({ canvas, viewport }).promise;
  // For who cannot see the picture.
  const text = document.createElement("p");
  text.className = "text";
  const content = await page.getTextContent();
  text.textContent = content.items.map((/** @type {any} */ item) => item.str ?? "").join(" ");
  main.append(text);
  page.cleanup();
}
