// The next person at the same computer: what a browser still has of who was there.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { absent, pagesOf } from "./people.mjs";

const MIB = 1 << 20;

/** All that a page can find in the stores of its browser, as text. */
const stored = (page) =>
  page.evaluate(async () => {
    const found = [JSON.stringify({ ...window.localStorage }), JSON.stringify({ ...window.sessionStorage }), document.cookie, location.href, document.title];
    for (const { name } of await indexedDB.databases()) {
      found.push(`a database ${name}`);
    }
    for (const name of await window.caches.keys()) {
      found.push(`a cache ${name}`);
    }
    const walk = async (folder) => {
      for await (const [name, each] of folder.entries()) {
        found.push(name);
        if (each.kind === "directory") {
          await walk(each);
        } else {
          const file = await each.getFile();
          found.push(new TextDecoder("latin1").decode(await file.arrayBuffer()));
        }
      }
    };
    await walk(await navigator.storage.getDirectory());
    found.push(document.documentElement.outerHTML);
    return found.join("\n");
  });

/** The addresses and titles of the pages that the browser has gone through. */
const gone = async (person) => JSON.stringify((await person.cdp.send("Page.getNavigationHistory")).entries);

/** A quarter of an hour passes. */
const silence = (person) =>
  person.page.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 16 * 60_000;
    document.dispatchEvent(new Event("visibilitychange"));
    Date.now = now;
  });

test("nothing of a person stays behind: in no store, in no history, in no page that is come back to", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const name = "scan-of-the-knee.txt";
  writeFileSync(join(store.folder, name), "pulse sixty");
  const report = await anna.leave([join(store.folder, name)], { title: "Torn meniscus" });
  await anna.sees("Torn meniscus", "h1");
  await anna.click("#open");
  await anna.sees(name);
  const secrets = ["Torn meniscus", name, "pulse sixty", "Anna Amsel", anna.passphrase, "AGE-SECRET-KEY", "untrusted comment"];
  const has = (text) => secrets.filter((secret) => text.includes(secret));

  // She goes to another page in the same tab, and somebody comes back.
  await anna.page.goto("about:blank");
  await anna.page.goBack();
  await anna.page.waitForSelector("#by-passkey");
  assert.equal(await anna.page.$("nav"), null, "who comes back to the page is not signed in");
  await anna.signIn();
  await anna.turn(`report-${report}`);
  await anna.page.evaluate(() => window.dispatchEvent(new window.PageTransitionEvent("pagehide", { persisted: true })));
  await anna.page.waitForSelector("#by-passkey");
  assert.equal(await anna.page.$eval("phr-app", (app) => app.account ?? app.holder ?? null), null, "a page that is hidden for later has forgotten");
  await anna.signIn();
  await anna.turn(`report-${report}`);
  await anna.sees("Torn meniscus", "h1");
  await anna.signOut();
  assert.deepEqual(has(await stored(anna.page)), [], "after signing out");
  assert.deepEqual(has(await gone(anna)), [], "in the history of the browser");
  anna.requireCalm();
});

test("what is encrypted goes on in a silence, unknown to whom, and is a report when its owner comes back", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const name = "scan-of-the-knee.bin";
  writeFileSync(join(store.folder, name), randomBytes(24 * MIB));
  await anna.turn("upload");
  await anna.cdp.send("Network.enable");
  const speed = (bytes) =>
    anna.cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes });
  await speed(2 * MIB);
  await anna.choose("#files", join(store.folder, name));
  await anna.type("#title", "Torn meniscus");
  await anna.click("#start");
  await anna.page.waitForFunction(() => document.querySelector("#pause") && document.querySelector("#upload-progress progress").value > 5, { timeout: 120_000 });
  await silence(anna);
  await anna.sees("You were signed out after 15 minutes");
  const uploads = () =>
    anna.page.evaluate(async () => {
      const { Uploads } = await import("/uploads.js");
      return Uploads.all().map((upload) => ({ ...upload, abort: undefined, sent: undefined }));
    });
  const has = (text) => ["Torn meniscus", name, "Anna Amsel", anna.passphrase].filter((secret) => text.includes(secret));
  assert.deepEqual(has(JSON.stringify(await uploads())), [], "the page does not know what it sends");
  assert.deepEqual(has(await stored(anna.page)), [], "nor does the browser");
  await speed(-1);
  await anna.page.waitForFunction(
    async () => (await import("/uploads.js")).Uploads.all().every(({ state, done, total }) => state === "paused" && done === total),
    { timeout: 60_000 },
  );
  assert.equal((await uploads()).length, 1, "it was sent, and waits");
  await anna.signIn();
  await anna.page.waitForSelector("#upload-done", { timeout: 60_000 });
  await anna.click("#upload-done a");
  await anna.sees("Torn meniscus", "h1");
  anna.requireCalm();
});
