// The arithmetic of a log that can only grow, as org.phrkit.transparency has it: tiles (C2SP tlog-tiles), hashes and proofs
// (RFC 6962, section 2.1; RFC 9162, section 2.1.4). What a store sends of its log is believed here only as far as it belongs to
// a head that its key signed.
import { hmac, sha256 } from "../vendor/crypto.js";
import { concat, equal, hex, utf8 } from "./bytes.js";
import { EMPTY_ROOT, LogError } from "./notes.js";

/** @typedef {import("./notes.js").Head} Head */

const WIDTH = 256;
const HASH_BYTES = 32;
const LABEL_BYTES = 16;
const ENTRY_BYTES = LABEL_BYTES + HASH_BYTES;
const BUNDLED_BYTES = 2 + ENTRY_BYTES;
const SALT_BYTES = 32;

// Hashes

/** @param {Uint8Array} entry @returns {Uint8Array} SHA-256(00 ‖ entry) */
export const leafHash = (entry) => sha256(concat(Uint8Array.of(0), entry));

/** @param {Uint8Array} left @param {Uint8Array} right @returns {Uint8Array} SHA-256(01 ‖ left ‖ right) */
export const nodeHash = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

/**
 * Whether a path proves that the log of one head has grown to that of another (RFC 9162, section 2.1.4.2).
 *
 * @param {Head} older
 * @param {Head} newer
 * @param {Uint8Array[]} path hashes of the larger tree, from below
 */
export function provesGrowth(older, newer, path) {
  if (older.size > newer.size) return false;
  if (older.size === 0 || older.size === newer.size) {
    return path.length === 0 && (older.size === 0 || equal(older.root, newer.root));
  }
  if (path.length === 0) return false;
  let node = older.size - 1;
  let last = newer.size - 1;
  const up = () => {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  };
  while (node % 2 === 1) up();
  const isFullTree = node === 0;
  let first = isFullTree ? older.root : path[0];
  let second = first;
  for (const sibling of isFullTree ? path : path.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (node % 2 === 0 && node !== 0) up();
    } else {
      second = nodeHash(second, sibling);
    }
    up();
  }
  return last === 0 && equal(first, older.root) && equal(second, newer.root);
}

// Tiles

/**
 * Where a log serves a tile (C2SP tlog-tiles): `tile/0/x001/x234/067`, `tile/entries/000.p/5`.
 *
 * @param {number | "entries"} level
 * @param {number} index
 * @param {number} width 1 to 256
 */
