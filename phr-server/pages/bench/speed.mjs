// Loads the pages with nothing in the cache, and then encrypts and decrypts 64 MiB by the pages' code in Chromium and by age-encryption in Node, in turns, and prints MiB for each
// second of processor time. node bench/speed.mjs [ROUNDS], in phr-server/pages, after the store was built.
import puppeteer from "puppeteer-core";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { absent, realStore } from "../test/realstore.mjs";

if (absent) throw new Error(absent);
const MIB = 64;
const rounds = Number(process.argv[2] ?? 3);
const ends = [];
const store = await realStore({ after: (end) => ends.push(end) });
const browser = await puppeteer.launch({ executablePath: process.env.PHR_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage();
const begun = performance.now();
await page.goto(`${store.origin}/`);
await page.waitForSelector("#by-passkey");
const loadedMillis = performance.now() - begun;
const loaded = await page.evaluate(() => {
  const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return { bytes: all.reduce((sum, { transferSize }) => sum + transferSize, 0), requests: all.length };
});
console.log(`first load: ${loaded.bytes} bytes, ${loaded.requests} requests, ${loadedMillis.toFixed(0)} ms until one can sign in`);
const cdp = await page.createCDPSession();
await cdp.send("Performance.enable", { timeDomain: "threadTicks" });

/** Seconds of the page's own thread. */
async function threadSeconds() {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

async function inPage(what, work, ...more) {
  const before = await threadSeconds();
  const result = await page.evaluate(work, MIB, ...more);
  console.log(`Chromium ${what} ${(MIB / ((await threadSeconds()) - before)).toFixed(1)}`);
  return result;
}

async function inNode(what, work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  console.log(`Node     ${what} ${(MIB / ((user + system) / 1e6)).toFixed(1)}`);
  return result;
}

/** @param {number} mib */
async function encryptInPage(mib) {
  const { newFile } = await import("/phr/age.js");
  const { generateX25519Identity: generate, identityToRecipient: recipientOf } = await import("/vendor/crypto.js");
  globalThis.identity ??= await generate();
  const file = await newFile([await recipientOf(globalThis.identity)]);
  const plaintext = new Blob([new Uint8Array(mib << 20)]).stream();
  globalThis.sealed = [file.header, await new Response(file.payload(plaintext)).blob()];
}

async function decryptInPage() {
  const { decryptStream } = await import("/phr/age.js");
  const plaintext = await decryptStream(new Blob(globalThis.sealed).stream(), [globalThis.identity]);
  const reader = plaintext.getReader();
  let bytes = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) bytes += next.value.length;
  return bytes;
}

const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);
for (let round = 0; round < rounds; round++) {
  await inPage("encrypt", encryptInPage);
  const sealed = await inNode("encrypt", async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    return new Response(await encrypter.encrypt(new Blob([new Uint8Array(MIB << 20)]).stream())).blob();
  });
  const bytes = await inPage("decrypt", decryptInPage);
  if (bytes !== MIB << 20) throw new Error(`${bytes} bytes came back`);
  await inNode("decrypt", async () => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const reader = (await decrypter.decrypt(sealed.stream())).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read());
  });
}
await browser.close();
for (const end of ends) await end();
