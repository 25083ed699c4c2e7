// The store's log: a real one, one that a proxy alters on its way, and ones whose key the test has, to show two faces.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SigningKey } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { handedCard, placeOf } from "../../src/main/resources/org/phrkit/server/web/phr/cardproof.js";
import { Log } from "../../src/main/resources/org/phrkit/server/web/phr/log.js";
import { keyLabel } from "../../src/main/resources/org/phrkit/server/web/phr/transparency.js";
import { OwnKey, entryOf } from "./ownlog.mjs";
import { absent, asPage, realStore } from "./realstore.mjs";

const HEX = "0123456789abcdef".repeat(2);
const OTHER = new OwnKey();

/** A proxy of a few lines: each answer may be another one. */
const altering = (store, change) => ({
  fingerprint: store.fingerprint,
  logKey: () => store.logKey(),
  ask: async (method, path, options) => {
    const response = await store.ask(method, path, options);
    const bytes = Buffer.from(await response.arrayBuffer());
    return new Response(change(path, bytes) ?? bytes, { headers: response.headers });
  },
  asked: store.asked,
});

test("the log of a real store: lines, openings that are proved, and no change that a proxy makes", { skip: absent }, async (t) => {
  const real = await realStore(t);
  await real.join("anna", "patient");
  await real.join("doctor", "doctor");
  await real.phr("doctor", "store", "enrol", "-t", "2", "-n", "3", "-d", "shares");
  await real.phr("doctor", "store", "card", "-o", "doctor.card");
  await real.phr("anna", "contacts", "add", "doctor", "doctor.card");
  await real.phr("anna", "store", "card", "-o", "anna.card");
  real.write("report.txt", "pulse 60");
  const report = (await real.phr("anna", "store", "put", "--for", "doctor", "--no-copy", "report.txt")).trim();
  const anna = asPage(real, "anna");
  const early = new Log(anna.store);
  await early.look();
  const before = early.memory;
  await real.phr("doctor", "store", "get", report, "-o", "opened.txt");

  const log = new Log(anna.store, JSON.parse(JSON.stringify(before)));
  const lines = await log.lines();
  assert.deepEqual(lines.map(({ kind, what }) => what ?? kind), ["card", "device", "granted", "opened"]);
  const opened = lines.at(-1);
  assert.equal(opened.proof, "signed");
  assert.equal(opened.report, report);
  assert.deepEqual((await log.lines({ report })).map(({ kind }) => kind), ["granted", "opened"]);
  assert.deepEqual(await log.lines({ from: opened.index + 1 }), []);
  assert.notEqual(log.memory.checkpoint, before.checkpoint, "it has grown");

  // What phr keeps of a log is what a page keeps.
  await real.phr("anna", "store", "watch").catch(() => undefined);
  const kept = JSON.parse(real.read("anna/phr/store/log.json"));
  await new Log(anna.store, kept).look();

  // Her own keys are hers, and those of the doctor are no news twice.
  const card = JSON.parse(JSON.parse(real.read("anna.card")).statement);
  const doctors = JSON.parse(JSON.parse(real.read("doctor.card")).statement);
  const owner = { logKey: card.logKey, signer: card.signer, device: anna.store.key.publicKey };
  const place = placeOf(real.read("doctor.card").toString());
  assert.equal(place.store, anna.store.fingerprint);
  const contacts = new Map([["doctor", { logKey: doctors.logKey, place }]]);
  const news = await log.watch(owner, contacts);
  assert.equal(news.lines.length, 4);
  assert.deepEqual(news.alerts, []);
  assert.deepEqual(news.contacts, [], "who is looked for the first time has those that are there");
  assert.equal(log.memory.watched, 0, "not told yet");
  news.seen();
  assert.deepEqual((await log.watch(owner, contacts)).lines, [], "all were told");

  // Where the log does not have the card that is here, it is told each time; phr takes a card of the page with its place.
  for (const [changed, sight] of [[{ sha256: "0".repeat(64) }, "other"], [{ count: 16 }, "missing"]]) {
    const others = new Map([["doctor", { logKey: doctors.logKey, place: { ...place, ...changed } }]]);
    const told = async () => (await log.lookFor(others)).map((each) => each.sight);
    assert.deepEqual(await told(), [sight]);
    assert.deepEqual(await told(), [sight]);
  }
  const handed = handedCard(JSON.parse(real.read("anna.card")), anna.store.fingerprint, await log.lines());
  assert.deepEqual(placeOf(handed), placeOf(real.read("anna.card").toString()));
  real.write("handed.card", handed);
  await real.phr("doctor", "contacts", "add", "anna-again", "handed.card");
  const changed = JSON.parse(handed);
  changed.log.entries[0].line = changed.log.entries[0].line.replace('"what" : "card"', '"what" : "device"');
  assert.throws(() => placeOf(JSON.stringify(changed)), { message: "what it says of the store's log is not of this card" });
  await real.phr("doctor", "store", "card", "-o", "again.card");
  const signer = { ...owner, signer: SigningKey.generate().verificationKey };
  const alarmed = await new Log(anna.store).watch(signer, new Map());
  assert.deepEqual(alarmed.alerts.map(({ number, alarm }) => [number, alarm]), [[1, "not-mine"], [2, "not-mine"]],
    "keys that another key signed");

  // A proxy that alters one thing.
  const flip = (bytes, at) => {
    bytes[at] ^= 1;
    return bytes;
  };
  const through = (change, memory) => new Log(altering(anna.store, change), memory);
  const on = (part, change) => (path, bytes) => (path.includes(part) ? change(bytes) : undefined);
  await assert.rejects(through(on("/tile/0/", (bytes) => flip(bytes, 3))).lines(), { kind: "tile" }, "a tile");
  await assert.rejects(through(on("/tile/entries/", (bytes) => flip(bytes, 50 * opened.index + 30))).lines(), { kind: "tile" }, "an entry");
  await assert.rejects(through(on("/checkpoint", (bytes) => flip(bytes, bytes.indexOf("\n") + 1))).look(), { kind: "signature" }, "a head");
  await assert.rejects(
    through(on("/lines", (bytes) => bytes.toString().replaceAll("phr/log/granted/1", "phr/log/granted/2"))).lines(),
    { kind: "history" }, "a line");
  await assert.rejects(
    through(on("/lines", (bytes) => {
      const answer = JSON.parse(bytes);
      answer.lines[0].salt = answer.lines[1].salt;
      return JSON.stringify(answer);
    })).lines(),
    { kind: "history" }, "a salt");
  const hidden = through(on("/lines", (bytes) => {
    const answer = JSON.parse(bytes);
    answer.lines = answer.lines.filter(({ line }) => JSON.parse(line).what !== "device");
    return JSON.stringify(answer);
  }));
  assert.deepEqual((await hidden.watch(owner, new Map())).alerts.map(({ alarm }) => alarm), ["not-mine"], "the line of a key is hidden");

  // The head of before, which the store once signed.
  await assert.rejects(through(on("/checkpoint", () => before.checkpoint), log.memory).look(), (error) => {
    assert.equal(error.kind, "history");
    assert.match(error.message, /the log has [0-9]+ entries, and had [0-9]+ before/);
    assert.deepEqual(error.notes, [log.memory.checkpoint, before.checkpoint], "both heads are the proof");
    return true;
  }, "a rollback");
  // A proof that is wrong or missing is made up for by the tiles.
  const unproved = altering(anna.store, () => undefined);
  const ask = unproved.ask;
  unproved.ask = async (...args) => new Response((await ask(...args)).body);
  await new Log(unproved, before).look();
});

