// The document in Chromium: it loads what it names, and nothing that its policy refuses.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import puppeteer from "puppeteer-core";
import { absent, realStore } from "../realstore.mjs";

const chromium = "/usr/bin/chromium";
const skip = absent || (existsSync(chromium) ? false : "there is no Chromium");

test("the document loads, and breaks no policy", { skip }, async (t) => {
  const real = await realStore(t);
  const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("requestfailed", (request) => wrong.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("request", (request) => !request.url().startsWith(real.origin) && !/^(blob|data):/.test(request.url()) && wrong.push(request.url()));
  const response = await page.goto(`${real.origin}/`, { waitUntil: "networkidle0" });
  assert.equal(response.status(), 200);
  assert.deepEqual(wrong, []);
});
