import assert from "node:assert/strict";
import { test } from "node:test";
import { json, object } from "../../src/main/resources/org/phrkit/server/web/phr/bytes.js";

test("a backslash before what looks like an escape is written as it is", () => {
  const name = String.raw`\u00ab \\u00ab` + "\u001b";
  const written = json({ name });
  assert.equal(object(written, ["name"]).text("name"), name, "read back, the text is another");
  assert.ok(written.includes(String.raw`\u001B`), "a control character is not escaped as JsonObject does it");
});
