// Uploads that are paused, and gone on with after a reload; what they cost; and that a list opens nothing.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { absent, pagesOf } from "./people.mjs";

const MIB = 1 << 20;

/** A file of random bytes, which nothing compresses. */
function large(store, name, mebibytes) {
  const path = join(store.folder, name);
  const file = openSync(path, "w");
  for (let i = 0; i < mebibytes; i++) {
    writeSync(file, randomBytes(MIB));
  }
  closeSync(file);
  return path;
}

test("an upload is paused, and goes on after a reload", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  await store.join("doctor-a", "doctor");
  await store.phr("doctor-a", "store", "card", "-o", "doctor-a.card");
  await anna.meet(store.read("doctor-a.card").toString());
  const path = large(store, "knee.bin", 40);

  await anna.turn("upload");
  await anna.cdp.send("Network.enable");
  await anna.cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 8 * MIB });
  await anna.choose("#files", path);
  await anna.type("#title", "Knee");
  await anna.click("label.check input[type=checkbox]");
  await anna.click("#start");
  await anna.page.waitForSelector("#pause", { timeout: 120_000 });
  await anna.page.waitForFunction(() => document.querySelector("#upload-progress progress").value > 10, { timeout: 60_000 });
  assert.match(await anna.text("#upload-progress"), /[KM]iB\/s, .* left/, "rate and time left are shown");
  await anna.click("#pause");
  await anna.sees("Paused");

  await anna.visit();
  assert.equal(await anna.page.$("#upload-progress"), null, "nothing of it is shown to who is not signed in");
  await anna.signIn();
  await anna.sees("Knee");
  const begun = anna.requests.length;
  await anna.click("#resume");
  await anna.page.waitForSelector("#upload-done", { timeout: 120_000 });
  const sent = anna.requests.slice(begun).filter((request) => request.method() === "PATCH");
  assert.ok(sent.length < 6, `only what was missing was sent, in ${sent.length} parts`);
  const left = await anna.page.evaluate(async () => {
    const names = [];
    for await (const name of (await (await navigator.storage.getDirectory()).getDirectoryHandle("uploads")).keys()) {
      names.push(name);
    }
    return names;
  });
  assert.deepEqual(left, [], "nothing of it stays in the browser");

  const [id] = (await store.phr("doctor-a", "store", "list")).match(/[0-9a-f]{32}/);
  await store.phr("doctor-a", "store", "get", id, "-o", "opened.bin");
  assert.ok(readFileSync(path).equals(store.read("opened.bin")), "phr opens what was sent");
  anna.requireCalm();
});

test("an upload is discarded here and at the store", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const path = large(store, "knee.bin", 20);
  await anna.turn("upload");
  await anna.cdp.send("Network.enable");
  await anna.cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2 * MIB });
  await anna.choose("#files", path);
  await anna.click("#start");
  await anna.page.waitForSelector("#pause", { timeout: 120_000 });
  await anna.click("#stop");
  await anna.click("dialog#discard[open] button.danger");
  await anna.page.waitForSelector("#start");
  await anna.turn("reports");
  await anna.sees("There is no report yet.");
  anna.requireCalm();
});

test("an upload that the store gave up is begun anew", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  await anna.believes(({ method }) => (method === "PATCH" ? { status: 403, body: "" } : undefined));
  await anna.turn("upload");
  await anna.choose("#files", large(store, "knee.bin", 1));
  await anna.click("#start");
  await anna.page.waitForSelector("#resume", { timeout: 120_000 });
  const [place] = anna.requests.filter((request) => request.method() === "PATCH").map((request) => request.url());
  await anna.page.evaluate((url) => fetch(url, { method: "DELETE", headers: { "tus-resumable": "1.0.0" } }), place);
  await anna.believes(() => undefined);
  await anna.click("#resume");
  await anna.page.waitForSelector("#upload-done", { timeout: 60_000 });
  anna.requireCalm();
});

/** Loses the answer of the next commit, which the store has taken. */
async function losesCommit(person) {
  const commits = [];
  await person.believes(({ path, method }) => {
    if (path === "/v1/reports" && method === "POST") {
      return commits.push(path) === 1 ? "lost" : undefined;
    }
    return undefined;
  });
  return commits;
}