// Logs whose key the test has

const SALT = new Uint8Array(32);
const LINES = Array.from({ length: 9 }, (_, i) => `line ${i}`);
const ENTRIES = LINES.map((line) => entryOf(line, SALT));
const FORKED = ENTRIES.with?.(3, entryOf("another", SALT)) ?? ENTRIES.map((each, i) => (i === 3 ? entryOf("another", SALT) : each));

async function memoryOf(key, entries) {
  const log = new Log(key.store(entries));
  await log.look();
  return log.memory;
}

test("a log that was rewritten, cut or replaced is refused, with both heads as the proof", async () => {
  const key = new OwnKey();
  const memory = await memoryOf(key, ENTRIES.slice(0, 6));
  await new Log(key.store(ENTRIES.slice(0, 6)), memory).look();
  await new Log(key.store(ENTRIES), memory).look();
  for (const [entries, why] of [
    [FORKED, /the first 6 entries of the log are not those that it had before/],
    [FORKED.slice(0, 6), /the first 6 entries of the log are not those that it had before/],
    [ENTRIES.slice(0, 5), /the log has 5 entries, and had 6 before/],
  ]) {
    const log = new Log(key.store(entries), memory);
    await assert.rejects(log.look(), (error) => {
      assert.equal(error.kind, "history", String(why));
      assert.match(error.message, why);
      assert.deepEqual(error.notes, [memory.checkpoint, key.checkpoint(entries)]);
      return true;
    });
    assert.equal(log.memory.checkpoint, memory.checkpoint, "what was accepted stays");
  }
  await assert.rejects(new Log(OTHER.store(ENTRIES), memory).look(), /another log than before/);
});

