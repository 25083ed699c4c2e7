// The arithmetic of three shares, by the vectors of an independent program, with files that age 1.1.1 wrote.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Decrypter, Encrypter, Stanza, base64nopad, hkdf, sha256, x25519 } from "../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import {
  DoctorPart, Exchange, MediatedRecipient, Opening, drawScalar, inverse, representative, requirePoint, selfTest,
  shareOf, stanzaTag,
} from "../../src/main/resources/org/phrkit/server/web/phr/mediation.js";
import { PluginIdentity } from "../../src/main/resources/org/phrkit/server/web/phr/plugin.js";

const shared = process.env.PHR_SHARED ?? fileURLToPath(new URL("../../../../shared", import.meta.url));
const file = `${shared}/vectors/mediated/vectors.json`;
const absent = existsSync(file) ? false : `the vectors are absent: ${file}`;
const vectors = () => JSON.parse(readFileSync(file, "utf8"));
const hex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const written = (bytes) => Buffer.from(bytes).toString("hex");

/** The store's side: R = X(r, X(d2, B)). */
const answer = (store, report, point) => x25519.scalarMult(report, x25519.scalarMult(store, point));

async function stanzasOf(ageFile) {
  let found = [];
  const decrypter = new Decrypter();
  decrypter.addIdentity({ unwrapFileKey: (stanzas) => { found = stanzas; return null; } });
  await assert.rejects(decrypter.decrypt(ageFile));
  return found;
}

async function opened(ageFile, doctor, store, report, recipient) {
  const [stanza] = await stanzasOf(ageFile);
  const opening = doctor.open(shareOf(stanza));
  const decrypter = new Decrypter();
  decrypter.addIdentity(opening.identity(answer(store, report, opening.point), recipient));
  return decrypter.decrypt(ageFile, "text");
}

test("every case of the vectors", { skip: absent }, async () => {
  const { cases } = vectors();
  assert.ok(cases.length > 9, "the vectors have their cases");
  for (const each of cases) {
    const doctor = new DoctorPart(hex(each.doctor_share));
    const store = hex(each.store_share);
    const report = hex(each.report_share);
    const storePoint = x25519.scalarMultBase(store);
    assert.equal(written(storePoint), each.store_point);
    const recipient = doctor.recipient(storePoint);
    assert.equal(written(recipient.point), each.mediated_point);
    assert.equal(recipient.forReport(report), each.report_recipient);
    assert.equal(stanzaTag(hex(each.ephemeral)), each.tag);

    const blind = hex(each.blind);
    const point = x25519.scalarMult(blind, requirePoint(hex(each.ephemeral)));
    assert.equal(written(point), each.request_point);
    const unblind = representative(doctor.scalar, inverse(blind));
    assert.equal(written(unblind), each.unblind);
    const reply = answer(store, report, point);
    assert.equal(written(reply), each.answer_point);
    const opening = new Opening(doctor, hex(each.ephemeral), point, unblind);
    assert.equal(written(opening.shared(reply)), each.shared_secret);
    assert.equal(
      written(opening.identity(reply, each.report_recipient).unwrapFileKey(await stanzasOf(Buffer.from(each.age_file_base64, "base64")))),
      each.file_key,
    );

    const second = doctor.forDevice(hex(each.device_factor));
    assert.equal(written(second.scalar), each.second_device_share);
    const secondStore = representative(store, inverse(hex(each.device_factor)));
    assert.equal(written(secondStore), each.second_device_store_share);
    const ageFile = Buffer.from(each.age_file_base64, "base64");
    assert.equal(await opened(ageFile, doctor, store, report, each.report_recipient), each.plaintext, "by the first device");
    assert.equal(await opened(ageFile, second, secondStore, report, each.report_recipient), each.plaintext, "by the second");
    await assert.rejects(opened(ageFile, second, store, report, each.report_recipient), "parts of two devices do not fit");
  }
});

test("every representative of the vectors", { skip: absent }, () => {
  const { representatives } = vectors();
  assert.ok(representatives.length > 20, "the vectors have their representatives");
  const one = hex(`01${"00".repeat(31)}`);
  for (const each of representatives) {
    if (each.representative === null) {
      assert.throws(() => representative(hex(each.scalar), one), /no scalar/, each.scalar);
    } else {
      assert.equal(written(representative(hex(each.scalar), one)), each.representative, each.scalar);
    }
  }
});

test("every point of low order of the vectors is refused", { skip: absent }, () => {
  const points = vectors().low_order_points;
  assert.equal(points.length, 7);
  for (const point of points) {
    assert.throws(() => requirePoint(hex(point)), /small order|not canonical/, point);
  }
});

test("points are refused that are of another length, not canonical, or on the twist", () => {
  const nine = hex(`09${"00".repeat(31)}`);
  assert.deepEqual(requirePoint(nine), nine);
  assert.throws(() => requirePoint(nine.slice(1)), /a point has 32 bytes, not 31/);
  // 2^255 - 19 + 9, which X25519 takes for 9.
  assert.throws(() => requirePoint(hex(`f6${"ff".repeat(30)}7f`)), /not canonical/);
  assert.throws(() => requirePoint(hex(`09${"00".repeat(30)}80`)), /not canonical/);
  // 2 and 5 are no u-coordinates of the curve.
  for (const twist of ["02", "05"]) {
    assert.throws(() => requirePoint(hex(twist + "00".repeat(31))), /not on the curve/, twist);
  }
  const doctor = DoctorPart.generate(false);
  assert.throws(() => doctor.open(hex(`02${"00".repeat(31)}`)), /not on the curve/);
  assert.throws(() => doctor.recipient(hex("00".repeat(32))), /small order/);
  assert.throws(() => doctor.open(nine).shared(hex(`01${"00".repeat(31)}`)), /small order/);
});