test("a report whose answer got lost is found again, and not sent again", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const commits = await losesCommit(anna);
  await anna.turn("upload");
  await anna.choose("#files", large(store, "knee.bin", 1));
  await anna.type("#title", "Knee");
  await anna.click("#start");
  await anna.page.waitForSelector("#resume", { timeout: 120_000 });
  assert.equal(commits.length, 1, "it was a report once");
  // After a reload too: nothing is known then but what is kept.
  await anna.visit();
  await anna.signIn();
  const before = anna.requests.length;
  await anna.click("#resume");
  await anna.page.waitForSelector("#upload-done", { timeout: 60_000 });
  const sent = anna.requests.slice(before).filter((request) => request.url().includes("/v1/uploads") && request.method() !== "HEAD");
  assert.deepEqual(sent.map((request) => request.method()), [], "nothing is sent again");
  await anna.click("#upload-done a");
  await anna.sees("Knee", "h1");
  anna.requireCalm();
});

test("what is a report already is not shown as discarded", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  await losesCommit(anna);
  await anna.turn("upload");
  await anna.choose("#files", large(store, "knee.bin", 1));
  await anna.click("#start");
  await anna.page.waitForSelector("#resume", { timeout: 120_000 });
  await anna.click("#stop");
  await anna.click("dialog#discard[open] button.danger");
  await anna.page.waitForSelector("#upload-done", { timeout: 60_000 });
  anna.requireCalm();
});

test("what a page left that was closed while it wrote is removed, and not what another page writes", { skip: absent }, async (t) => {
  const { person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  await anna.page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("uploads", { create: true });
    for (const name of ["a.payload", "b.payload", "b.state", "c.payload", "d.payload", "d.state"]) {
      const out = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await out.write(name === "b.state" ? "" : "of somebody");
      await out.close();
    }
  });
  await anna.page.evaluate(
    () => new Promise((held) => navigator.locks.request("phr-upload-c", () => {
      held();
      return new Promise(() => undefined);
    })),
  );
  await anna.signOut();
  await anna.signIn();
  const left = () =>
    anna.page.evaluate(async () => {
      const names = [];
      for await (const name of (await (await navigator.storage.getDirectory()).getDirectoryHandle("uploads")).keys()) {
        names.push(name);
      }
      return names.sort();
    });
  const stays = ["c.payload", "d.payload", "d.state"];
  for (let i = 0; i < 100 && (await left()).length > stays.length; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.deepEqual(await left(), stays, "that of another page and that of another account stay");
  anna.requireCalm();
});

test("a file that has the name of another one is refused", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  for (const name of ["a.txt", "A.TXT"]) {
    writeFileSync(join(store.folder, name), name);
  }
  await anna.turn("upload");
  await anna.choose("#files", join(store.folder, "a.txt"), join(store.folder, "A.TXT"));
  await anna.sees("There is already a file named A.TXT");
  anna.requireCalm();
});

test("a gibibyte goes through with the renderer below 400 MB", { skip: absent || (process.env.PHR_LARGE ? false : "takes minutes: PHR_LARGE=1") }, async (t) => {
  const { store, browser, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const path = large(store, "large.bin", 1024);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, ...renderers(browser.process().pid));
  }, 250);
  t.after(() => clearInterval(watch));
  const begun = performance.now();
  await anna.leave([path], { title: "Large" });
  console.log(`1 GiB in ${((performance.now() - begun) / 1000).toFixed(0)} s, the largest renderer had ${(most / 1e6).toFixed(0)} MB`);
  assert.ok(most > 0 && most < 400e6, `a renderer had ${most} bytes`);
  anna.requireCalm();
});

/** The resident bytes of the renderers of a browser. */
function renderers(parent) {
  const page = 4096;
  const found = [];
  for (const pid of descendants(parent)) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer")) {
        found.push(Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * page);
      }
    } catch {
      // It ended.
    }
  }
  return found;
}

function descendants(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
    return [...children, ...children.flatMap(descendants)];
  } catch {
    return [];
  }
}