export function tilePath(level, index, width) {
  let path = String(index % 1000).padStart(3, "0");
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, "0")}/${path}`;
  }
  return `tile/${level}/${path}${width === WIDTH ? "" : `.p/${width}`}`;
}

/** @param {Uint8Array} hashes @param {number} position */
const hashAt = (hashes, position) => hashes.slice(position * HASH_BYTES, (position + 1) * HASH_BYTES);

/**
 * The hash over hashes in a row.
 *
 * @param {Uint8Array} hashes
 * @param {number} first
 * @param {number} count a power of two
 * @returns {Uint8Array}
 */
function over(hashes, first, count) {
  if (count === 1) return hashAt(hashes, first);
  return nodeHash(over(hashes, first, count / 2), over(hashes, first + count / 2, count / 2));
}

/**
 * The tree of one head, read from tiles. Whatever is returned belongs to it: the tiles at the right edge are hashed together
 * to its root when it is opened, and each other one is compared with its hash in the tile above it. Anything else is a
 * LogError of kind tile. Opening reads at most 5 tiles of at most 8 KiB.
 */
export class Tree {
  /** @type {Map<string, Uint8Array>} */
  #known = new Map();
  /** @type {(path: string) => Promise<Uint8Array | undefined>} */
  #read;

  /** @param {Head} head @param {(path: string) => Promise<Uint8Array | undefined>} read */
  constructor(head, read) {
    this.head = head;
    this.#read = read;
  }

  /**
   * @param {Head} head to be believed, as a checkpoint says it
   * @param {(path: string) => Promise<Uint8Array | undefined>} read gives the bytes of a tile, of which nothing is believed,
   *     or nothing where there is none
   */
  static async open(head, read) {
    const tree = new Tree(head, read);
    for (let level = 0; tree.#count(level) > 0; level++) {
      const width = tree.#count(level) % WIDTH;
      const index = Math.floor(tree.#count(level) / WIDTH);
      if (width > 0) tree.#known.set(`${level}/${index}`, await tree.#fetch(level, index, HASH_BYTES));
    }
    if (!equal(await tree.root(head.size), head.root)) {
      throw new LogError("tile", `the tiles at the right edge are not those of the tree of ${head.size} entries`);
    }
    return tree;
  }

  /** @param {number} level how many hashes it has */
  #count(level) {
    return Math.floor(this.head.size / WIDTH ** level);
  }

  /**
   * @param {number | "entries"} level
   * @param {number} index
   * @param {number} eachBytes
   */
  async #fetch(level, index, eachBytes) {
    const width = Math.min(WIDTH, this.#count(level === "entries" ? 0 : level) - index * WIDTH);
    const path = tilePath(level, index, width);
    let bytes = await this.#read(path);
    // A log may delete a partial tile once the full one is there.
    if (!bytes && width < WIDTH) bytes = (await this.#read(tilePath(level, index, WIDTH)))?.slice(0, width * eachBytes);
    if (bytes?.length !== width * eachBytes) throw new LogError("tile", `${path}: is missing, or of another size`);
    return bytes;
  }

  /**
   * @param {number} level
   * @param {number} index
   * @returns {Promise<Uint8Array>}
   */
  async #tile(level, index) {
    const name = `${level}/${index}`;
    const known = this.#known.get(name);
    if (known) return known;
    const bytes = await this.#fetch(level, index, HASH_BYTES);
    const above = hashAt(await this.#tile(level + 1, Math.floor(index / WIDTH)), index % WIDTH);
    if (bytes.length !== WIDTH * HASH_BYTES || !equal(over(bytes, 0, WIDTH), above)) {
      throw new LogError("tile", `tile ${name} is not that of the tree`);
    }
    this.#known.set(name, bytes);
    return bytes;
  }

  /**
   * The root that the log had when it had fewer entries (RFC 6962, section 2.1). Where that is the root of an older head,
   * the log extends it.
   *
   * @param {number} size at most that of the head
   */
  async root(size) {
    /** @type {Uint8Array | undefined} */
    let root;
    // From the smallest of the full subtrees that it consists of, which stands last.
    for (let height = 0; 2 ** height <= size; height++) {
      const count = Math.floor(size / 2 ** height);
      if (count % 2 === 0) continue;
      const within = 2 ** (height % 8);
      const first = (count - 1) * within;
      const hashes = await this.#tile(Math.floor(height / 8), Math.floor(first / WIDTH));
      const subtree = over(hashes, first % WIDTH, within);
      root = root ? nodeHash(subtree, root) : subtree;
    }
    return root ?? EMPTY_ROOT;
  }

  /**
   * Entries that stand in a row, each with its proof: its hash stands in a tile that leads to the root.
   *
   * @param {number} from index of the first
   * @param {number} to index behind the last
   */
  async entries(from, to) {
    if (from < 0 || to > this.head.size) throw new LogError("tile", `the log has no entries ${from} to ${to}`);
    /** @type {Uint8Array[]} */
    const entries = [];
    for (let index = from; index < to; ) {
      const tile = Math.floor(index / WIDTH);
      const bundle = await this.#fetch("entries", tile, BUNDLED_BYTES);
      const hashes = await this.#tile(0, tile);
      for (; index < to && Math.floor(index / WIDTH) === tile; index++) {
        const at = (index % WIDTH) * BUNDLED_BYTES;
        const entry = bundle.slice(at + 2, at + BUNDLED_BYTES);
        const hasLength = bundle[at] === 0 && bundle[at + 1] === ENTRY_BYTES;
        if (!hasLength || !equal(leafHash(entry), hashAt(hashes, index % WIDTH))) {
          throw new LogError("tile", `entry ${index} is not that of the tree`);
        }
        entries.push(entry);
      }
    }
    return entries;
  }
}

// Entries

/** @param {Uint8Array} entry in hexadecimal, by what it is found */
export const labelOf = (entry) => hex.encode(entry.slice(0, LABEL_BYTES));

/**
 * Whether an entry is that of a line: label ‖ SHA-256(salt ‖ line).
 *
 * @param {Uint8Array} entry
 * @param {Uint8Array} salt
 * @param {string} line
 */
export function isEntryOf(entry, salt, line) {
  // Of two lengths, a line could be told to have begun inside the salt.
  return salt.length === SALT_BYTES && line.isWellFormed()
    && equal(entry.slice(LABEL_BYTES), sha256(concat(salt, utf8(line))));
}

/**
 * The label of the n-th key of an account: HMAC-SHA-256(log key, "key" ‖ n), cut to 16 bytes, in hexadecimal.
 *
 * @param {Uint8Array} logKey of 32 bytes
 * @param {number} number n, from 1
 */
export function keyLabel(logKey, number) {
  const message = new Uint8Array(11);
  message.set(utf8("key"));
  new DataView(message.buffer).setBigUint64(3, BigInt(number));
  return labelOf(hmac(sha256, logKey, message));
}

/**
 * How far a log was looked through for the keys of one account.
 *
 * @typedef {{ entries: number, keys: Map<number, number> }} Watched how many entries were looked at, and the first entry of
 *     each key
 * @typedef {{ number: number, index: number, isAgain: boolean }} Sighting of the entry of a key: a new one, or one more of
 *     one that has an entry
 */

/**
 * Looks at the entries that follow, for the keys 1 to n that are known and for the next one.
 *
 * @param {Uint8Array} logKey
 * @param {Watched} before
 * @param {Uint8Array[]} entries those from before.entries on
 * @returns {{ watched: Watched, sightings: Sighting[] }}
 */
export function lookThrough(logKey, before, entries) {
  const keys = new Map(before.keys);
  const numbers = new Map();
  let count = Math.max(0, ...keys.keys());
  for (let number = 1; number <= count + 1; number++) numbers.set(keyLabel(logKey, number), number);
  /** @type {Sighting[]} */
  const sightings = [];
  entries.forEach((entry, i) => {
    const number = numbers.get(labelOf(entry));
    if (number === undefined) return;
    const index = before.entries + i;
    sightings.push({ number, index, isAgain: keys.has(number) });
    if (!keys.has(number)) keys.set(number, index);
    if (number > count) {
      count = number;
      numbers.set(keyLabel(logKey, count + 1), count + 1);
    }
  });
  return { watched: { entries: before.entries + entries.length, keys }, sightings };
}
