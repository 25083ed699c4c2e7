// Doctors at a real store: one who enrolled in the page and one who enrolled by phr.
import assert from "node:assert/strict";
import { test } from "node:test";
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from "../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import { decrypt, headerOf, shares } from "../../src/main/resources/org/phrkit/server/web/phr/age.js";
import { approve, addPart, enrol, openTogether } from "../../src/main/resources/org/phrkit/server/web/phr/doctor.js";
import { RequestKey, SigningKey, fingerprint } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { MediatedRecipient } from "../../src/main/resources/org/phrkit/server/web/phr/mediation.js";
import { PluginIdentity } from "../../src/main/resources/org/phrkit/server/web/phr/plugin.js";
import { makeCard, makeCertificate, signedText } from "../../src/main/resources/org/phrkit/server/web/phr/statements.js";
import { Store } from "../../src/main/resources/org/phrkit/server/web/phr/store.js";
import { fingerprintWords } from "../../src/main/resources/org/phrkit/server/web/phr/words.js";
import { absent, realStore } from "./realstore.mjs";

/** A doctor who joined in the page, and the device of his passphrase file. */
async function joined(real, identity = generateX25519Identity()) {
  const me = {
    name: "Dr. Page",
    signing: SigningKey.generate(),
    recovery: SigningKey.generate(),
    recipient: await identityToRecipient(await identity),
  };
  const store = await Store.join(await real.invite("doctor"), {
    card: makeCard(me, me.signing),
    signing: me.signing,
    recovery: me.recovery.verificationKey,
    key: RequestKey.generate(),
  });
  const file = RequestKey.generate();
  await store.addDevice(makeCertificate(store.fingerprint, file.publicKey, me.signing));
  return { me, store, file };
}

const opened = async (ageFile, identity) => Buffer.from(await decrypt(ageFile, [identity])).toString("latin1");

test("a doctor enrols in the page, and opens what a patient leaves with phr until it is taken back", { skip: absent }, async (t) => {
  const real = await realStore(t);
  await real.join("anna", "patient");
  const { me, store, file: fileDevice } = await joined(real);

  const enrolled = await enrol(store, store.key, fileDevice);
  const card = makeCard({ ...me, mediated: enrolled.recipient }, me.signing);
  await store.showCard(card);
  const vault = PluginIdentity.parse(enrolled.vault);
  const file = PluginIdentity.parse(enrolled.file);
  assert.notDeepEqual(vault.doctor.scalar, file.doctor.scalar, "each device has a part of its own");

  await real.phr("anna", "contacts", "add", "doctor", real.write("doctor.card", signedText(card)));
  const words = fingerprintWords(fingerprint(me.signing.verificationKey));
  assert.ok((await real.phr("anna", "contacts", "fingerprint", "--words", "doctor")).includes(`signs with  ${words}\n`),
    "anna compares the words that the page shows");
  real.write("report.txt", "pulse 60, measured at rest");
  const report = (await real.phr("anna", "store", "put", "--for", "doctor", "--no-copy", "report.txt")).trim();

  const ageFile = new Uint8Array(await (await store.get(report)).arrayBuffer());
  const found = await shares(headerOf(ageFile));
  assert.equal(found.length, 2, "the patient and the doctor");
  assert.match(await opened(ageFile, await openTogether(store, vault.doctor, found, report)), /pulse 60, measured at rest/);
  assert.match(await opened(ageFile, await openTogether(store, vault.doctor, found)), /pulse 60/, "without the report's id");
  const byFile = store.with(fileDevice);
  assert.match(await opened(ageFile, await openTogether(byFile, file.doctor, found, report)), /pulse 60/, "by the file's device");

  // Each part fits to the row of its own device alone.
  await assert.rejects(opened(ageFile, await openTogether(store, file.doctor, found, report)), "with the part of another device");
  assert.equal(await openTogether(store, vault.doctor, [found[0]], report), undefined, "the patient's stanza is not the doctor's");

  // A third device sleeps until the recovery key wakes it.
  const third = RequestKey.generate();
  await store.addDevice(makeCertificate(store.fingerprint, third.publicKey, me.signing));
  const added = await addPart(store, { id: vault.part, part: vault.doctor }, MediatedRecipient.parse(enrolled.recipient), third);
  const byThird = store.with(third);
  await assert.rejects(openTogether(byThird, added.doctor, found, report), { kind: "forbidden" }, "asleep");
  await assert.rejects(approve(store, added.part), { kind: "forbidden" }, "the device that made it does not approve it");
  await approve(store, added.part, me.recovery);
  assert.match(await opened(ageFile, await openTogether(byThird, added.doctor, found, report)), /pulse 60/, "awake");

  await real.phr("anna", "store", "revoke", report, "doctor");
  await assert.rejects(openTogether(store, vault.doctor, found, report), { kind: "gone" }, "taken back");
});

test("a post-quantum doctor enrols in the page, and opens what a post-quantum patient leaves", { skip: absent }, async (t) => {
  const real = await realStore(t);
  const { me, store, file } = await joined(real, generateHybridIdentity());
  const enrolled = await enrol(store, store.key, file, true);
  const { seed } = PluginIdentity.parse(enrolled.vault).doctor;
  assert.equal(seed.length, 32, "the seed of ML-KEM is with the part");
  assert.deepEqual(PluginIdentity.parse(enrolled.file).doctor.seed, seed);
  const card = makeCard({ ...me, mediated: enrolled.recipient }, me.signing);
  await store.showCard(card);

  await real.join("bea", "patient", "--pq");
  await real.phr("bea", "contacts", "add", "doctor", real.write("doctor.card", signedText(card)));
  real.write("report.txt", "pulse 60");
  const report = (await real.phr("bea", "store", "put", "--for", "doctor", "--no-copy", "report.txt")).trim();
  const ageFile = new Uint8Array(await (await store.get(report)).arrayBuffer());
  const found = await shares(headerOf(ageFile));
  assert.match(await opened(ageFile, await openTogether(store, PluginIdentity.parse(enrolled.vault).doctor, found, report)), /pulse 60/);
});

test("a store whose part is not the one that it told of is found out before anything is kept", { skip: absent }, async (t) => {
  const { store, file } = await joined(await realStore(t));
  const ask = store.ask.bind(store);
  store.ask = async (method, path, options) => {
    const response = await ask(method, path, options);
    if (path !== "/v1/parts") return response;
    // The base point: a store that says it has the part 1.
    const point = Buffer.from([9, ...new Uint8Array(31)]).toString("base64");
    return new Response(JSON.stringify({ ...await response.json(), point }));
  };
  await assert.rejects(enrol(store, store.key, file), /does not fit to what it said of it/);
});