test("a self-test passes with the part that the store told of, and with no other", () => {
  const store = drawScalar();
  const doctor = DoctorPart.generate(false);
  const honest = selfTest(doctor, doctor.recipient(x25519.scalarMultBase(store)));
  assert.ok(honest.passes(answer(store, honest.report, honest.point)), "the store's own part");
  assert.ok(!honest.passes(answer(drawScalar(), honest.report, honest.point)), "another part");
  const lied = selfTest(doctor, doctor.recipient(x25519.scalarMultBase(drawScalar())));
  assert.ok(!lied.passes(answer(store, lied.report, lied.point)), "another point than the part's");
});

test("store and device come to the same factor", () => {
  const device = new Exchange();
  const scalar = drawScalar();
  const point = x25519.scalarMultBase(scalar);
  const salt = Buffer.concat([device.point, point]);
  const ofStore = hkdf(sha256, x25519.scalarMult(scalar, device.point), salt, Buffer.from("phr/device/1"), 32);
  assert.deepEqual(device.factor(point), ofStore);
  assert.throws(() => device.factor(hex("00".repeat(32))), /small order/);
});

const share25519 = hex(`09${"00".repeat(31)}`);

test("a post-quantum doctor opens what age-encryption wrote to Pr", async () => {
  const store = drawScalar();
  const doctor = DoctorPart.generate(true);
  const recipient = doctor.recipient(x25519.scalarMultBase(store));
  assert.match(recipient.toString(), /^age1phr1/);
  assert.deepEqual(MediatedRecipient.parse(recipient.toString()), recipient);
  const granted = recipient.drawReportPart();
  assert.match(granted.recipient, /^age1pq1/);
  const encrypter = new Encrypter();
  encrypter.addRecipient(granted.recipient);
  const ageFile = await encrypter.encrypt("pulse 60");
  assert.equal(await opened(ageFile, doctor, store, granted.part, granted.recipient), "pulse 60");
  const other = new DoctorPart(doctor.scalar, DoctorPart.generate(true).seed);
  await assert.rejects(opened(ageFile, other, store, granted.part, granted.recipient), "with the seed of another");
  const identity = doctor.open(share25519).identity(share25519, granted.recipient);
  assert.equal(identity.unwrapFileKey([new Stanza(["X25519", base64nopad.encode(share25519)], new Uint8Array(32))]), null);
  const plain = new DoctorPart(doctor.scalar);
  await assert.rejects(opened(ageFile, plain, store, granted.part, granted.recipient), /of another kind/);
});

test("mediated recipients are read in the one form that they have", () => {
  const recipient = DoctorPart.generate(false).recipient(x25519.scalarMultBase(drawScalar()));
  const text = recipient.toString();
  assert.deepEqual(MediatedRecipient.parse(text), recipient);
  assert.deepEqual(MediatedRecipient.parse(text.toUpperCase()), recipient);
  const of = (key, point) => new MediatedRecipient(key, point).toString();
  const lastCoefficient = new Uint8Array(1184);
  // 3329 itself, in the last twelve bits before the seed.
  lastCoefficient.set([0x10, 0xd0], 1150);
  for (const [bad, why] of [
    [text.slice(0, -1) + (text.endsWith("q") ? "p" : "q"), /starts with/],
    ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", /starts with/],
    [of(new Uint8Array(0), hex("00".repeat(32))), /small order/],
    [of(new Uint8Array(0), hex(`02${"00".repeat(31)}`)), /not on the curve/],
    [of(new Uint8Array(0), recipient.point.slice(1)), /does not hold 32 bytes/],
    [of(new Uint8Array(1183), recipient.point), /does not hold 1216 bytes/],
    [of(lastCoefficient, recipient.point), /not a public key/],
  ]) {
    assert.throws(() => MediatedRecipient.parse(bad), why, bad.slice(0, 40));
  }
});

test("stanzas that are none give no point", () => {
  const share = base64nopad.encode(drawScalar());
  assert.equal(shareOf(new Stanza(["X25519", share], new Uint8Array(32))).length, 32);
  for (const args of [["scrypt", share], ["X25519"], ["X25519", share, "more"], ["X25519", "AA"], ["X25519", "?"], ["toString", share]]) {
    assert.equal(shareOf(new Stanza(args, new Uint8Array(32))), undefined, args.join(" "));
  }
});

test("an identity of the plugin is read as it was written", () => {
  for (const isPostQuantum of [false, true]) {
    const made = new PluginIdentity("0123456789abcdef".repeat(2), DoctorPart.generate(isPostQuantum), drawScalar(),
      "fedcba9876543210".repeat(2), "http://localhost:8440");
    assert.match(made.text(), /^AGE-PLUGIN-PHR-1[0-9A-Z]+$/);
    assert.deepEqual(PluginIdentity.parse(made.text()), made);
    assert.throws(() => PluginIdentity.parse(made.text().slice(0, -2)), /starts with/);
  }
});
