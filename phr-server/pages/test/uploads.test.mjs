// How fast an upload goes, as the page shows it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Upload } from "../../src/main/resources/org/phrkit/server/web/uploads.js";

/** The rates that are shown when so many bytes are done at so many milliseconds. */
function rates(t, ...told) {
  const upload = new Upload("a");
  let now = 0;
  t.mock.method(performance, "now", () => now);
  return told.map(([at, done]) => {
    now = at;
    upload.progress({ state: "sending", done, total: 1000 });
    return upload.rate;
  });
}

test("the rate is that of the last seconds", (t) => {
  assert.deepEqual(rates(t, [0, 0], [1000, 100], [6000, 200], [7000, 700]), [0, 100, 20, 100]);
});

test("parts that take longer have a rate too", (t) => {
  assert.deepEqual(rates(t, [0, 0], [8000, 80], [16_000, 240]), [0, 10, 20]);
});

test("what was encrypted is not what is sent", (t) => {
  const upload = new Upload("a");
  let now = 0;
  t.mock.method(performance, "now", () => now);
  upload.progress({ state: "encrypting", done: 0, total: 1000 });
  now = 1000;
  upload.progress({ state: "encrypting", done: 900, total: 1000 });
  upload.tell({ state: "sending", done: 0, total: 1000, rate: 0 });
  upload.progress({ state: "sending", done: 0, total: 1000 });
  now = 2000;
  upload.progress({ state: "sending", done: 100, total: 1000 });
  assert.equal(upload.rate, 100);
});
