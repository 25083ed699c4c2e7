// The arithmetic of logs: by the vectors of certificate transparency (github transparency-dev/merkle), the examples of C2SP
// signed-note and of golang.org/x/mod/sumdb/note, and a slow twin after the definitions of RFC 6962, section 2.1.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_ROOT, NoteKey, openCheckpoint, openNote } from "../../src/main/resources/org/phrkit/server/web/phr/notes.js";
import {
  Tree, isEntryOf, keyLabel, labelOf, leafHash, lookThrough, provesGrowth, tilePath,
} from "../../src/main/resources/org/phrkit/server/web/phr/transparency.js";
import { sha256 } from "../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import { naive, naiveProof, tilesOf } from "./ownlog.mjs";

const bytes = (base64) => Uint8Array.from(Buffer.from(base64, "base64"));
const hex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const written = (hash) => Buffer.from(hash).toString("hex");

// Hashes and proofs

const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
  .map((input) => leafHash(hex(input)));
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const entry = (i) => Uint8Array.from([...sha256(Buffer.from(`label ${i}`)).slice(0, 16), ...sha256(Buffer.from(`line ${i}`))]);
const ENTRIES = Array.from({ length: 700 }, (_, i) => entry(i));
const HASHES = ENTRIES.map(leafHash);
const headOf = (size) => ({ size, root: naive(HASHES.slice(0, size)) });
const reader = (tiles) => (path) => Promise.resolve(tiles.get(path));

test("roots are those of the reference", () => {
  ROOTS.forEach((root, size) => assert.equal(written(naive(LEAVES.slice(0, size))), root, `${size} entries`));
  assert.equal(written(EMPTY_ROOT), ROOTS[0]);
});

test("proofs of growth of the reference hold", () => {
  const head = (size) => ({ size, root: hex(ROOTS[size]) });
  const node23 = bytes("Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=");
  const node45 = bytes("DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=");
  const node67 = bytes("yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=");
  const node03 = bytes("037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=");
  const leaf4 = bytes("vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=");
  const leaf6 = bytes("sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=");
  assert.ok(provesGrowth(head(6), head(8), [node45, node67, node03]));
  assert.ok(provesGrowth(head(2), head(5), [node23, leaf4]));
  assert.ok(provesGrowth(head(6), head(7), [node45, leaf6, node03]));
});

test("proofs of growth hold as the definition makes them, and no forged one does", () => {
  for (const size of [1, 2, 3, 4, 5, 7, 8, 13, 31, 32, 33, 64, 65, 255, 256, 257]) {
    for (let before = 1; before <= size; before += size > 40 ? 7 : 1) {
      const path = naiveProof(before, HASHES.slice(0, size));
      const where = `${before} to ${size}`;
      assert.ok(provesGrowth(headOf(before), headOf(size), path), where);
      assert.ok(!provesGrowth(headOf(before), headOf(size), [...path, HASHES[0]]), `${where}: one too many`);
      path.forEach((hash, i) => {
        const forged = [...path];
        forged[i] = hash.map((byte, at) => (at === 5 ? byte ^ 1 : byte));
        assert.ok(!provesGrowth(headOf(before), headOf(size), forged), `${where}: hash ${i} altered`);
        assert.ok(!provesGrowth(headOf(before), headOf(size), path.toSpliced?.(i, 1) ?? path.filter((_, at) => at !== i)),
          `${where}: hash ${i} missing`);
      });
      if (before < size) {
        assert.ok(!provesGrowth({ size: before, root: HASHES[9] }, headOf(size), path), `${where}: another older root`);
        assert.ok(!provesGrowth(headOf(before), { size, root: HASHES[9] }, path), `${where}: another newer root`);
      }
    }
  }
  assert.ok(provesGrowth({ size: 0, root: EMPTY_ROOT }, headOf(5), []), "from nothing");
  assert.ok(!provesGrowth(headOf(5), headOf(4), []), "a log that shrank");
});

test("roots and entries are read from tiles", async () => {
  for (const size of [1, 2, 255, 256, 257, 300, 511, 512, 700]) {
    const tree = await Tree.open(headOf(size), reader(tilesOf(ENTRIES.slice(0, size))));
    for (let older = 0; older <= size; older += 37) {
      assert.equal(written(await tree.root(older)), written(naive(HASHES.slice(0, older))), `${older} of ${size}`);
    }
    assert.deepEqual(await tree.entries(0, size), ENTRIES.slice(0, size), `${size} entries`);
    await assert.rejects(tree.entries(size, size + 1), /the log has no entries/);
  }
  // A log of three levels, from its hashes alone.
  const many = Array.from({ length: 65_600 }, (_, i) => sha256(Uint8Array.of(i, i >> 8, i >> 16)));
  const tiles = tilesOf(many.slice(0, 0));
  let hashes = many;
  for (let level = 0; hashes.length > 0; level++) {
    const above = [];
    for (let i = 0; i < hashes.length; i += 256) {
      const inTile = hashes.slice(i, i + 256);
      tiles.set(tilePath(level, i / 256, inTile.length), Uint8Array.from(inTile.flatMap((hash) => [...hash])));
      if (inTile.length === 256) above.push(naive(inTile));
    }
    hashes = above;
  }
  const tree = await Tree.open({ size: many.length, root: naive(many) }, reader(tiles));
  for (const older of [1, 256, 40_000, 65_535, 65_536, 65_537]) {
    assert.equal(written(await tree.root(older)), written(naive(many.slice(0, older))), `${older} of three levels`);
  }
});

