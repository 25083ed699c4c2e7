import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { WORDS, fingerprintWords } from "../../src/main/resources/org/phrkit/server/web/phr/words.js";

test("the words are those of phr", () => {
  const list = new URL("../../../phr-core/src/main/resources/org/phrkit/split/words.txt", import.meta.url);
  assert.deepEqual(WORDS, readFileSync(list, "utf8").trimEnd().split("\n"));
});

/** The same fingerprints as in FingerprintWordsTest of phr-core. */
test("every bit of a fingerprint is in the words", () => {
  assert.equal(fingerprintWords("0".repeat(32)),
    "academic academic academic academic academic academic academic academic academic academic academic academic academic");
  assert.equal(fingerprintWords("f".repeat(32)),
    "zero zero zero zero zero zero zero zero zero zero zero zero yelp");
  assert.equal(fingerprintWords("0123 4567 89ab cdef fedc ba98 7654 3210"),
    "acrobat marvel firm terminal predator dining zero rebound repeat genuine gray arcade away");
  assert.throws(() => fingerprintWords("0".repeat(31)), /32 hexadecimal digits/);
});
