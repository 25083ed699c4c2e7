// Lines of the log: what proves them, each twin wrong in one thing alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { json } from "../../src/main/resources/org/phrkit/server/web/phr/bytes.js";
import { RequestKey, SigningKey, fingerprintHex } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { parseLine, verifyKeyEvent, verifyOpened } from "../../src/main/resources/org/phrkit/server/web/phr/loglines.js";
import { digest } from "../../src/main/resources/org/phrkit/server/web/phr/requests.js";
import { makeCard, makeCertificate } from "../../src/main/resources/org/phrkit/server/web/phr/statements.js";

const STORE = "0123456789abcdef".repeat(2);
const REPORT = "fedcba9876543210".repeat(2);
const OTHER = "0".repeat(32);
const TIME = "2027-01-01T00:00:00Z";
const doctor = SigningKey.generate();
const device = RequestKey.generate();
const other = SigningKey.generate();
const utf8 = (text) => Buffer.from(text);

/** A request as a store logs it. */
function requestOf({ key = device, method = "POST", uri = "https://store.example/v1/openings", store = STORE, report = REPORT } = {}) {
  const body = json({ tag: OTHER, point: "", report });
  const base = `"@method": ${method}\n"@target-uri": ${uri}\n"phr-store-key": ${store}\n"content-digest": ${digest(utf8(body))}\n`
    + `"@signature-params": ("@method" "@target-uri" "phr-store-key" "content-digest");created=1;nonce="${OTHER}";keyid="${key.publicKey}"`
    + ";alg=\"ed25519\";tag=\"phr-store/1\"";
  return { base, signature: Buffer.from(key.sign(utf8(base))).toString("base64"), body };
}

const opened = (about = {}) => parseLine(json({
  type: "phr/log/opened/1", time: TIME, report: REPORT, reader: fingerprintHex(doctor.verificationKey),
  request: requestOf(), certificate: makeCertificate(STORE, device.publicKey, doctor), ...about,
}));

/** A device that the recovery key added. */
function recovered(key, about = {}) {
  const statement = json({ type: "phr/recovery/1", store: STORE, recovery: key.verificationKey, device: device.publicKey, created: TIME, ...about });
  return { statement, signature: key.sign(utf8(statement), "phr statement") };
}

test("an opening that the reader's device asked for is proved", () => {
  assert.equal(verifyOpened(opened(), STORE), true);
  assert.equal(verifyOpened(opened({ request: requestOf({ report: undefined }) }), STORE), true, "without the report's id");
  assert.equal(verifyOpened(opened({ certificate: recovered(other) }), STORE), false, "whose the recovery key is, nothing says");
});

test("an opening that is wrong in one thing is not proved", () => {
  const altered = requestOf();
  for (const [line, why] of [
    [opened({ report: OTHER }), /for another report/],
    [opened({ reader: fingerprintHex(other.verificationKey) }), /certified by another key/],
    [opened({ certificate: makeCertificate(STORE, RequestKey.generate().publicKey, doctor) }), /signed by another device/],
    [opened({ certificate: makeCertificate(OTHER, device.publicKey, doctor) }), /for another store/],
    [opened({ certificate: makeCertificate(STORE, device.publicKey, other) }), /certified by another key/],
    [opened({ certificate: { ...makeCertificate(STORE, device.publicKey, doctor), signature: makeCertificate(STORE, OTHER, doctor).signature } }), /does not match/],
    [opened({ certificate: recovered(other, { recovery: doctor.verificationKey }) }), /signed by another key/],
    [opened({ certificate: recovered(other, { device: RequestKey.generate().publicKey }) }), /signed by another device/],
    [opened({ request: requestOf({ method: "GET" }) }), /something else/],
    [opened({ request: requestOf({ uri: "https://store.example/v1/parts" }) }), /something else/],
    [opened({ request: requestOf({ store: OTHER }) }), /another store/],
    [opened({ request: { ...altered, base: altered.base.replace("created=1", "created=2") } }), /signature does not match/],
    [opened({ request: { ...altered, body: `${altered.body} ` } }), /body is not the one/],
    [opened({ request: { ...altered, base: `"@method": GET\n${altered.base}` } }), /is not what is signed/],
    [opened({ request: { ...altered, signature: "" } }), /signature does not match/],
    [opened({ request: requestOf({ key: RequestKey.generate() }) }), /signed by another device/],
  ]) {
    assert.throws(() => verifyOpened(line, STORE), why, String(why));
  }
});

test("a key that came is wanted by its owner's signature alone", () => {
  const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  const event = (what, key, statement) => parseLine(json({ type: "phr/log/key/1", time: TIME, number: 1, what, key, statement }));
  const me = doctor.verificationKey;
  const card = makeCard({ name: "Dr. A", recipient }, doctor);
  const certificate = makeCertificate(STORE, device.publicKey, doctor);
  assert.equal(verifyKeyEvent(event("card", recipient, card), me), undefined);
  assert.equal(verifyKeyEvent(event("device", device.publicKey, certificate), me), undefined);
  assert.equal(verifyKeyEvent(event("removed", device.publicKey), me), undefined);
  assert.equal(verifyKeyEvent(event("recovered", device.publicKey, recovered(other)), me), other.verificationKey);
  for (const line of [
    event("card", recipient, makeCard({ name: "Dr. A", recipient }, other)),
    event("card", `${recipient}q`, card),
    event("card", recipient, certificate),
    event("card", recipient),
    event("device", device.publicKey, makeCertificate(STORE, device.publicKey, other)),
    event("device", RequestKey.generate().publicKey, certificate),
    event("recovered", RequestKey.generate().publicKey, recovered(other)),
  ]) {
    assert.throws(() => verifyKeyEvent(line, me), line.what);
  }
});

test("lines of which something is not known are refused", () => {
  const granted = { type: "phr/log/granted/1", time: TIME, report: REPORT, reader: OTHER, granter: OTHER };
  assert.equal(parseLine(json(granted)).kind, "granted");
  assert.deepEqual(parseLine(json({ type: "phr/log/began/1", time: TIME, heads: ["a"] })).heads, ["a"]);
  for (const line of [
    { ...granted, type: "phr/log/granted/2" },
    { ...granted, type: "phr/log/constructor/1" },
    { ...granted, more: 1 },
    { ...granted, number: 1 },
    { ...granted, granter: undefined },
    { type: "phr/log/key/1", time: TIME, number: 0, what: "card", key: "" },
    { type: "phr/log/key/1", time: TIME, number: 1, what: "wish", key: "" },
  ]) {
    assert.throws(() => parseLine(json(line)), JSON.stringify(line));
  }
});
