// Reports that the pages write are opened by phr, age, tar and minisign, and the other way round; what is altered is refused.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, openAsBlob, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { generateX25519Identity, identityToRecipient } from "../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import { decryptStream, newFile, payloadSize, streamOf } from "../../src/main/resources/org/phrkit/server/web/phr/age.js";
import { concat, utf8 } from "../../src/main/resources/org/phrkit/server/web/phr/bytes.js";
import { SigningKey } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { openReport, padded, readManifest, writeReport } from "../../src/main/resources/org/phrkit/server/web/phr/report.js";

const phr = fileURLToPath(new URL("../../../phr", import.meta.url));
const noPhr = existsSync(fileURLToPath(new URL("../../../phr-cli/target/phr.jar", import.meta.url))) ? false : "phr is not built";
const noTools = existsSync("/usr/bin/age") && existsSync("/usr/bin/minisign") ? false : "age or minisign is not installed";

const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);
const sender = SigningKey.generate();
const ODD = ["a b.txt", "-rf", "Ärztebrief mit langem Namen, der mehr als einhundert Zeichen hat, damit er in einen Kopf nach POSIX kommt – ja.txt", "empty", "'\"$x`.pdf", "日本.bin"];

function folder(t) {
  const made = mkdtempSync(join(tmpdir(), "phr-pages-"));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const contents = () => ODD.map((name, i) => ({ name, content: new Blob([new Uint8Array(name === "empty" ? 0 : 70_000 * i + 1).fill(i)]) }));
const collected = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());

/** A report as the pages write it: one age file. */
async function written(files, readers = [{ recipient, mayGrant: false }]) {
  const report = await writeReport({ files, sender, readers, checkpoint: "store\n7\nAAAA\n\n— store AAAA\n" });
  const file = await newFile(readers.map((reader) => reader.recipient));
  const payload = await collected(file.payload(report.archive()));
  assert.equal(payload.length, payloadSize(report.size), "the size of a payload is known before it is made");
  return { report, age: concat(file.header, payload) };
}

/** What a page reads of it: names and hashes. */
async function read(plaintext) {
  const report = await openReport(plaintext);
  const found = [];
  await report.readFiles((file) => {
    const hash = createHash("sha256");
    return { write: (chunk) => hash.update(chunk), close: () => found.push(`${hash.digest("hex")} ${file.name}`) };
  });
  return { ...report, found };
}

const expected = async (files) =>
  Promise.all(files.map(async ({ name, content }) => `${createHash("sha256").update(new Uint8Array(await content.arrayBuffer())).digest("hex")} ${name}`));

test("a report is read as it was written", async () => {
  const files = contents();
  const { report, age } = await written(files);
  const back = await read(await decryptStream(streamOf(age), [identity]));
  assert.deepEqual(back.found, await expected(files));
  assert.equal(back.sha256, report.sha256);
  assert.equal(back.manifest.sender, sender.verificationKey);
  assert.equal(back.manifest.checkpoint, "store\n7\nAAAA\n\n— store AAAA\n");
});

test("phr opens what the pages write", { skip: noPhr }, async (t) => {
  const into = folder(t);
  const files = contents();
  const { age } = await written(files);
  writeFileSync(join(into, "r.age"), age);
  writeFileSync(join(into, "key"), `${identity}\n`);
  execFileSync(phr, ["decrypt", "-i", "key", "--from", sender.verificationKey, "-o", "opened", "r.age"], { cwd: into });
  assert.deepEqual(readdirSync(join(into, "opened")).filter((name) => !name.startsWith("manifest.json")).sort(), [...ODD].sort());
  for (const { name, content } of files) {
    assert.deepEqual(new Uint8Array(readFileSync(join(into, "opened", name))), new Uint8Array(await content.arrayBuffer()), name);
  }
});

