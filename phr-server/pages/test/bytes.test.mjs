import assert from "node:assert/strict";
import { test } from "node:test";
import { json, object } from "../../src/main/resources/org/phrkit/server/web/phr/bytes.js";

test("a backslash before what looks like an escape is written as it is", () => {
  const name = String.raw`\u00ab \\u00ab` + "\u001b";
  const written = json({ name });
  assert.equal(object(written, ["name"]).text("name"), name, "read back, the text is another");
  assert.ok(written.includes(String.raw`\u001B`), "a control character is not escaped as JsonObject does it");
});

test("a number that is no integer, a member twice, and anything behind the object are refused", () => {
  assert.equal(object('{"n": 7}', ["n"]).integer("n"), 7);
  for (const number of ["7.0", "7e0", "07", "-0.0", "+7", "0x7", "9007199254740993"]) {
    assert.throws(() => object(`{"n": ${number}}`, ["n"]).integer("n"), { name: "Malformed" }, number);
  }
  for (const source of ['{"n": 7}\u00a0', '\ufeff{"n": 7}', '{"n": 7}{}', '{"n": 7, "n": 7}', '{"n": 7,}', '{"n" 7}', "[7]", '{"n": [7}', `${"[".repeat(100)}7`]) {
    assert.throws(() => object(source, ["n"]), { name: "Malformed" }, source);
  }
});