test("a partial tile that is gone is cut from the full one", async () => {
  const tiles = tilesOf(ENTRIES);
  for (const path of tiles.keys()) if (path.startsWith("tile/entries/000.p/") || path.startsWith("tile/0/000.p/")) tiles.delete(path);
  const tree = await Tree.open(headOf(100), reader(tiles));
  assert.deepEqual(await tree.entries(99, 100), [ENTRIES[99]]);
});

test("no altered tile is believed", async () => {
  const altered = (path, change) => {
    const tiles = tilesOf(ENTRIES);
    tiles.set(path, change(tiles.get(path).slice()));
    return reader(tiles);
  };
  const flip = (at) => (tile) => {
    tile[at] ^= 1;
    return tile;
  };
  for (const [path, change] of [
    ["tile/0/002.p/188", flip(7)],
    ["tile/1/000.p/2", flip(40)],
    ["tile/1/000.p/2", (tile) => tile.slice(0, 63)],
    ["tile/0/002.p/188", () => new Uint8Array(0)],
  ]) {
    await assert.rejects(Tree.open(headOf(700), altered(path, change)), { kind: "tile" }, `${path} at the edge`);
  }
  for (const [path, change] of [
    ["tile/0/000", flip(300)],
    ["tile/entries/000", flip(50 * 17 + 20)],
    ["tile/entries/000", flip(50 * 17 + 1)],
    ["tile/entries/000", (tile) => tile.slice(0, -50)],
  ]) {
    const tree = await Tree.open(headOf(700), altered(path, change));
    await assert.rejects(tree.entries(17, 18), { kind: "tile" }, `${path} below the edge`);
  }
});

test("tiles are named as the standard says", () => {
  assert.equal(tilePath(0, 1_234_067, 256), "tile/0/x001/x234/067");
  assert.equal(tilePath("entries", 0, 5), "tile/entries/000.p/5");
  assert.equal(tilePath(1, 1000, 255), "tile/1/x001/000.p/255");
});

// Notes

const PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const BY_PETER = "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const BY_ENOCH = "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
const GO = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const GO_HEAD = `go.sum database tree
15067302
gJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=

\u2014 sum.golang.org Az3grp1rvWOs5NKlr/xR4GLN/CDyzzakmt1o61uSxYKpK1SerqOP2ClbX/peKUZjYnyomH5Xz7GZG3TpB7OeKn4E2ww=
\u2014 test.example.com qTGhC/xIPQ0AXKHK6Y+9ypRfuvMZWPjRXM8NiOg5M1WREn07VQXyuIXM3NRNav3ieVFLUqDRK77PWDmL6w8w84UqeAw=
`;
const open = (note, key) => openNote(note, NoteKey.parse(key));

