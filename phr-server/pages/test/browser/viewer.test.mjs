// Files that somebody hostile, or nobody in particular, put into a report: what the frame that shows them makes of them.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { absent, pagesOf } from "./people.mjs";

/** A black picture of one bit for each pixel. */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A document of empty pages, each of the given width and height in points. */
function pdf(...pages) {
  const kids = pages.map((_, i) => `${i + 3} 0 R`).join(" ");
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
    ...pages.map(([width, height]) => `<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 ${width} ${height}]>>`),
  ];
  let text = "%PDF-1.7\n";
  const places = objects.map((object, i) => {
    const place = text.length;
    text += `${i + 1} 0 obj${object}endobj\n`;
    return place;
  });
  const lines = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  return `${text}xref\n0 ${size}\n0000000000 65535 f \n${lines}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`;
}

/** Half a second of a moving square, as the browser records it. */
async function webm(browser) {
  const page = await browser.newPage();
  const recorded = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const pen = canvas.getContext("2d");
    const recorder = new window.MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
    const parts = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    recorder.start();
    for (let i = 0; i < 10; i++) {
      pen.fillStyle = `hsl(${i * 36} 80% 50%)`;
      pen.fillRect(i * 4, 0, 20, 64);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    recorder.stop();
    await ended;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  await page.close();
  return Buffer.from(recorded);
}

const REACHING = "<script>top.document.title='reached';top.location='/reached';fetch('/reached')</script><img src='/reached'>";

test("what the frame makes of a report's files", { skip: absent }, async (t) => {
  const { store, browser, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const files = {
    "knee.webm": await webm(browser),
    "large.png": png(20_000, 20_000),
    "huge.png": png(60_000, 60_000),
    "fits.png": png(6_000, 6_000),
    "pages.pdf": pdf([1, 14_400], [14_400, 14_400], [14_400, 1], [595, 842]),
    "many.pdf": pdf(...Array(40).fill([595, 842])),
    "odd.txt": "dose \u202e01 gm\u202c\0 end\tof\nlist \u2066x\u2069 \u200fy می\u200cخواهم\n",
    "letter.pdf": `<!doctype html>${REACHING}`,
    "page.html": `<!doctype html>${REACHING}`,
    "drawn.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="top.document.title='reached'"><script>top.location='/reached'</script><image href="/reached"/></svg>`,
    "drawn.png": `<svg xmlns="http://www.w3.org/2000/svg" onload="top.document.title='reached'"><script>top.location='/reached'</script><image href="/reached"/></svg>`,
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(store.folder, name), content);
  }
  const report = await anna.leave(Object.keys(files).map((name) => join(store.folder, name)));
  await anna.turn(`report-${report}`);
  await anna.click("#open");
  await anna.sees("The signature is good");
  const view = async (name) => {
    await anna.click(`button[aria-label='View ${name}']`);
    const frame = await anna.page.waitForSelector(`iframe[title$='${name}']`);
    // What is out of sight is not painted, and PDF pages are not drawn.
    await frame.evaluate((element) => element.scrollIntoView());
    return frame.contentFrame();
  };
  const says = (frame, text) => frame.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 60_000, polling: 100 }, text);

  await t.test("a video plays", async () => {
    const frame = await view("knee.webm");
    await frame.waitForFunction(() => document.querySelector("video")?.readyState >= 1);
    const played = await frame.$eval("video", async (video) => {
      video.muted = true;
      const ended = new Promise((resolve) => video.addEventListener("ended", resolve));
      await video.play();
      await ended;
      return { width: video.videoWidth, controls: video.controls, moved: video.currentTime > 0 };
    });
    assert.deepEqual(played, { width: 64, controls: true, moved: true }, "it has its size, controls, and comes to its end");
  });

  await t.test("a picture of too many pixels is not decoded", async () => {
    // Chromium itself refuses the huge one.
    for (const [name, text] of [["large.png", "too large to be shown"], ["huge.png", "Save it, and open it with a program that you trust."]]) {
      const frame = await view(name);
      await says(frame, text);
      assert.equal(await frame.$("img"), null, "there is no picture that the browser would have to paint");
    }
    const fits = await view("fits.png");
    await fits.waitForFunction(() => document.querySelector("img")?.naturalWidth === 6_000);
  });

  await t.test("pages of a PDF have canvases that a browser can hold", async () => {
    const frame = await view("pages.pdf");
    await frame.waitForFunction(() => document.querySelectorAll("canvas").length === 4 && document.querySelectorAll(".text").length === 4, {
      timeout: 60_000,
      polling: 100,
    });
    const sizes = await frame.$$eval("canvas", (all) => all.map(({ width, height }) => [width, height]));
    for (const [width, height] of sizes) {
      assert.ok(width >= 1 && height >= 1, `${width} x ${height} has a pixel`);
      assert.ok(Math.max(width, height) <= 16_384 && width * height <= 16_777_216, `${width} x ${height} is bounded`);
    }
    assert.ok(sizes[3][0] >= 320, `an ordinary page stays sharp: ${sizes[3]}`);
    const many = await view("many.pdf");
    await many.waitForFunction(() => document.querySelectorAll(".text").length === 40, { timeout: 120_000, polling: 100 });
    const pixels = await many.$$eval("canvas", (all) => all.reduce((sum, { width, height }) => sum + width * height, 0));
    assert.ok(pixels <= 256 * 1024 * 1024, `all pages together have ${pixels} pixels`);
  });

  await t.test("a text shows what would turn it around or hide in it", async () => {
    const frame = await view("odd.txt");
    await says(frame, "dose ⟨U+202E⟩01 gm⟨U+202C⟩⟨U+0000⟩ end");
    const text = await frame.$eval("pre", (pre) => pre.textContent);
    assert.equal(
      text,
      "dose ⟨U+202E⟩01 gm⟨U+202C⟩⟨U+0000⟩ end\tof\nlist ⟨U+2066⟩x⟨U+2069⟩ ⟨U+200F⟩y می\u200cخواهم\n",
      "the joiners that a script needs, tabs and lines stay",
    );
  });

  await t.test("HTML and SVG run under no name", async () => {
    const asked = anna.requests.length;
    await says(await view("letter.pdf"), "This file cannot be shown.");
    await says(await view("drawn.png"), "This file cannot be shown.");
    for (const name of ["page.html", "drawn.svg"]) {
      await anna.click(`button[aria-label='View ${name}']`);
      await anna.sees("is not shown here", "phr-viewer");
      assert.equal(await anna.page.$(`iframe[title$='${name}']`), null, "there is no frame for it");
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const reached = anna.requests.slice(asked).map((request) => request.url());
    assert.deepEqual(reached.filter((url) => url.includes("reached")), [], "no request left");
    assert.notEqual(await anna.page.title(), "reached", "nothing ran");
    assert.match(anna.page.url(), /#report-/, "the page is where it was");
  });
  anna.requireCalm();
});