test("heads that others carry show a store with two faces", async () => {
  const key = new OwnKey();
  const log = new Log(key.store(ENTRIES.slice(0, 7)));
  await log.compare([]);
  await log.compare([key.checkpoint(ENTRIES.slice(0, 4)), key.checkpoint(ENTRIES.slice(0, 7)), OTHER.checkpoint(FORKED), "nothing"]);
  for (const [carried, why] of [
    [FORKED.slice(0, 5), /has shown another log to who sent this/],
    [FORKED.slice(0, 7), /has shown another log to who sent this/],
    [ENTRIES, /hides entries of its log that it has shown/],
  ]) {
    await assert.rejects(log.compare([key.checkpoint(carried)]), (error) => {
      assert.equal(error.kind, "history", String(why));
      assert.match(error.message, why);
      assert.deepEqual(error.notes, [key.checkpoint(ENTRIES.slice(0, 7)), key.checkpoint(carried)]);
      return true;
    });
  }
  const grown = new Log(key.store(ENTRIES), await memoryOf(key, ENTRIES.slice(0, 3)));
  await grown.compare([key.checkpoint(ENTRIES.slice(0, 8))]);
});

test("an opening that nobody signed is shown as such, and one of another report as a line that was not logged", async () => {
  const key = new OwnKey();
  const line = JSON.stringify({
    type: "phr/log/opened/1", time: "2027-01-01T00:00:00Z", report: HEX, reader: HEX,
    request: { base: "\"@method\": POST", signature: "", body: "{}" },
    certificate: { statement: "{}", signature: "" },
  });
  const entries = [...ENTRIES, entryOf(line, SALT)];
  const shown = { index: 9, salt: Buffer.from(SALT).toString("base64"), line };
  const [found] = await new Log(key.store(entries, [shown])).lines();
  assert.equal(found.proof, "none");
  await assert.rejects(new Log(key.store(entries, [{ ...shown, index: 8 }])).lines(), { kind: "history" });
  await assert.rejects(new Log(key.store(entries, [{ ...shown, index: 10 }])).lines(), { kind: "history" });
});

test("a key that is there twice is an alarm for its owner and for his contacts", async () => {
  const key = new OwnKey();
  const logKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32)));
  const label = Uint8Array.from(Buffer.from(keyLabel(logKey, 1), "hex"));
  const twice = [...ENTRIES, entryOf("key", SALT, label), ENTRIES[0], entryOf("other", SALT, label)];
  const written = logKey.toString("base64");
  const owner = { logKey: written, signer: SigningKey.generate().verificationKey, device: "" };
  const news = await new Log(key.store(twice)).watch(owner, new Map([["bea", { logKey: written }]]));
  assert.deepEqual(news.alerts, [{ index: 9, number: 1, alarm: "not-mine" }, { index: 11, number: 1, alarm: "twice" }]);
  assert.deepEqual(news.contacts, [{ contact: "bea", number: 1, index: 11, sight: "again" }]);

  // Before something is encrypted to her: what came since she was looked for, each time until it was told.
  const log = new Log(key.store(twice.slice(0, 10)));
  assert.deepEqual(await log.lookFor(new Map([["bea", { logKey: written }]])), [], "the first time");
  const later = new Log(key.store(twice), log.memory);
  const again = [{ contact: "bea", number: 1, index: 11, sight: "again" }];
  assert.deepEqual(await later.lookFor(new Map([["bea", { logKey: written }]])), again);
  assert.deepEqual(await later.lookFor(new Map([["bea", { logKey: written }]])), again, "nothing counts as looked at");
  (await later.watch({ ...owner, logKey: undefined }, new Map([["bea", { logKey: written }]]))).seen();
  assert.deepEqual(await later.lookFor(new Map([["bea", { logKey: written }]])), []);
});

test("a memory that is damaged is refused", async () => {
  const key = new OwnKey();
  const memory = await memoryOf(key, ENTRIES);
  for (const change of [{ key: OTHER.key.written }, { checkpoint: "" }, { keys: ["1"] }, { keys: ["0:1"] }]) {
    assert.throws(() => new Log(key.store(ENTRIES), { ...memory, ...change }), /./, JSON.stringify(change));
  }
});

test("a store that promises more lines and has none is asked once", async () => {
  const own = OTHER.store([entryOf("{}", Buffer.alloc(32))]);
  let asked = 0;
  const store = {
    ...own,
    ask: (method, path) => {
      if (!path.startsWith("/v1/log/lines")) return own.ask(method, path);
      assert.equal(++asked, 1, "it is asked again and again");
      return Promise.resolve(new Response("{\"lines\":[],\"more\":true}"));
    },
  };
  assert.deepEqual(await new Log(store).lines(), []);
});
