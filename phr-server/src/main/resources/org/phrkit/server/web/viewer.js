// Shows one file. This document has an origin of its own, its policy lets it reach nothing, and it knows no key: whatever a
// file does here, it does to itself.

const LONGEST_TEXT = 4 * 1024 * 1024;
const MOST_PAGES = 500;

/** @type {{ page: string, cut: string, broken: string }} what the page has it say; {at} and {of} stand for numbers */
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
  picture: (blob, name) => showMedia("img", blob, name),
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

/** @param {Blob} blob */
async function showText(blob) {
  const text = document.createElement("pre");
  text.textContent = await blob.slice(0, LONGEST_TEXT).text();
  main.append(text);
  if (blob.size > LONGEST_TEXT) {
    say(said.cut);
  }
}

/**
 * @param {"img" | "video" | "audio"} element
 * @param {Blob} blob
 * @param {string} name
 */
async function showMedia(element, blob, name) {
  const shown = document.createElement(element);
  if (shown instanceof HTMLImageElement) {
    shown.alt = name;
  } else {
    shown.controls = true;
    shown.setAttribute("aria-label", name);
  }
  const loaded = new Promise((resolve, reject) => {
    shown.addEventListener(element === "img" ? "load" : "loadedmetadata", resolve);
    shown.addEventListener("error", reject);
  });
  shown.src = URL.createObjectURL(blob);
  main.append(shown);
  try {
    await loaded;
  } catch (e) {
    shown.remove();
    throw e;
  }
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
  const scale = (width / page.getViewport({ scale: 1 }).width) * Math.min(window.devicePixelRatio || 1, 2);
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width;
  canvas.height = viewport.height;
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
