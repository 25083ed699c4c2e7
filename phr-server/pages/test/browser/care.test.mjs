// What every page owes: nobody is kept out, nothing is told to whom it is not for, and a list opens nothing.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { encrypt, newFile } from "../../../src/main/resources/org/phrkit/server/web/phr/age.js";
import { hex, utf8 } from "../../../src/main/resources/org/phrkit/server/web/phr/bytes.js";
import { RequestKey, SigningKey, fingerprintHex } from "../../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { MediatedRecipient, stanzaTag } from "../../../src/main/resources/org/phrkit/server/web/phr/mediation.js";
import { writeReport } from "../../../src/main/resources/org/phrkit/server/web/phr/report.js";
import { card as cardOf, makeCard, parseSigned } from "../../../src/main/resources/org/phrkit/server/web/phr/statements.js";
import { Store } from "../../../src/main/resources/org/phrkit/server/web/phr/store.js";
import { generateX25519Identity, identityToRecipient, sha256 } from "../../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import { seriousFindings } from "./axe.mjs";
import { absent, pagesOf } from "./people.mjs";

const SHOTS = process.env.PHR_SCREENSHOTS;
const TITLE = "Blood test of November";
const NAME = "laboratory-values.txt";
const CONTENT = "pulse 60, a secret of Anna's";

/** A patient without a page, who leaves small reports fast. */
async function patient(store, name) {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const signing = SigningKey.generate();
  const card = makeCard({ name, recipient }, signing);
  const recovery = SigningKey.generate().verificationKey;
  const member = await Store.join(await store.invite("patient"), { card, signing, recovery, key: RequestKey.generate() });
  return {
    async leave(title, doctor) {
      const drawn = MediatedRecipient.parse(doctor.mediated).drawReportPart();
      const readers = [
        { recipient, signer: signing.verificationKey, mayGrant: false },
        { recipient: drawn.recipient, signer: doctor.signer, mayGrant: false },
      ];
      const report = await writeReport({ files: [{ name: "a.txt", content: new Blob([title]) }], sender: signing, readers });
      const file = await newFile(readers.map((reader) => reader.recipient));
      const payload = new Uint8Array(await new Response(file.payload(report.archive())).arrayBuffer());
      const upload = await member.createUpload(payload.length);
      await member.upload(upload, new Blob([payload]));
      await member.commit({
        report: report.id,
        upload,
        sha256: hex.encode(sha256(payload)),
        header: file.header,
        title: await encrypt(utf8(title), [recipient, doctor.recipient]),
        readers: [{ signer: fingerprintHex(doctor.signer), mayGrant: false, mediated: { part: drawn.part, tag: stanzaTag(file.shares[1]) } }],
      });
      return report.id;
    },
  };
}

test("a list of 100 reports opens nothing and counts nothing", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const bertha = await person("Dr. Bertha Blau");
  await bertha.join("doctor");
  const doctor = cardOf(parseSigned(await bertha.card()));
  const anna = await patient(store, "Anna Amsel");
  for (let i = 1; i <= 100; i++) {
    await anna.leave(`Report ${i}`, doctor);
  }
  const before = bertha.requests.length;
  await bertha.turn("reports");
  await bertha.sees("100 reports");
  await bertha.sees("Report 100");
  const asked = bertha.requests.slice(before).map((request) => `${request.method()} ${new URL(request.url()).pathname}`);
  assert.ok(asked.includes("GET /v1/reports"), "the list was asked for");
  assert.deepEqual(asked.filter((each) => !/^GET \/(icon\.svg|v1\/reports|v1\/log\/.*)$/.test(each)), [], "beside the log, and nothing else");
  await bertha.turn("history");
  await bertha.sees("granted to you by");
  assert.ok(!(await bertha.text("table")).includes("opened"), "no opening is in the log");
  bertha.requireCalm();
});

