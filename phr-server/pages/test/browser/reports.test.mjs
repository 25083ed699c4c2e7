// Reports from a patient to a doctor and back, between pages and phr.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { absent, pagesOf, patientAndDoctor } from "./people.mjs";

const run = promisify(execFile);

/** A file in the folder of a store. */
function written(store, name, content) {
  const folder = join(store.folder, "files");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

test("what the page leaves, phr opens, and the other way round", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  await store.join("doctor-a", "doctor");
  await store.phr("doctor-a", "store", "card", "-o", "doctor-a.card");
  await anna.meet(store.read("doctor-a.card").toString());

  const odd = "Übersicht – Süß 1.txt";
  const files = [written(store, odd, "pulse 60\n"), written(store, "empty.csv", ""), written(store, "knee.bin", Buffer.alloc(3_000_000, 7))];
  const report = await anna.leave(files, { title: "Blood test", readers: ["doctor-a"] });
  await anna.sees("Blood test");
  assert.match(await store.phr("doctor-a", "store", "list"), /Blood test/, "the doctor sees the title");
  await store.phr("doctor-a", "store", "get", report, "-o", "opened");
  assert.deepEqual(readdirSync(join(store.folder, "opened")).filter((name) => !name.startsWith("manifest")).sort(), [odd, "empty.csv", "knee.bin"].sort(), "phr finds every file");
  assert.equal(store.read(`opened/${odd}`).toString(), "pulse 60\n", "and its content");

  const card = await anna.card();
  store.write("anna.card", card);
  await store.phr("doctor-a", "contacts", "add", "anna", "anna.card");
  store.write("letter.txt", "all is well\n");
  const answer = (await store.phr("doctor-a", "store", "put", "--for", "anna", "--title", "Letter", "--no-copy", "letter.txt")).trim();
  await anna.turn("reports");
  await anna.sees("Letter");
  await anna.turn(`report-${answer}`);
  await anna.click("#open");
  await anna.sees("The signature is good");
  await anna.sees("doctor-a");
  await anna.sees("known", "phr-content");
  await anna.click("button[aria-label='View letter.txt']");
  const frame = await (await anna.page.waitForSelector("iframe")).contentFrame();
  await frame.waitForFunction(() => document.body.innerText.includes("all is well"));
  anna.requireCalm();
});

const noTools = existsSync("/usr/bin/age") && existsSync("/usr/bin/minisign") ? false : "age or minisign is not installed";

test("stock age, tar, minisign and sha256sum open what the page saves", { skip: absent || noTools }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const report = await anna.leave([written(store, "report.txt", "pulse 60\n")], { title: "Blood test" });
  await anna.turn(`report-${report}`);
  await anna.click("#download");
  const saved = await anna.saved(new RegExp(`^${report}\\.age$`));
  assert.ok(readFileSync(saved).subarray(0, 22).toString().startsWith("age-encryption.org/v1"), "it is one age file");
  // The account's own identity, as the passphrase file holds it: phr reads that, stock age opens with it.
  const passphrase = store.write("passphrase", `${anna.passphrase}\n`);
  await store.phr("anna", "store", "join", "--passphrase-file", passphrase, anna.second);
  const opened = join(store.folder, "stock");
  mkdirSync(opened);
  await run("age", ["-d", "-i", join(store.folder, "anna/phr/store/identity.key"), "-o", join(opened, "report.tar"), saved]);
  await run("tar", ["xf", "report.tar"], { cwd: opened });
  const manifest = JSON.parse(readFileSync(join(opened, "manifest.json"), "utf8"));
  await run("minisign", ["-V", "-P", manifest.sender, "-m", join(opened, "manifest.json")]);
  const sums = (await run("sha256sum", ["report.txt"], { cwd: opened })).stdout;
  assert.equal(sums.split(" ")[0], manifest.files[0].sha256, "the sum is that in the manifest");
  await anna.turn("reports");
  await anna.click("#export");
  const archive = await anna.saved(/^reports\.tar$/);
  const { stdout } = await run("tar", ["tf", archive]);
  assert.equal(stdout.trim(), `${report}.age`, "all is in one archive");
  anna.requireCalm();
});