test("age, tar, minisign and sha256sum open what the pages write", { skip: noTools }, async (t) => {
  const into = folder(t);
  const { age } = await written(contents());
  writeFileSync(join(into, "r.age"), age);
  writeFileSync(join(into, "key"), `${identity}\n`);
  execFileSync("sh", ["-c", "age -d -i key r.age | tar -x"], { cwd: into });
  execFileSync("minisign", ["-V", "-P", sender.verificationKey, "-m", "manifest.json"], { cwd: into });
  const manifest = JSON.parse(readFileSync(join(into, "manifest.json"), "utf8"));
  writeFileSync(join(into, "sums"), manifest.files.map((file) => `${file.sha256}  ${file.name}\n`).join(""));
  assert.equal(execFileSync("sha256sum", ["-c", "--quiet", "sums"], { cwd: into }).toString(), "");
});

test("the pages open what phr writes", { skip: noPhr }, async (t) => {
  const into = folder(t);
  const files = contents();
  for (const { name, content } of files) writeFileSync(join(into, name), new Uint8Array(await content.arrayBuffer()));
  writeFileSync(join(into, "sender"), sender.text());
  execFileSync(phr, ["encrypt", "--sign", "sender", "-r", recipient, "-o", "r.age", "--", ...ODD], { cwd: into });
  const back = await read(await decryptStream((await openAsBlob(join(into, "r.age"))).stream(), [identity]));
  assert.deepEqual(back.found, await expected(files));
});