test("an administrator sees numbers, and no title, name of a file or content", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  mkdirSync(join(store.folder, "files"));
  writeFileSync(join(store.folder, "files", NAME), CONTENT);
  await anna.leave([join(store.folder, "files", NAME)], { title: TITLE });

  const otto = await person("Otto Ohm");
  const answers = [];
  otto.page.on("response", async (response) => answers.push(await response.text().catch(() => "")));
  await otto.join("administrator");
  await otto.sees("Entries of the log");
  await otto.sees("There is no backup");
  await otto.page.select("#role", "doctor");
  await otto.click("#invite");
  await otto.page.waitForSelector("#invitation-text");
  assert.match(await otto.text("#invitation-text"), /^http:\/\/localhost:\d+\/#[0-9a-f]{32}\.[0-9a-f]{32}$/, "an invitation is made");
  await otto.page.select("#role", "patient");

  const row = "tbody tr:first-child";
  await otto.click(`${row} button[aria-label^='Details']`);
  await otto.page.waitForSelector("dialog#details[open]");
  await otto.click("dialog#details[open] button");
  await otto.click(`${row} button[aria-label^='Set the quota']`);
  await otto.type("dialog#quota[open] #quota-gib", "2");
  await otto.click("dialog#quota[open] button.primary");
  await otto.sees("The quota is set.");
  await otto.sees("2.0 GiB");
  await otto.click(`${row} button[aria-label^='Suspend']`);
  await otto.click("dialog#sure[open] button.danger");
  await otto.sees("suspended");
  await otto.turn("history");
  await otto.turn("keys");

  const shown = await otto.page.evaluate(() => document.documentElement.outerHTML);
  for (const secret of [TITLE, NAME, CONTENT, "Blood", "laboratory"]) {
    assert.ok(!shown.includes(secret), `the page shows "${secret}"`);
    assert.ok(!answers.some((answer) => answer.includes(secret) && !answer.includes("texts")), `an answer holds "${secret}"`);
  }
  await anna.turn("reports");
  await anna.turn("history");
  await anna.sees("Your account is suspended");
  otto.requireCalm();
});

test("no page keeps anybody out", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  const bertha = await person("Dr. Bertha Blau");
  const otto = await person("Otto Ohm");
  mkdirSync(join(store.folder, "files"));
  for (const [name, content] of [[NAME, "pulse 60\n"], ["letter.pdf", pdf("All is well")]]) {
    writeFileSync(join(store.folder, "files", name), content);
  }
  await anna.visit("");
  await look(anna, "sign-in");
  await anna.visit("about");
  await look(anna, "about");
  const invitation = (await store.invite("patient")).split("#")[1];
  await anna.visit();
  await anna.visit(invitation);
  await look(anna, "join");
  await anna.join("patient");
  await bertha.join("doctor");
  await otto.join("administrator");
  await anna.meet(await bertha.card());
  await bertha.meet(await anna.card());
  const report = await anna.leave(["files/letter.pdf", `files/${NAME}`].map((name) => join(store.folder, name)), { title: TITLE, readers: ["Dr. Bertha Blau"] });
  await bertha.turn(`report-${report}`);
  await bertha.click("#open");
  await bertha.sees("The signature is good");
  await bertha.click("button[aria-label='View letter.pdf']");
  const frame = await (await bertha.page.waitForSelector("iframe")).contentFrame();
  await frame.waitForFunction(() => document.querySelector("canvas + .text")?.textContent.includes("All is well"), { timeout: 60_000 });
  await look(bertha, "doctor-report");
  for (const [who, pages] of [
    [anna, ["reports", `report-${report}`, "upload", "contacts", "history", "keys"]],
    [bertha, ["reports", "keys", "contacts"]],
    [otto, ["admin", "history", "keys"]],
  ]) {
    for (const page of pages) {
      await who.turn(page);
      await look(who, `${who.name.split(" ").at(-1)}-${page.split("-")[0]}`);
    }
  }
  await anna.turn(`report-${report}`);
  await anna.click("#let");
  await anna.page.waitForSelector("dialog#grant[open]");
  await look(anna, "grant");
  for (const each of [anna, bertha, otto]) {
    each.requireCalm();
  }
});

/** Looks at a page as it is on a telephone and on a screen, in light and dark, and with text of twice the size. */
async function look(person, name) {
  const { page } = person;
  for (const [width, scheme, text] of [[1280, "light", 1], [390, "light", 1], [360, "dark", 1], [1280, "dark", 1], [390, "light", 2]]) {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = `${size * 100}%`;
    }, text);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(excess <= 0, `${name} at ${width} px, text ${text}: ${excess} px wider than the screen`);
    if (text === 1) {
      assert.deepEqual(await seriousFindings(person), [], `${name} at ${width} px, ${scheme}`);
    }
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}-${width}-${scheme}${text > 1 ? "-large" : ""}.png`), fullPage: true });
    }
  }
  await page.evaluate(() => document.documentElement.removeAttribute("style"));
  await page.setViewport({ width: 1280, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
}

/** A small PDF with a line of text. */
function pdf(line) {
  const stream = `BT /F1 24 Tf 72 720 Td (${line}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 6\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}`;
  return `${text}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}