test("the examples of the standard and of Go are read", () => {
  const example = "This is an example message.\n\n\u2014 example.com/foo "
    + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
  assert.equal(open(example, "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
    "This is an example message.\n");
  assert.equal(open(TEXT + "\n" + BY_PETER, PETER), TEXT);
  assert.equal(open(TEXT + "\n" + BY_PETER + BY_ENOCH, PETER), TEXT);
  assert.equal(open(TEXT + "\n" + BY_PETER + BY_ENOCH, ENOCH), TEXT);
  assert.match(open(GO_HEAD, GO), /^go\.sum database tree\n15067302\n/);
});

test("a signature that does not match refuses the note", () => {
  const altered = BY_PETER.replace("x08go/ZJ", "x08go/ZK");
  for (const [note, why] of [
    [TEXT + "\n" + BY_ENOCH, "another's alone"],
    [TEXT + "\n" + altered, "altered"],
    [TEXT + "\n" + BY_PETER + altered, "altered behind a good one"],
    [TEXT + "\n" + BY_PETER.replace("nAM=", "nAMAAAA="), "longer"],
    [TEXT + "\n\u2014 PeterNeumann x08go/ZJ\n", "shorter"],
    [TEXT.replace("answer", "Answer") + "\n" + BY_PETER, "another text"],
  ]) {
    assert.throws(() => open(note, PETER), { kind: "signature" }, why);
  }
});

test("a key of small order, under which one signature fits to every text, has signed nothing", () => {
  const encoded = Buffer.from([1, 1, ...new Uint8Array(31)]);
  const id = Buffer.from(sha256(Buffer.concat([Buffer.from("weak\n"), encoded])).slice(0, 4));
  const signature = Buffer.concat([id, Buffer.from([1, ...new Uint8Array(63)])]).toString("base64");
  assert.throws(() => open(`${TEXT}\n\u2014 weak ${signature}\n`, `weak+${id.toString("hex")}+${encoded.toString("base64")}`),
    { kind: "signature" });
});

test("what is no note, key or checkpoint is refused", () => {
  for (const note of [
    "", TEXT, TEXT + "\n", BY_PETER, TEXT + BY_PETER, TEXT + "\n" + BY_PETER.trim(), TEXT + "\n" + BY_PETER + "\n",
    "\u0001" + TEXT + "\n" + BY_PETER, TEXT.replaceAll("\n", "\r\n") + "\n" + BY_PETER, "\ud83e" + TEXT + "\n" + BY_PETER,
    TEXT + "\n" + BY_PETER.repeat(65), TEXT.repeat(1400) + "\n" + BY_PETER,
  ]) {
    assert.throws(() => open(note, PETER), { kind: "malformed", message: "is not a signed note" }, note.slice(0, 60));
  }
  for (const line of ["Unexpected line.", "- PeterNeumann x08go/ZJkuBS9UG/", "\u2014PeterNeumann x08go/ZJkuBS9UG/", "\u2014 x08go/ZJkuBS9UG/",
    "\u2014  x08go/ZJkuBS9UG/", "\u2014 Peter Neumann x08go/ZJkuBS9UG/", "\u2014 Peter+Neumann x08go/ZJkuBS9UG/", "\u2014 PeterNeumann ",
    "\u2014 PeterNeumann x08go/==", "\u2014 PeterNeumann x08go/ZJkuBS9UG_"]) {
    assert.throws(() => open(TEXT + "\n" + BY_PETER + line + "\n", PETER), { kind: "malformed" }, line);
  }
  for (const key of ["", "PeterNeumann", PETER.replace("c74f20a3", "c74f20a4"), PETER.replace("Peter", "Paul"), PETER.replace("+AR", "+BR"),
    PETER.slice(0, -4), `${PETER}=`]) {
    assert.throws(() => NoteKey.parse(key), { kind: "malformed" }, key);
  }
  // A good note of the key, which is not of its log: its origin is another, and it has two lines.
  assert.throws(() => openCheckpoint(GO_HEAD, NoteKey.parse(GO)), /of another log/);
  assert.throws(() => openCheckpoint(TEXT + "\n" + BY_PETER, NoteKey.parse(PETER)), /is not a checkpoint/);
});

// Entries

test("an entry is that of its salt and line alone", () => {
  const salt = new Uint8Array(32).fill(65);
  const line = "{}\n";
  const made = Uint8Array.from([...new Uint8Array(16), ...sha256(Uint8Array.from([...salt, ...Buffer.from(line)]))]);
  assert.ok(isEntryOf(made, salt, line));
  assert.ok(!isEntryOf(made, salt, "{} \n"), "another line");
  assert.ok(!isEntryOf(made, salt.slice(0, 31), String.fromCharCode(salt[31]) + line), "a line that begins in the salt");
});

test("keys are found by their labels, the next one too, and one that is there twice", () => {
  const logKey = sha256(Buffer.from("log key"));
  const of = (number) => Uint8Array.from([...hex(keyLabel(logKey, number)), ...new Uint8Array(32)]);
  assert.equal(labelOf(of(3)), keyLabel(logKey, 3));
  assert.notEqual(keyLabel(logKey, 1), keyLabel(logKey, 2));
  const start = { entries: 0, keys: new Map() };
  const first = lookThrough(logKey, start, [ENTRIES[0], of(1), of(2), ENTRIES[1], of(1)]);
  assert.deepEqual(first.sightings, [
    { number: 1, index: 1, isAgain: false },
    { number: 2, index: 2, isAgain: false },
    { number: 1, index: 4, isAgain: true },
  ]);
  assert.deepEqual(first.watched, { entries: 5, keys: new Map([[1, 1], [2, 2]]) });
  const second = lookThrough(logKey, first.watched, [of(4), of(3), of(2)]);
  assert.deepEqual(second.sightings, [
    { number: 3, index: 6, isAgain: false },
    { number: 2, index: 7, isAgain: true },
  ], "the fourth is not looked for before there is a third");
});
