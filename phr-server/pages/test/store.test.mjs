// A page's own client against a real store, with phr on the other side.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { generateX25519Identity, identityToRecipient, sha256 } from "../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import { decrypt, decryptStream, decryptWithPassphrase, encrypt, encryptWithPassphrase, headerOf, newFile, withReader } from "../../src/main/resources/org/phrkit/server/web/phr/age.js";
import { hex, text, utf8 } from "../../src/main/resources/org/phrkit/server/web/phr/bytes.js";
import { RequestKey, SigningKey, fingerprintHex } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { openReport, writeReport } from "../../src/main/resources/org/phrkit/server/web/phr/report.js";
import { deviceText, parseDevice } from "../../src/main/resources/org/phrkit/server/web/phr/secondway.js";
import { card, makeCard, makeCertificate, parseSigned, signedText } from "../../src/main/resources/org/phrkit/server/web/phr/statements.js";
import { Store } from "../../src/main/resources/org/phrkit/server/web/phr/store.js";
import { absent, asPage, realStore } from "./realstore.mjs";

const writeFile = (device, passphrase) => encryptWithPassphrase(utf8(deviceText(device)), passphrase);
const readFile = async (file, passphrase) => parseDevice(text(await decryptWithPassphrase(file, passphrase)));

/** Somebody who joins as the page does it. */
async function joined(real, role, name) {
  const identity = await generateX25519Identity();
  const signing = SigningKey.generate();
  const recoveryKey = SigningKey.generate();
  const shown = makeCard({ name, recipient: await identityToRecipient(identity) }, signing);
  const store = await Store.join(await real.invite(role), { card: shown, signing, recovery: recoveryKey.verificationKey, key: RequestKey.generate() });
  return { identity, recipient: await identityToRecipient(identity), signing, recoveryKey, card: shown, store };
}

/** Leaves a report, as the page does it. */
async function put(from, contacts, files) {
  const readers = [{ recipient: from.recipient, signer: from.signing.verificationKey, mayGrant: true }, ...contacts.map(({ recipient, signer }) => ({ recipient, signer, mayGrant: false }))];
  const report = await writeReport({ files, sender: from.signing, readers });
  const file = await newFile(readers.map((reader) => reader.recipient));
  const payload = await new Response(file.payload(report.archive())).blob();
  const upload = await from.store.createUpload(payload.size);
  await from.store.upload(upload, payload);
  await from.store.commit({
    report: report.id,
    upload,
    sha256: hex.encode(sha256(new Uint8Array(await payload.arrayBuffer()))),
    header: file.header,
    readers: contacts.map(({ signer }) => ({ signer: fingerprintHex(signer), mayGrant: false })),
    title: await encrypt(utf8("Blood test"), readers.map((reader) => reader.recipient)),
  });
  return report.id;
}

test("a patient in a page and a doctor with phr exchange reports", { skip: absent }, async (t) => {
  const real = await realStore(t);
  const anna = await joined(real, "patient", "Anna");
  await real.join("doctor", "doctor");
  await real.phr("doctor", "store", "card", "-o", "doctor.card");
  const doctor = card(parseSigned(real.read("doctor.card").toString()));
  real.write("anna.card", signedText(anna.card));
  await real.phr("doctor", "contacts", "add", "anna", "anna.card");

  const report = await put(anna, [doctor], [{ name: "ä b.txt", mediaType: "text/plain", content: new Blob(["all is well"]) }]);
  assert.match(await real.phr("doctor", "store", "list"), /Blood test/);
  await real.phr("doctor", "store", "get", report, "-o", "opened");
  assert.equal(readFileSync(join(real.folder, "opened"), "utf8"), "all is well");

  real.write("answer.txt", "come on Monday");
  const answer = (await real.phr("doctor", "store", "put", "--for", "anna", "--title", "Answer", "answer.txt")).trim().split("\n").at(-1);
  const listed = [];
  for await (const each of anna.store.list()) listed.push(each);
  assert.deepEqual(listed.map((each) => each.report).sort(), [report, answer].sort());
  const title = listed.find((each) => each.report === answer).title;
  assert.equal(text(await decrypt(title, [anna.identity])), "Answer");
  const opened = await openReport(await decryptStream((await anna.store.get(answer)).body, [anna.identity]));
  assert.equal(opened.manifest.sender, doctor.signer);
  const content = [];
  await opened.readFiles(() => ({ write: (chunk) => content.push(chunk), close: () => {} }));
  assert.equal(await new Blob(content).text(), "come on Monday");

  const { header, etag } = await anna.store.header(report);
  assert.deepEqual(headerOf(new Uint8Array(await (await anna.store.get(report)).arrayBuffer())), header);
  const other = await withReader(header, [anna.identity], await identityToRecipient(await generateX25519Identity()));
  assert.equal(text(other.header).split("-> X25519").length, text(header).split("-> X25519").length + 1);
  assert.match(etag, /^"[0-9a-f]+"$/);

  assert.equal((await anna.store.readers(report)).readers.length, 1);
  await anna.store.revoke(report, fingerprintHex(doctor.signer));
  await assert.rejects(real.phr("doctor", "store", "get", report, "-o", "again"), /no such thing|no longer/);
  await anna.store.erase(report, anna.recoveryKey);
  await assert.rejects(anna.store.get(report), { kind: "not-found" });
  assert.match(await anna.store.eraseLater(answer).catch((e) => e.kind), /not-found|forbidden/);
});

