// What a store may not answer: too much, without end, of another kind. A store of a few lines says it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { setImmediate } from "node:timers";
import { RequestKey, SigningKey } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { Log } from "../../src/main/resources/org/phrkit/server/web/phr/log.js";
import { Store } from "../../src/main/resources/org/phrkit/server/web/phr/store.js";

const MIB = 1 << 20;
const ID = "0123456789abcdef".repeat(2);
const ROW = { report: ID, own: true, bytes: 1, created: "2027-01-31T08:00:00Z", etag: "\"a\"" };

/** A store that answers whatever it is told to. */
async function liar(t, answer) {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => answer(request, response));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return new Store({
    origin: `http://localhost:${server.address().port}`,
    store: SigningKey.generate().verificationKey,
    account: ID,
    role: "patient",
    key: RequestKey.generate(),
  });
}

/** Always the same in JSON. */
const always = (members) => (_, response) => response.end(JSON.stringify(members));

async function listed(store) {
  const rows = [];
  for await (const row of store.list()) rows.push(row);
  return rows;
}

test("what has no end is not read to its end", async (t) => {
  let sent = 0;
  const endless = await liar(t, (_, response) => {
    const chunk = Buffer.alloc(MIB, "[");
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
    };
    response.on("drain", more);
    more();
  });
  for (const asked of [() => endless.whoami(), () => endless.header(ID), () => endless.vault(), () => listed(endless), () => new Log(endless).look()]) {
    sent = 0;
    await assert.rejects(asked(), { name: "Malformed", message: /^the store's answer has more than [0-9]+ bytes$/ });
    assert.ok(sent < 64 * MIB, `${sent} bytes were read`);
  }
});

test("an answer that does not come, or breaks off, is said to", async (t) => {
  const silent = await liar(t, () => undefined);
  const stops = await liar(t, (_, response) => response.write("{"));
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const store of [silent, stops]) {
    let failure;
    const asking = store.whoami().catch((e) => (failure = e));
    for (let i = 0; i < 200 && !failure; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      t.mock.timers.tick(1000);
    }
    await Promise.race([asking, new Promise((resolve) => setImmediate(resolve))]);
    assert.equal(failure?.name, "Unreachable", "it gives up");
  }
});

test("a list goes on, or ends", async (t) => {
  const again = await liar(t, always({ reports: [ROW], more: true }));
  await assert.rejects(listed(again), { message: "the list that the store shows has no end" });
  const nothing = await liar(t, always({ reports: [], more: true }));
  assert.deepEqual(await listed(nothing), []);
  const account = { account: ID, role: "patient", signer: ID, suspended: false, quotaBytes: 1, usedBytes: 1, created: ROW.created };
  const accounts = await liar(t, always({ accounts: [account], more: true }));
  await assert.rejects(
    (async () => {
      for await (const row of accounts.accounts()) assert.ok(row);
    })(),
    { message: "the list that the store shows has no end" },
  );
});

test("nothing is taken for an id, a time, a role or a number that is none", async (t) => {
  for (const changed of [
    { report: "../accounts" },
    { report: `${ID}0` },
    { report: ID.toUpperCase() },
    { created: "yesterday" },
    { created: "9999-99-99T00:00:00Z" },
    { expires: "" },
    { erased: "soon" },
    { bytes: -1 },
    { bytes: 1e300 },
    { own: "true" },
    { title: 7 },
    { title: "not base64" },
    { more: 1 },
  ]) {
    const store = await liar(t, always({ reports: [{ ...ROW, ...changed }], more: false }));
    await assert.rejects(listed(store), { name: "Malformed" }, JSON.stringify(changed));
  }
  const member = { account: ID, role: "patient", signer: ID, suspended: false, quotaBytes: 1, usedBytes: 1, created: ROW.created, devices: [] };
  for (const changed of [{ role: "constructor" }, { role: "owner" }, { account: "me" }, { signer: "" }, { quotaBytes: -1 }, { created: "x" }]) {
    const store = await liar(t, always({ ...member, ...changed }));
    await assert.rejects(store.whoami(), { name: "Malformed" }, JSON.stringify(changed));
  }
  const deep = await liar(t, (_, response) => response.end("[".repeat(MIB)));
  await assert.rejects(deep.whoami(), { name: "Malformed" }, "deep");
  const long = await liar(t, always({ ...member, role: "x".repeat(16 * MIB) }));
  await assert.rejects(long.whoami(), { name: "Malformed" }, "long");
  const elsewhere = await liar(t, (_, response) => response.writeHead(302, { location: "http://localhost:1/" }).end());
  await assert.rejects(elsewhere.whoami(), { name: "Unreachable" }, "a redirect");
});

test("an upload whose place goes back for ever is given up", async (t) => {
  const payload = new Blob([new Uint8Array(20 * MIB)]);
  for (const place of ["-1", String(payload.size + 1), "many", "1e99", ""]) {
    const store = await liar(t, (_, response) => response.setHeader("upload-offset", place).end());
    await assert.rejects(store.upload(ID, payload), { name: "Malformed" }, place);
  }
  let parts = 0;
  const back = await liar(t, (request, response) => {
    if (request.method === "PATCH" && ++parts % 2 === 0) {
      response.writeHead(423, { "content-type": "application/problem+json" });
      response.end(JSON.stringify({ type: "about:locked", title: "locked", status: 423, detail: "locked" }));
    } else {
      response.setHeader("upload-offset", "0").end();
    }
  });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let failure;
  back.upload(ID, payload).catch((e) => (failure = e));
  for (let i = 0; i < 20_000 && !failure && parts < 100; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(100);
  }
  assert.ok(failure, `${parts} parts were sent`);
});
