// Whom a page trusts: contacts whose keys changed, cards of others under a known name, and files that it shows.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { absent, pagesOf, patientAndDoctor } from "./people.mjs";

test("a contact whose keys changed is marked, and so is another card of the same name", { skip: absent }, async (t) => {
  const { person, anna, bertha } = await patientAndDoctor(t);
  await anna.turn("history");
  await anna.turn("contacts");
  await anna.sees("known");

  await bertha.turn("keys");
  await bertha.click("td.act summary");
  const other = await bertha.page.evaluate(async () => (await document.querySelector("phr-app").account.devices()).find(({ isCurrent }) => !isCurrent).key);
  await bertha.sees(`phr store device remove --recovery-key FILE ${other}`);
  await bertha.click("#new-file");
  await bertha.click("#second-written");
  await bertha.click("#second-save");
  await bertha.sees("Saved as phr-second-way.age");
  await anna.turn("reports");
  await anna.sees("A key or device of this contact came, changed or went.");
  await anna.turn("contacts");
  await anna.sees("CHANGED");

  const mallory = await person("Mallory");
  mallory.name = "Dr. Bertha Blau";
  await mallory.join("doctor");
  const forged = await mallory.card();
  await anna.page.$eval("#card", (field, text) => {
    field.value = text;
  }, forged);
  await anna.click("#read-card");
  await anna.page.waitForSelector("dialog#compare[open]");
  await anna.sees("with ANOTHER key", "dialog#compare");
  await anna.click("#differ");
  await anna.sees("The card was not added.");

  await anna.page.$eval("#card", (field) => {
    field.value = "{}";
  });
  await anna.click("#read-card");
  await anna.sees("This is not a contact card.");
  for (const each of [anna, bertha, mallory]) {
    each.requireCalm();
  }
});

test("what a report holds reaches nothing but the frame that shows it", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  for (const [name, content] of [["dot.png", png], ["page.html", "<script>parent.document.title='reached'</script>pulse 60"], ["broken.pdf", "no pdf"]]) {
    writeFileSync(join(store.folder, name), content);
  }
  const report = await anna.leave(["dot.png", "page.html", "broken.pdf"].map((name) => join(store.folder, name)));
  await anna.turn(`report-${report}`);
  await anna.click("#open");
  await anna.sees("The signature is good");

  await anna.click("button[aria-label='View dot.png']");
  let frame = await (await anna.page.waitForSelector("iframe[title$='dot.png']")).contentFrame();
  await frame.waitForFunction(() => document.querySelector("img")?.naturalWidth === 1);
  const reached = await frame.evaluate(async (origin) => {
    const tried = [];
    for (const reach of [() => fetch(`${origin}/v1/store`), () => window.parent.document.title, () => window.localStorage.length, () => navigator.storage.getDirectory(), () => indexedDB.open("x")]) {
      try {
        await reach();
        tried.push("reached");
      } catch {
        tried.push("refused");
      }
    }
    return { tried, origin: self.origin };
  }, store.origin);
  assert.deepEqual(reached, { tried: Array(5).fill("refused"), origin: "null" }, "the frame reaches neither the store nor the page");

  await anna.click("button[aria-label='View broken.pdf']");
  frame = await (await anna.page.waitForSelector("iframe[title$='broken.pdf']")).contentFrame();
  await frame.waitForFunction(() => document.body.innerText.includes("This file cannot be shown."));

  await anna.click("button[aria-label='View page.html']");
  await anna.page.waitForFunction(() => document.querySelector("phr-viewer")?.innerText.includes("page.html") || document.querySelector("phr-viewer .notice"));
  assert.notEqual(await anna.page.title(), "reached", "a page in a report runs nowhere");
});