test("an upload goes on after a break, in another client", { skip: absent }, async (t) => {
  const real = await realStore(t);
  const anna = await joined(real, "patient", "Anna");
  const payload = new Blob([new Uint8Array(20 << 20).map((_, i) => i * 7)]);
  const upload = await anna.store.createUpload(payload.size);
  const stop = new AbortController();
  await assert.rejects(
    anna.store.upload(upload, payload, { signal: stop.signal, progress: (sent) => sent > 0 && stop.abort() }),
    { name: "AbortError" },
  );
  const seen = [];
  const again = Store.parse(anna.store.text());
  await again.upload(upload, payload, { progress: (sent) => seen.push(sent) });
  assert.ok(seen[0] >= 8 << 20, `it goes on at ${seen[0]}`);
  assert.equal(seen.at(-1), payload.size);
  await anna.store.abandonUpload(upload);
  await assert.rejects(anna.store.uploaded(upload), { kind: /unknown|not-found|gone/ });
});

test("the passphrase file is a device of phr, and phr's is one of the page", { skip: absent }, async (t) => {
  const real = await realStore(t);
  const anna = await joined(real, "patient", "Anna");
  const key = RequestKey.generate();
  await anna.store.addDevice(makeCertificate(anna.store.fingerprint, key.publicKey, anna.signing));
  const file = await writeFile({ ...anna, store: anna.store.with(key), recovery: anna.recoveryKey.verificationKey }, "six words of anna are enough here");
  writeFileSync(join(real.folder, "second.age"), file);
  real.write("passphrase", "six words of anna are enough here\n");
  await real.phr("again", "store", "join", "--passphrase-file", "passphrase", "second.age");
  assert.match(await real.phr("again", "store", "whoami"), /name +Anna/);
  assert.ok(existsSync(join(real.folder, "again/phr/store/identity.key")));
  const back = await readFile(file, "six words of anna are enough here");
  assert.equal(back.recoveryKey.verificationKey, anna.recoveryKey.verificationKey);
  assert.equal((await back.store.whoami()).devices.length, 2);
  await assert.rejects(readFile(file, "another"), { message: "none of the keys opens the file" });

  await real.phr("again", "store", "device", "add", "--passphrase-file", "passphrase", "-o", "third.age");
  const third = await readFile(new Uint8Array(real.read("third.age")), "six words of anna are enough here");
  assert.equal((await third.store.whoami()).account, anna.store.account);
  assert.equal(third.identity, anna.identity);
});

test("a store that is not the one of the invitation gets no code", { skip: absent }, async (t) => {
  const real = await realStore(t);
  const invitation = await real.invite("patient");
  const other = invitation.replace(/\.[0-9a-f]{32}$/, `.${"0".repeat(32)}`);
  const keys = { card: {}, signing: SigningKey.generate(), recovery: "", key: RequestKey.generate() };
  await assert.rejects(Store.join(other, keys), { name: "OtherStore" });
  await assert.rejects(Store.join("hello", keys), { name: "Malformed" });
});

test("a vault is changed by one page at a time", { skip: absent }, async (t) => {
  const real = await realStore(t);
  const anna = await joined(real, "patient", "Anna");
  const etag = await anna.store.keepVault(await encrypt(utf8("one"), [anna.recipient]));
  await anna.store.keepVault(await encrypt(utf8("two"), [anna.recipient]), etag);
  await assert.rejects(anna.store.keepVault(await encrypt(utf8("three"), [anna.recipient]), etag), { kind: "changed" });
  assert.equal(text(await decrypt((await anna.store.vault()).vault, [anna.identity])), "two");
});

test("phr lets nobody into another report than the one that was asked for", { skip: absent }, async (t) => {
  /** What is answered in the place of what the store says. */
  let instead = () => undefined;
  const real = await realStore(t, { through: (path) => instead(path) });
  await real.join("anna", "patient");
  await real.join("doctor", "doctor");
  await real.phr("doctor", "store", "card", "-o", "doctor.card");
  await real.phr("anna", "contacts", "add", "doctor", "doctor.card");
  const put = async (name) => {
    real.write(name, name);
    return (await real.phr("anna", "store", "put", "--no-copy", name)).trim().split("\n").at(-1);
  };
  const [knee, secret] = [await put("knee.txt"), await put("secret.txt")];
  const anna = asPage(real, "anna");
  const other = new Map();
  for (const part of ["", "/header"]) {
    other.set(`/v1/reports/${knee}${part}`, new Uint8Array(await (await anna.store.ask("GET", `/v1/reports/${secret}${part}`)).arrayBuffer()));
  }
  for (const parts of [["/header"], ["", "/header"], [""]]) {
    instead = (path) => (parts.some((part) => path === `/v1/reports/${knee}${part}`) ? other.get(path) : undefined);
    await assert.rejects(real.phr("anna", "store", "grant", knee, "doctor"), parts.join(" and "));
    assert.deepEqual((await anna.store.readers(knee)).readers, []);
  }
  instead = () => undefined;
  await real.phr("anna", "store", "grant", knee, "doctor");
  await real.phr("doctor", "store", "get", knee, "-o", "got.txt");
});
