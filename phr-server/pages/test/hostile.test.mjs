// Reports of a hostile sender: the pages take none that phr refuses, and refuse none that it takes but those named here.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { generateX25519Identity, identityToRecipient } from "../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import { decryptStream, newFile, streamOf } from "../../src/main/resources/org/phrkit/server/web/phr/age.js";
import { concat, utf8 } from "../../src/main/resources/org/phrkit/server/web/phr/bytes.js";
import { SigningKey } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { openReport } from "../../src/main/resources/org/phrkit/server/web/phr/report.js";

const jar = fileURLToPath(new URL("../../../phr-cli/target/phr.jar", import.meta.url));
const absent = existsSync(jar) ? false : "phr is not built";

const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);
const sender = SigningKey.generate();
const ZEROS = new Uint8Array(1024);

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Sets bytes of a header, and its checksum after that. */
function changed(head, changes) {
  for (const [at, value] of Object.entries(changes)) head.set(typeof value === "string" ? Buffer.from(value, "latin1") : value, Number(at));
  head.set(utf8("        "), 148);
  head.set(utf8(`${head.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `), 148);
  return head;
}

/** A file in an archive; changes are of its header, by offset. */
function member(name, content, changes = {}) {
  const bytes = utf8(content);
  const head = new Uint8Array(512);
  head.set(utf8(name).subarray(0, 100));
  head.set(utf8(`0000600\x000000000\x000000000\x00${bytes.length.toString(8).padStart(11, "0")}\x0000000000000\x00`), 100);
  head.set(utf8("0"), 156);
  head.set(utf8("ustar\x0000"), 257);
  return concat(changed(head, changes), bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
}

/** "LENGTH KEY=VALUE\n" of pax. */
function record(key, value) {
  const rest = utf8(` ${key}=${value}\n`).length;
  const length = rest + String(rest + String(rest).length).length;
  return `${length} ${key}=${value}\n`;
}

const pax = (...records) => member("pax", records.map(([key, value]) => record(key, value)).join(""), { 156: "x" });

const entry = (name, content = "one", changes = {}) => ({ name, size: utf8(content).length, sha256: sha256(content), mediaType: "text/plain", ...changes });

/** The text of a manifest; members are changed, or the text is by a function. */
function manifestOf(changes = {}) {
  const members = {
    type: "phr/report/2",
    id: "0123456789abcdef0123456789abcdef",
    created: "2026-01-02T03:04:05Z",
    sender: sender.verificationKey,
    readers: [{ recipient, mayGrant: false }],
    files: [entry("a.txt")],
    ...changes,
  };
  return JSON.stringify(members);
}

const signed = (manifest, signature = sender.sign(utf8(manifest), "x")) => concat(member("manifest.json", manifest), member("manifest.json.minisig", signature));
const one = member("a.txt", "one");
const good = manifestOf();
const signature = sender.sign(utf8(good), "x");

/** An archive with another manifest over the same file. */
const says = (manifest, file = one) => concat(signed(manifest), file, ZEROS);
/** An archive with something in the place of the file. */
const holds = (...parts) => concat(signed(good), ...parts, ZEROS);
/** An archive of a file of that name, which the manifest names. */
const named = (name) => says(manifestOf({ files: [entry(name)] }), utf8(name).length > 100 || /[^ -~]/.test(name) ? concat(pax(["path", name]), member("x", "one")) : member(name, "one"));
/** With another signature file. */
const under = (text) => concat(signed(good, text), one, ZEROS);

const passedOn = (depth) => {
  let manifest = good;
  for (let i = 0; i < depth; i++) {
    manifest = manifestOf({ grantedFrom: { manifest: Buffer.from(manifest).toString("base64"), signature: sender.sign(utf8(manifest), "x") } });
  }
  return says(manifest);
};

const lines = signature.split("\n");
const commented = (comment) => sender.sign(utf8(good), comment);
const whole = holds(one);
const OTHER = SigningKey.generate();

/** @type {Record<string, Uint8Array>} plaintexts of which both readers think the same */
const CASES = {
  "a good one": whole,
  "passed on twice": passedOn(2),
  "a long name": named(`${"ä".repeat(127)}a`),
  "a name of 256 bytes": named("ä".repeat(128)),
  ...Object.fromEntries(["/etc/passwd", "../a", "..", ".", "", "a/", "a/../b", "a\\b", "C:a", "a\0b", "a\nb", "a\u001bb", "a\u007fb", "a\u0085b", "a\u202eb", "a\u2066b", "a\ufeffb", "a\u00adb", "a\ue000b", "a\ufffeb", "a\u0378b", "a\u{e0001}b", "manifest.json", "MANIFEST.JSON.minisig", "mani\u017fest.json", "manife\u017ft.json", "man\u0131fest.json", "MAN\u0130FEST.json", "manifest.json.m\u0131nisig", "-rf", ".hidden", "CON", "a.txt "].map((name) => [`a name ${JSON.stringify(name)}`, named(name)])),
  "a name with half a surrogate pair": says(good.replace("a.txt", "\\ud800.txt")),
  "names that differ in case": concat(signed(manifestOf({ files: [entry("a.txt"), entry("A.TXT")] })), one, member("A.TXT", "one"), ZEROS),
  "names that differ in case and are not ASCII": concat(signed(manifestOf({ files: [entry("a\u0130"), entry("ai\u0307")] })), pax(["path", "a\u0130"]), one, pax(["path", "ai\u0307"]), one, ZEROS),
  "a file twice in the archive": holds(one, one),
  "a file twice in the manifest": concat(signed(manifestOf({ files: [entry("a.txt"), entry("a.txt")] })), one, one, ZEROS),
  "a file that is not there": says(manifestOf({ files: [entry("a.txt"), entry("b.txt")] })),
  "no file": says(manifestOf({ files: [] })),
  "a size too small": says(manifestOf({ files: [entry("a.txt", "one", { size: 2 })] })),
  "a size too large": says(manifestOf({ files: [entry("a.txt", "one", { size: 4 })] })),
  "another hash": says(manifestOf({ files: [entry("a.txt", "two")] })),
  "a hash in capitals": says(manifestOf({ files: [entry("a.txt", "one", { sha256: sha256("one").toUpperCase() })] })),
  "a hash with a line end": says(manifestOf({ files: [entry("a.txt", "one", { sha256: `${sha256("one")}\n` })] })),
  "a media type with a line end": says(manifestOf({ files: [entry("a.txt", "one", { mediaType: "text/plain\n" })] })),
  "no media type": says(manifestOf({ files: [entry("a.txt", "one", { mediaType: "" })] })),
  ...Object.fromEntries(["-1", "3.0", "3e0", "\"3\"", "03", "+3", "9223372036854775808", "1e400", "null", "NaN"].map((size) => [`a size ${size}`, says(good.replace('"size":3', `"size":${size}`))])),
  "a size of minus nothing": says(manifestOf({ files: [entry("a.txt", "")] }).replace('"size":0', '"size":-0'), member("a.txt", "")),
  ...Object.fromEntries(["2026-01-02T03:04Z", "2026-02-30T03:04:05Z", "2026-04-31T03:04:05Z", "2023-02-29T03:04:05Z", "2024-02-29T03:04:05Z", "2026-01-02T24:00:00Z", "2026-01-02T24:00:01Z", "2026-01-02T23:59:60Z", "2026-13-02T03:04:05Z", "2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.Z", "2026-01-02 03:04:05Z", "2026-01-02T03:04:05", "0000-01-01T00:00:00Z", "2026-01-02T03:04:05Z\n", ""].map((created) => [`made at ${JSON.stringify(created)}`, says(manifestOf({ created }))])),
  "an id in capitals": says(manifestOf({ id: "0123456789ABCDEF0123456789ABCDEF" })),
  "no readers": says(manifestOf({ readers: [] })),
  ...Object.fromEntries(["", "x", "age1", `${recipient}x`, recipient.toUpperCase(), `${recipient} `, recipient.replace(/.$/, (last) => (last === "q" ? "p" : "q")), "age1phr1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", "age1\u202e"].map((other) => [`another reader ${JSON.stringify(other)}`, says(manifestOf({ readers: [{ recipient, mayGrant: false }, { recipient: other, mayGrant: false }] }))])),
  "a reader twice": says(manifestOf({ readers: [{ recipient, mayGrant: false }, { recipient, mayGrant: false }] })),
  "a reader who may grant without a key": says(manifestOf({ readers: [{ recipient, mayGrant: true }] })),
  "a reader whose signer is none": says(manifestOf({ readers: [{ recipient, signer: "RWx", mayGrant: false }] })),
  "schema 1": says(manifestOf({ type: undefined, schema: 1, readers: undefined, recipients: [recipient] })),
  "schema 1 with a reader twice": says(manifestOf({ type: undefined, schema: 1, readers: undefined, recipients: [recipient, recipient] })),
  "schema 1 with a reader that is none": says(manifestOf({ type: undefined, schema: 1, readers: undefined, recipients: [recipient, "x"] })),
  "both schemas": says(manifestOf({ schema: 1 })),
  "an empty checkpoint": says(manifestOf({ checkpoint: "" })),
  "a checkpoint with a control": says(manifestOf({ checkpoint: "a\u001b" })),
  "a checkpoint that is too long": says(manifestOf({ checkpoint: "a".repeat(16_385) })),
  "deep JSON": says(good.replace('"size":3', `"size":${"[".repeat(100_000)}${"]".repeat(100_000)}`)),
  "JSON with a member twice": says(good.replace('"id"', '"id":"x","id"')),
  "JSON with a member twice, once escaped": says(good.replace('"id"', '"\\u0069d":"0123456789abcdef0123456789abcdef","id"')),
  "JSON with a comma too many": says(good.replace("]}", "],}")),
  "JSON in single quotes": says(good.replaceAll('"', "'")),
  "JSON with a comment": says(`/**/${good}`),
  "JSON behind JSON": says(`${good}{}`),
  "JSON with a control in a text": says(good.replace("text/plain", "text/\tplain")),
  "JSON with a mark of its byte order": says(`\ufeff${good}`),
  "JSON in blanks of another kind": says(`\u00a0${good}`),
  "JSON in line ends": says(`\r\n\t ${good} \r\n`),
  "JSON with a form feed": says(`\f${good}`),
  "no JSON": says(""),
  "a list": says(`[${good}]`),
  "an unknown member": says(manifestOf({ extra: 1 })),
  "an unknown type": says(manifestOf({ type: "phr/report/3" })),
  "a sender that is none": says(manifestOf({ sender: "RWx" })),
  "a sender of another key": says(manifestOf({ sender: OTHER.verificationKey })),
  "signed by another key": under(OTHER.sign(utf8(good), "x")),
  "no signature": concat(member("manifest.json", good), one, ZEROS),
  "an empty signature": under(""),
  "the signature first": concat(member("manifest.json.minisig", signature), member("manifest.json", good), one, ZEROS),
  "the signature of another manifest": under(sender.sign(utf8(`${good} `), "x")),
  "the signature of an older form": under(signature.replace(lines[1], Buffer.concat([Buffer.from("Ed"), Buffer.from(lines[1], "base64").subarray(2)]).toString("base64"))),
  "another trusted comment": under(signature.replace("trusted comment: x", "trusted comment: y")),
  "a signature with blank lines before it": under(`\n\n${signature}`),
  "a signature with blank lines behind it": under(`${signature}\n\n`),
  "a signature with a blank behind it": under(`${signature} `),
  "a signature without its last line end": under(signature.trimEnd()),
  "a signature with line ends of Windows": under(signature.replaceAll("\n", "\r\n")),
  "a signature in five lines": under(`${signature}x\n`),
  "a signature with a control in its comment": under(commented("x\u001b[2J")),
  "a signature with a tab in its comment": under(commented("x\ty")),
  "a signature with a control in its first comment": under(signature.replace("phr secret", "phr\u0007secret")),
  "a signature with a long comment": under(commented("x".repeat(9000))),
  "a signature with a long first comment": under(signature.replace("phr secret", "x".repeat(9000))),
  "a signature with base64 without its end": under(signature.replace(/=+\n/g, "\n")),
  "a signature of 70,000 bytes": under(`${signature.trimEnd()}${"\n".repeat(70_000)}`),
  ...Object.fromEntries([..."123456789ADKLMNSVXgx\u0000"].map((type) => [`a file of the type ${JSON.stringify(type)}`, holds(member("a.txt", "one", { 156: type }))])),
  "a link with a name": holds(member("a.txt", "one", { 156: "2", 157: "/etc/passwd" })),
  "a prefix": holds(member("a.txt", "one", { 345: "folder" })),
  "a magic of GNU": holds(member("a.txt", "one", { 257: "ustar  \0" })),
  "a magic of GNU and a prefix": holds(member("a.txt", "one", { 257: "ustar  \0", 345: "folder" })),
  "no magic": holds(member("a.txt", "one", { 257: "\0\0\0\0\0\0\0\0" })),
  "a name that is not UTF-8": holds(member("a.txt", "one", { 0: [0xff, 0xfe] })),
  "another name behind the end of a name": holds(member("a.txt", "one", { 6: "x" })),
  ...Object.fromEntries(Object.entries({ "of another": "00000000002\0", "a negative one": "-0000000003\0", "base 256": [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3], "a negative one of base 256": new Uint8Array(12).fill(0xff), "a huge one of base 256": [0x80, ...new Uint8Array(11).fill(0xff)], "a huge one": "777777777777", "with an 8": "00000000008\0", "all zero": "\0\0\0\0\0\0\0\0\0\0\0\0", "blanks before it": "          3\0", "blanks behind it": "3          \0", "a blank in it": "0000 000003\0", "a zero byte in it": "0000003\x0077 \0", "a zero byte before it": "\x000000000003", letters: "abcdefghijk\0", "no end": "000000000003" }).map(([what, size]) => [`a size in a header: ${what}`, holds(member("a.txt", "one", { 124: size }))])),
  "a mode that is no number": holds(member("a.txt", "one", { 100: "rw-r--r" })),
  "an owner that is no number": holds(member("a.txt", "one", { 108: "root" })),
  "a device that is no number": holds(member("a.txt", "one", { 329: "x", 337: "x" })),
  "a time that is no number": holds(member("a.txt", "one", { 136: "today" })),
  "pax for the manifest": concat(pax(["path", "manifest.json"]), member("x", good), member("manifest.json.minisig", signature), one, ZEROS),
  "pax for the signature": concat(member("manifest.json", good), pax(["path", "manifest.json.minisig"]), member("x", signature), one, ZEROS),
  "pax with the name": holds(pax(["path", "a.txt"]), member("b.txt", "one")),
  "pax with another name": holds(pax(["path", "b.txt"]), one),
  "pax with a path": holds(pax(["path", "../a.txt"]), one),
  "pax with a size": holds(pax(["size", "3"]), member("a.txt", "one", { 124: "00000000000\0" })),
  "pax with a size that differs": holds(pax(["size", "2"]), one),
  "pax with a huge size": holds(pax(["size", "9007199254740993"]), one),
  "pax with a size beyond all": holds(pax(["size", "9".repeat(30)]), one),
  "pax with a negative size": holds(pax(["size", "-3"]), one),
  "pax with a size with a sign": holds(pax(["size", "-0"]), member("a.txt", "one")),
  "pax with a link": holds(pax(["linkpath", "/etc/passwd"]), one),
  "pax with a time that is none": holds(pax(["mtime", "today"]), one),
  "pax with an owner that is none": holds(pax(["uid", "root"]), one),
  "pax of a sparse file": holds(pax(["GNU.sparse.map", "0,3"], ["GNU.sparse.size", "3"]), one),
  "pax of a sparse file of version 1": holds(pax(["GNU.sparse.major", "1"], ["GNU.sparse.minor", "0"], ["GNU.sparse.realsize", "3"], ["GNU.sparse.name", "a.txt"]), one),
  "pax of a sparse file of star": holds(pax(["SCHILY.filetype", "sparse"], ["SCHILY.realsize", "9"]), one),
  "pax with a device": holds(pax(["SCHILY.devmajor", "x"]), one),
  "pax without a line end": holds(member("pax", "13 path=a.txt", { 156: "x" }), one),
  "pax with a length of another": holds(member("pax", "99 path=a.txt\n", { 156: "x" }), one),
  "pax with a length of nothing": holds(member("pax", "0 path=a.txt\n", { 156: "x" }), one),
  "pax without a value": holds(member("pax", "8 path=\n", { 156: "x" }), one),
  "pax without a key": holds(member("pax", "7 =abc\n", { 156: "x" }), one),
  "pax of 100,000 bytes": holds(pax(["comment", "x".repeat(100_000)]), one),
  "pax and nothing": holds(pax(["path", "a.txt"])),
  "one file too many": holds(one, member("b.txt", "two")),
  "100 files too many": holds(one, ...Array.from({ length: 100 }, (_, i) => member(`${i}`, "x"))),
  "data behind the end": concat(whole, utf8("x")),
  "data far behind the end": concat(whole, new Uint8Array(20_000), utf8("x")),
  "a file behind the end": concat(whole, one, ZEROS),
  "an end of one block, and a file": concat(signed(good), one, ZEROS.subarray(512), member("b.txt", "two"), ZEROS),
  "an end before the file": concat(signed(good), ZEROS, one, ZEROS),
  "nothing at all": new Uint8Array(),
  "zeros alone": ZEROS,
  ...Object.fromEntries(Array.from({ length: whole.length / 512 + 1 }, (_, i) => [`cut after ${i * 512} bytes`, whole.subarray(0, i * 512)])),
  ...Object.fromEntries(Array.from({ length: whole.length / 512 }, (_, i) => [`cut after ${i * 512 + 100} bytes`, whole.subarray(0, i * 512 + 100)])),
};

/** What phr takes and the pages do not: no writer of reports makes any of it. */
const STRICTER = [
  'made at "2026-01-02T23:59:60Z"',
  'made at "2026-01-02T03:04:05.Z"',
  "no magic",
  "a size in a header: base 256",
  "pax without a value",
  "pax without a key",
  "pax of 100,000 bytes",
  `cut after ${whole.length - 1024} bytes`,
  `cut after ${whole.length - 924} bytes`,
];

async function sealed(plaintext) {
  const file = await newFile([recipient]);
  return concat(file.header, new Uint8Array(await new Response(file.payload(streamOf(plaintext))).arrayBuffer()));
}

/** What a page says of it. */
async function verdict(age) {
  try {
    const report = await openReport(await decryptStream(streamOf(age), [identity]));
    assert.ok(report.manifest.readers.some((reader) => reader.recipient === recipient), "it is for us");
    await report.readFiles(() => ({ write: () => {}, close: () => {} }));
    return "yes";
  } catch (e) {
    return `no ${e.message}`;
  }
}

test("the pages take what phr takes, and nothing else", { skip: absent }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "phr-hostile-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const reports = [];
  for (const [what, plaintext] of Object.entries(CASES)) reports.push([what, await sealed(plaintext)]);
  const { 1: age } = reports[0];
  for (const cut of [0, 1, 100, age.length - 17, age.length - 1]) reports.push([`an age file of ${cut} bytes`, age.slice(0, cut)]);
  reports.push(["an age file and a byte", concat(age, utf8("x"))]);
  reports.forEach(([, bytes], i) => writeFileSync(join(folder, `${i}`), bytes));
  const source = fileURLToPath(new URL("Verdicts.java", import.meta.url));
  const phr = execFileSync("java", ["-cp", jar, source, identity, ...reports.map((_, i) => join(folder, `${i}`))], { encoding: "utf8" }).trimEnd().split("\n");
  assert.equal(phr.length, reports.length, "phr says something of each");
  const differ = [];
  for (const [i, [what, bytes]] of reports.entries()) {
    const page = await verdict(bytes);
    if (page.startsWith("yes") !== phr[i].startsWith("yes")) differ.push({ what, page, phr: phr[i] });
  }
  assert.equal(phr[0], "yes", "there is one that is good");
  assert.deepEqual(differ.filter(({ what, page }) => page === "yes" || !STRICTER.includes(what)), []);
});
