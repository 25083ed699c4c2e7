// Grants: what is refused, each twin wrong in one thing alone; and both ways with phr at a real store.
import assert from "node:assert/strict";
import { test } from "node:test";
import { generateX25519Identity, identityToRecipient } from "../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import { decryptStream, withReader } from "../../src/main/resources/org/phrkit/server/web/phr/age.js";
import { GrantChain, MOST_GRANTS, instant, readGrant, signGrant, timeText } from "../../src/main/resources/org/phrkit/server/web/phr/grants.js";
import { SigningKey } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { MediatedRecipient, stanzaTag } from "../../src/main/resources/org/phrkit/server/web/phr/mediation.js";
import { openReport } from "../../src/main/resources/org/phrkit/server/web/phr/report.js";
import { absent, asPage, realStore } from "./realstore.mjs";

const sender = SigningKey.generate();
const readers = await Promise.all(Array.from({ length: 6 }, async () => ({
  key: SigningKey.generate(),
  recipient: await identityToRecipient(await generateX25519Identity()),
})));
const asReader = (i, mayGrant = true) => ({ recipient: readers[i].recipient, signer: readers[i].key.verificationKey, mayGrant });
const MANIFEST = { id: "0123456789abcdef".repeat(2), sender: sender.verificationKey, readers: [asReader(0), asReader(1, false)] };
const SHA256 = "ab".repeat(32);
const FIRST = {
  reportId: MANIFEST.id,
  manifestSha256: SHA256,
  reader: asReader(2),
  notBefore: "2027-01-01T00:00:00Z",
  expires: "2027-02-01T00:00:00Z",
  time: "2026-12-31T12:00:00Z",
};
const NOW = new Date("2027-01-10T00:00:00Z");
const first = (about = {}, key = sender) => new GrantChain().plus(signGrant({ ...FIRST, ...about }, key));
const second = (about = {}, key = readers[2].key) => {
  const chain = first();
  const before = chain.grants[0];
  return chain.plus(signGrant({ ...FIRST, previousSha256: before.sha256, reader: asReader(3), ...about }, key));
};

test("chains that hold", () => {
  assert.equal(first().check(MANIFEST, SHA256, readers[2].recipient, NOW).signer, readers[2].key.verificationKey);
  first({}, readers[0].key).check(MANIFEST, SHA256, readers[2].recipient, NOW);
  const chain = second();
  assert.deepEqual(chain.check(MANIFEST, SHA256, readers[3].recipient, NOW), asReader(3));
  assert.deepEqual(GrantChain.parse(chain.json()), chain);
  let long = first();
  for (let i = 3; i < 6; i++) {
    long = long.plus(long.next({ reader: asReader(i), notBefore: FIRST.notBefore, expires: FIRST.expires, time: FIRST.time }, readers[i - 1].key));
  }
  assert.equal(long.grants.length, MOST_GRANTS);
  long.check(MANIFEST, SHA256, readers[5].recipient, NOW);
  const fifth = long.next({ reader: asReader(0), notBefore: FIRST.notBefore, expires: FIRST.expires, time: FIRST.time }, readers[5].key);
  assert.throws(() => long.plus(fifth), /at most 4 times in a row/);
});

test("a chain is refused for one thing that is wrong", () => {
  const other = SigningKey.generate();
  for (const [about, key, why] of [
    [{ reportId: "f".repeat(32) }, undefined, /grant 2 is of another report/],
    [{ manifestSha256: "cd".repeat(32) }, undefined, /grant 2 is of another manifest/],
    [{ previousSha256: "cd".repeat(32) }, undefined, /grant 2 does not follow the one before it/],
    [{ previousSha256: undefined }, undefined, /grant 2 does not follow the one before it/],
    [{}, other, /grant 2 is not by the reader of the one before it/],
    [{}, sender, /grant 2 is not by the reader of the one before it/],
    [{ notBefore: "2026-12-31T23:59:59.999999999Z" }, undefined, /grant 2 reaches beyond the time/],
    [{ expires: "2027-02-01T00:00:00.000000001Z" }, undefined, /grant 2 reaches beyond the time/],
    [{ expires: undefined }, undefined, /grant 2 reaches beyond the time/],
  ]) {
    assert.throws(() => second(about, key), why, JSON.stringify(about));
  }
  const closed = first({ reader: asReader(2, false) });
  const about = { reader: asReader(3), notBefore: FIRST.notBefore, expires: FIRST.expires, time: FIRST.time };
  assert.throws(() => closed.plus(closed.next(about, readers[2].key)), /by a reader who may not pass the report on/);
  assert.throws(() => first({ previousSha256: SHA256 }), /grant 1 follows another, which is missing/);

  for (const [chain, opener, now, why] of [
    [new GrantChain(), 2, NOW, /is not granted to the key that opened it/],
    [first({ reportId: "f".repeat(32) }), 2, NOW, /of another report/],
    [first({ manifestSha256: "cd".repeat(32) }), 2, NOW, /of another manifest/],
    [first({}, readers[1].key), 2, NOW, /neither by the sender nor by a reader who may pass/],
    [first({}, other), 2, NOW, /neither by the sender nor by a reader who may pass/],
    [first(), 3, NOW, /granted to someone else/],
    [first(), 2, new Date("2026-12-31T23:59:59.999Z"), /from 2027-01-01T00:00:00Z on, and not before/],
    [first(), 2, new Date("2027-02-01T00:00:00Z"), /expired at 2027-02-01T00:00:00Z/],
  ]) {
    assert.throws(() => chain.check(MANIFEST, SHA256, readers[opener].recipient, now), why, String(why));
  }
});

