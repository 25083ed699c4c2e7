// Logs of which a test has the key: a slow twin after the definitions of RFC 6962, section 2.1, and a store that shows
// whatever the test wants.
import { ed25519, sha256 } from "../../src/main/resources/org/phrkit/server/web/vendor/crypto.js";
import { EMPTY_ROOT, NoteKey } from "../../src/main/resources/org/phrkit/server/web/phr/notes.js";
import { Refusal, Store } from "../../src/main/resources/org/phrkit/server/web/phr/store.js";
import { leafHash, nodeHash, tilePath } from "../../src/main/resources/org/phrkit/server/web/phr/transparency.js";

/** MTH(D), as RFC 6962 defines it. */
export function naive(leaves) {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0];
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeHash(naive(leaves.slice(0, split)), naive(leaves.slice(split)));
}

/** SUBPROOF(m, D, b), as RFC 6962 defines it. */
export function naiveProof(before, leaves, isWhole = true) {
  if (before === leaves.length) return isWhole ? [] : [naive(leaves)];
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return before <= split
    ? [...naiveProof(before, leaves.slice(0, split), isWhole), naive(leaves.slice(split))]
    : [...naiveProof(before - split, leaves.slice(split), false), naive(leaves.slice(0, split))];
}

/** A log in tiles, all of them, each partial one at each width. */
export function tilesOf(entries) {
  const tiles = new Map();
  const put = (level, items) => {
    for (let index = 0; index * 256 < items.length; index++) {
      const inTile = items.slice(index * 256, (index + 1) * 256);
      const flat = inTile.flatMap((item) => [...item]);
      const each = inTile[0].length;
      for (let width = inTile.length < 256 ? 1 : 256; width <= inTile.length; width++) {
        tiles.set(tilePath(level, index, width), Uint8Array.from(flat.slice(0, width * each)));
      }
    }
  };
  put("entries", entries.map((entry) => [0, entry.length, ...entry]));
  let hashes = entries.map(leafHash);
  for (let level = 0; hashes.length > 0; level++) {
    put(level, hashes);
    const above = [];
    for (let i = 0; i + 256 <= hashes.length; i += 256) above.push(naive(hashes.slice(i, i + 256)));
    hashes = above;
  }
  return tiles;
}

/** An entry that nobody looks for, or that of a label. */
export const entryOf = (line, salt, label = sha256(Buffer.from(line)).slice(0, 16)) =>
  Uint8Array.from([...label, ...sha256(Buffer.concat([salt, Buffer.from(line)]))]);

/** The key of a log. */
export class OwnKey {
  #seed = ed25519.utils.randomSecretKey();
  #name = `phr-store/${"0123456789abcdef".repeat(2)}`;
  key;

  constructor() {
    const encoded = Buffer.from([1, ...ed25519.getPublicKey(this.#seed)]);
    const id = sha256(Buffer.concat([Buffer.from(`${this.#name}\n`), encoded])).slice(0, 4);
    this.key = NoteKey.parse(`${this.#name}+${Buffer.from(id).toString("hex")}+${encoded.toString("base64")}`);
  }

  checkpoint(entries) {
    const root = Buffer.from(naive(entries.map(leafHash))).toString("base64");
    const text = `${this.#name}\n${entries.length}\n${root}\n`;
    const signature = Buffer.concat([this.key.id(), ed25519.sign(Buffer.from(text), this.#seed)]);
    return `${text}\n\u2014 ${this.#name} ${signature.toString("base64")}\n`;
  }

  /** A store with this log, and with these lines for who asks. */
  store(entries, lines = []) {
    const tiles = tilesOf(entries);
    return {
      fingerprint: "0123456789abcdef".repeat(2),
      logKey: () => Promise.resolve(this.key.written),
      ask: (method, path) => {
        if (path.startsWith("/v1/log/checkpoint")) return Promise.resolve(new Response(this.checkpoint(entries)));
        if (path.startsWith("/v1/log/lines")) return Promise.resolve(new Response(JSON.stringify({ lines, more: false })));
        const tile = tiles.get(path.slice("/v1/log/".length));
        return tile ? Promise.resolve(new Response(tile)) : Promise.reject(new Refusal("not-found", "", "there is no such tile", 404, 0));
      },
      asked: Store.prototype.asked,
    };
  }
}