test("a large report is written and read in little memory", async () => {
  const size = 300 << 20;
  const piece = new Blob([new Uint8Array(1 << 20)]);
  const content = new Blob(Array.from({ length: size >> 20 }, () => piece));
  const report = await writeReport({ files: [{ name: "large", content }], sender, readers: [{ recipient, mayGrant: false }] });
  const file = await newFile([recipient]);
  const stream = file.payload(report.archive());
  const whole = new ReadableStream({
    async start(controller) {
      controller.enqueue(file.header);
      const reader = stream.getReader();
      this.reader = reader;
    },
    async pull(controller) {
      const { done, value } = await this.reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const opened = await openReport(await decryptStream(whole, [identity]));
  await opened.readFiles(() => ({
    write: () => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    },
    close: () => {},
  }));
  assert.ok(most < 150 << 20, `${most >> 20} MiB`);
});

/** An archive of plain files, each of them given as [name, bytes, change of its header]. */
async function archive(t, list) {
  const into = folder(t);
  for (const [name, bytes] of list) writeFileSync(join(into, name), bytes);
  execFileSync("tar", ["--format=ustar", "-cf", "all.tar", "--", ...list.map(([name]) => name)], { cwd: into });
  return new Uint8Array(readFileSync(join(into, "all.tar")));
}

test("what was altered is refused, and no file of it counts", async (t) => {
  const files = [{ name: "a.txt", content: new Blob(["one"]) }, { name: "b.txt", content: new Blob(["two"]) }];
  const report = await writeReport({ files, sender, readers: [{ recipient, mayGrant: false }] });
  const whole = await collected(report.archive());
  const signature = text(whole, "manifest.json.minisig", whole.indexOf(0x75, 1024));
  const parts = { manifest: utf8(report.manifest), signature };
  const same = [["manifest.json", parts.manifest], ["manifest.json.minisig", parts.signature], ["a.txt", utf8("one")], ["b.txt", utf8("two")]];
  await read(streamOf(await archive(t, same)));
  const refused = async (list, message) => assert.rejects(async () => read(streamOf(await archive(t, list))), { message });
  await refused([same[0], same[1], ["a.txt", utf8("One")], same[3]], "a file is not the one that was signed: its content differs");
  await refused([same[0], same[1], ["a.txt", utf8("one!")], same[3]], "a file is not the one that was signed: its kind, name or size differs");
  await refused([same[0], same[1], same[3], same[2]], "a file is not the one that was signed: its kind, name or size differs");
  await refused(same.slice(0, 3), "a file that was signed is missing");
  await refused([...same, ["c.txt", utf8("three")]], "there is a file that was not signed");
  await refused([same[1], same[0], same[2], same[3]], "the package does not begin with manifest.json and its signature");
  await refused([["manifest.json", utf8(report.manifest.replace("b.txt", "c.txt"))], ...same.slice(1)], "the manifest: the signature does not match");
  await refused([same[0], ["manifest.json.minisig", utf8(SigningKey.generate().sign(parts.manifest, "x"))], same[2], same[3]], "the manifest: signed by another key");
  const tail = whole.slice();
  tail[tail.length - 1] = 1;
  await assert.rejects(read(streamOf(tail)), { message: "there is data behind the last file" });
  await assert.rejects(read(streamOf(whole.slice(0, 2048))), { message: /the package (is not whole|does not begin)/ });
  const link = whole.slice();
  const at = find(link, utf8("a.txt\0"), 1024);
  link[at + 156] = 0x32;
  link.set(utf8(checksum(link.subarray(at, at + 512))), at + 148);
  await assert.rejects(read(streamOf(link)), { message: "a file is not the one that was signed: its kind, name or size differs" });
  link[at + 148]++;
  await assert.rejects(read(streamOf(link)), { message: "the package is not a well-formed tar archive" });
});

/** The text of a file in an archive. */
function text(whole, name) {
  const at = find(whole, utf8(`${name}\0`), 0);
  const size = Number.parseInt(Buffer.from(whole.subarray(at + 124, at + 135)).toString(), 8);
  return whole.slice(at + 512, at + 512 + size);
}

const find = (bytes, part, from) => Buffer.from(bytes).indexOf(Buffer.from(part), from);

const checksum = (head) =>
  `${[...head].reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0).toString(8).padStart(6, "0")}\0 `;

test("each altered byte of an age file is noticed", async () => {
  const { age } = await written([{ name: "a.txt", content: new Blob(["one"]) }]);
  for (let at = 0; at < age.length; at += 97) {
    const altered = age.slice();
    altered[at] ^= 1;
    await assert.rejects(async () => read(await decryptStream(streamOf(altered), [identity])), `byte ${at}`);
  }
});

test("names that lead elsewhere, and names twice, are in no report", async () => {
  for (const name of ["..", ".", "", "a/b", "a\\b", "manifest.json", "Manifest.json.minisig", "a\u202eb", "x".repeat(256)]) {
    await assert.rejects(writeReport({ files: [{ name, content: new Blob([]) }], sender, readers: [{ recipient, mayGrant: false }] }), { message: "a file in a report must have a plain name of at most 255 bytes" }, name);
  }
  const twice = ["a.txt", "A.TXT"].map((name) => ({ name, content: new Blob([]) }));
  await assert.rejects(writeReport({ files: twice, sender, readers: [{ recipient, mayGrant: false }] }), { message: "two files in a report have the same name" });
});

test("members that are there twice or are not known are refused", async () => {
  const { manifest } = await writeReport({ files: [{ name: "a", content: new Blob([]) }], sender, readers: [{ recipient, mayGrant: false }] });
  for (const [changed, message] of [
    [manifest.replace('"id"', '"extra" : 1, "id"'), "has a member that is not known"],
    [manifest.replace('"id"', `"id" : "${"0".repeat(32)}", "id"`), "is not JSON"],
    [manifest.replace("phr/report/2", "phr/report/3"), "the manifest is of an unknown type"],
    [`${manifest}x`, "is not JSON"],
  ]) {
    assert.throws(() => readManifest(changed, sender.sign(utf8(changed), "x")), { message });
  }
});

test("sizes are padded by PADMÉ", () => {
  // By the paper's own rule, in whole numbers: the lowest E - S bits are zero.
  for (const size of [0, 1, 2, 9, 1000, 10_240, 123_457, 10 ** 9 + 7, 2 ** 40 + 1]) {
    if (size < 2) {
      assert.equal(padded(size), size);
      continue;
    }
    const big = BigInt(size);
    const exponent = BigInt(big.toString(2).length - 1);
    const mask = (1n << (exponent - BigInt(exponent.toString(2).length))) - 1n;
    assert.equal(BigInt(padded(size)), (big + mask) & ~mask);
  }
});