test("a statement is refused that is none, or not signed by its granter", () => {
  const grant = signGrant(FIRST, sender);
  assert.deepEqual(readGrant(grant.text, grant.signature), grant);
  assert.throws(() => readGrant(grant.text.replace("2027-02-01", "2027-02-02"), grant.signature), "altered");
  assert.throws(() => readGrant(grant.text, signGrant(FIRST, SigningKey.generate()).signature), "by another");
  assert.throws(() => readGrant(grant.text.replace("phr/grant/1", "phr/grant/2"), grant.signature), /of an unknown type/);
  assert.throws(() => readGrant(grant.text.replace("\"time\"", "\"more\" : 1,\n  \"time\""), grant.signature), "an unknown member");
  for (const [about, why] of [
    [{ reportId: "F".repeat(32) }, /32 hexadecimal digits/],
    [{ manifestSha256: "ab" }, /64 hexadecimal digits/],
    [{ previousSha256: "" }, /64 hexadecimal digits/],
    [{ reader: { recipient: readers[0].recipient, mayGrant: true } }, /without a signing key cannot pass/],
    [{ reader: { ...asReader(0), recipient: "age1phr1qqqq" } }, /each with a public key/],
    [{ expires: FIRST.notBefore }, /expires after it begins/],
    [{ time: "2027-02-31T00:00:00Z" }, /no proper time/],
    [{ time: "2027-02-01T00:00:00+01:00" }, /no proper time/],
    [{ checkpoint: "" }, /a checkpoint is lines/],
    [{ checkpoint: "a\u202eb\n" }, /a checkpoint is lines/],
  ]) {
    assert.throws(() => signGrant({ ...FIRST, ...about }, sender), why, JSON.stringify(about));
  }
  signGrant({ ...FIRST, checkpoint: "origin\n1\nroot\n" }, sender);
});

test("times are compared to the nanosecond", () => {
  assert.equal(instant("1970-01-01T00:00:01.5Z"), 1_500_000_000n);
  assert.ok(instant("2027-01-01T00:00:00.000000001Z") > instant("2027-01-01T00:00:00Z"));
  assert.equal(timeText(new Date("2027-01-01T00:00:00.987Z")), "2027-01-01T00:00:00Z");
});

// With phr

const cardOf = (text) => JSON.parse(JSON.parse(text).statement);

test("a grant made in the page is opened by phr, and one made by phr is checked in the page", { skip: absent }, async (t) => {
  const real = await realStore(t);
  for (const [who, role] of [["anna", "patient"], ["doctor", "doctor"], ["colleague", "doctor"]]) await real.join(who, role);
  await real.phr("doctor", "store", "enrol", "-t", "2", "-n", "3", "-d", "shares");
  for (const who of ["anna", "doctor", "colleague"]) await real.phr(who, "store", "card", "-o", `${who}.card`);
  await real.phr("doctor", "contacts", "add", "anna", "anna.card");
  await real.phr("doctor", "contacts", "add", "colleague", "colleague.card");
  await real.phr("colleague", "contacts", "add", "doctor", "doctor.card");
  await real.phr("colleague", "contacts", "add", "anna", "anna.card");
  real.write("report.txt", "pulse 60");
  const report = (await real.phr("anna", "store", "put", "--no-copy", "report.txt")).trim();

  // Anna grants in the page, to a doctor who opens together with the store, and who may pass it on.
  const anna = asPage(real, "anna");
  const { header, etag } = await anna.store.header(report);
  const card = cardOf(real.read("doctor.card").toString());
  const granted = MediatedRecipient.parse(card.mediated).drawReportPart();
  const more = await withReader(header, [anna.identity], granted.recipient);
  const now = new Date();
  const times = { notBefore: timeText(new Date(now - 300_000)), expires: timeText(new Date(now.getTime() + 86_400_000)), time: timeText(now) };
  const opened = await openReport(await decryptStream((await anna.store.get(report)).body, [anna.identity]));
  const manifestSha256 = opened.sha256;
  await opened.end();
  const grant = signGrant({ reportId: report, manifestSha256, reader: { recipient: granted.recipient, signer: card.signer, mayGrant: true }, ...times }, anna.signing);
  await anna.store.grant(report, etag, {
    header: more.header,
    statement: grant.text,
    signature: grant.signature,
    mediated: { part: granted.part, tag: stanzaTag(more.share) },
  });
  const said = await real.says("doctor", "store", "get", report, "-o", "by-doctor.txt");
  assert.match(said, /granted by anna/, "phr shows the chain");
  assert.equal(real.read("by-doctor.txt").toString(), "pulse 60", "opened by the store, the doctor and what the page drew");

  // The doctor passes it on by phr; the page of the colleague checks the chain.
  await real.phr("doctor", "store", "grant", "--until", times.expires, report, "colleague");
  await real.phr("colleague", "store", "get", report, "-o", "by-colleague.txt");
  assert.equal(real.read("by-colleague.txt").toString(), "pulse 60");
  const colleague = asPage(real, "colleague");
  const { readers: shown } = await colleague.store.readers(report);
  const chain = GrantChain.parse(shown.find(({ grant: each }) => each).grant);
  assert.equal(chain.grants.length, 2, "by anna, and by the doctor");
  const manifest = { id: report, sender: anna.signing.verificationKey, readers: [] };
  const mine = cardOf(real.read("colleague.card").toString());
  assert.deepEqual(chain.check(manifest, manifestSha256, mine.recipient, new Date()), { recipient: mine.recipient, signer: mine.signer, mayGrant: false });
  assert.throws(() => chain.check({ ...manifest, sender: card.signer }, manifestSha256, mine.recipient, new Date()), /neither by the sender/);
  assert.equal(chain.json(), shown.find(({ grant: each }) => each).grant, "written as phr writes it");
});