test("a doctor enrols, opens through the store, and cannot any more when it is taken back", { skip: absent }, async (t) => {
  const { store, person, anna, bertha } = await patientAndDoctor(t);
  await bertha.turn("keys");
  await bertha.sees("This device opens reports together with the store.");
  await bertha.meet(await anna.card());

  const report = await anna.leave([written(store, "report.txt", "pulse 60\n")], { title: "Blood test", readers: ["Dr. Bertha Blau"] });
  await bertha.turn("reports");
  await bertha.sees("Blood test");
  await anna.turn("reports");
  await anna.turn(`report-${report}`);
  await anna.sees("0 of at most");

  await bertha.turn(`report-${report}`);
  await bertha.click("#open");
  await bertha.sees("The signature is good");
  await bertha.sees("Anna Amsel", "phr-content");
  await bertha.sees("report.txt");

  await anna.turn("reports");
  await anna.turn(`report-${report}`);
  await anna.sees("1 of at most");
  await anna.sees("proved by signature");
  await anna.click("button[aria-label='Take back from Dr. Bertha Blau']");
  await anna.click("dialog#take-back[open] button.danger");
  await anna.sees("Taken back from Dr. Bertha Blau.");

  await bertha.visit();
  await bertha.signIn();
  await bertha.turn("reports");
  assert.ok(!(await bertha.text()).includes("Blood test"), "it is in her list no more");
  await bertha.turn(`report-${report}`);
  await bertha.sees("It is no longer there");

  // Granted anew, with the right to ask for a second opinion.
  await anna.click("#let");
  await anna.click("dialog#grant[open] #grant-on");
  await anna.click("dialog#grant[open] button.primary");
  await anna.sees("Dr. Bertha Blau may open it now.");
  const clara = await person("Dr. Clara Cyan");
  await clara.join("doctor");
  await bertha.meet(await clara.card());
  await bertha.turn(`report-${report}`);
  await bertha.click("#open");
  await bertha.sees("Anna Amsel granted it to you");
  await bertha.click("#let");
  await bertha.page.waitForSelector("dialog#grant[open] #grant-note");
  await bertha.page.select("#grant-contact", await bertha.page.$$eval("#grant-contact option", (all) => all.find((option) => option.textContent.includes("Clara")).value));
  await bertha.type("#grant-note", "What do you think of it?");
  await bertha.click("dialog#grant[open] button.primary");
  await bertha.sees("Dr. Clara Cyan may open it now.");
  await clara.turn("reports");
  await clara.sees("Note on: Blood test");
  await clara.turn(`report-${report}`);
  await clara.click("#open");
  await clara.sees("granted it to you");
  await clara.sees("new", "phr-content");
  for (const each of [anna, bertha, clara]) {
    each.requireCalm();
  }
});

test("a report is erased later, kept after all, and erased at once by the recovery key", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const report = await anna.leave([written(store, "report.txt", "pulse 60\n")], { title: "Blood test" });
  await anna.turn(`report-${report}`);
  await anna.click("#erase-later");
  await anna.click("dialog#later[open] button.danger");
  await anna.sees("Only you can still open this report.");
  await anna.click("#keep");
  await anna.sees("The report is kept.");
  await anna.click("#erase-now");
  await anna.page.waitForSelector("dialog#now[open]");
  await anna.choose("#recovery-file", anna.second);
  await anna.type("#recovery-passphrase", anna.passphrase);
  await anna.click("dialog#now[open] button.danger");
  await anna.sees("The report is erased.");
  await anna.turn("reports");
  await anna.sees("There is no report yet.");
  anna.requireCalm();
});

test("phr takes over a doctor's passphrase file, and opens through the store with it", { skip: absent }, async (t) => {
  const { store, anna, bertha } = await patientAndDoctor(t);
  const report = await anna.leave([written(store, "report.txt", "pulse 60\n")], { title: "Blood test", readers: ["Dr. Bertha Blau"] });

  const passphrase = store.write("passphrase", `${bertha.passphrase}\n`);
  await store.phr("bertha", "store", "join", "--passphrase-file", passphrase, bertha.second);
  assert.match(await store.phr("bertha", "store", "list"), /Blood test/, "phr reads the title with the keys of the page");
  await store.phr("bertha", "store", "get", report, "-o", "opened.txt");
  assert.equal(store.read("opened.txt").toString(), "pulse 60\n", "and opens the report with the file's part of the key");
  await anna.turn("reports");
  await anna.turn(`report-${report}`);
  await anna.sees("1 of at most");
  await anna.sees("proved by signature");
  anna.requireCalm();
});
