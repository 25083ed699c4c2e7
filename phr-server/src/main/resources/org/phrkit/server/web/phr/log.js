// The store's log, as one device sees it, in the manner of org.phrkit.client.LogClient. What the store once showed here it
// cannot take back or change: each head that it signs must extend the last one that was accepted, and whatever else it says
// of the log is checked against that.
import { hex, sha256 } from "../vendor/crypto.js";
import { base64, text as textOf, utf8 } from "./bytes.js";
import { isPlaceOf } from "./cardproof.js";
import { parseLine, verifyKeyEvent, verifyOpened } from "./loglines.js";
import { LogError, NoteKey, openCheckpoint } from "./notes.js";
import { LARGEST_SMALL, Refusal, bytesOf } from "./store.js";
import { Tree, isEntryOf, lookThrough, provesGrowth } from "./transparency.js";

/** @typedef {import("./notes.js").Checkpoint} Checkpoint */
/** @typedef {import("./transparency.js").Watched} Watched */
/** @typedef {import("./loglines.js").Line} Line */
/** @typedef {import("./cardproof.js").Place} Place */

/**
 * What is kept of a log, as plain JSON: the members of KnownLog of org.phrkit.client.
 *
 * @typedef {object} Memory
 * @property {"phr/known-log/1"} type
 * @property {string} key that signs the heads
 * @property {string} checkpoint the last one that was accepted
 * @property {number} watched how many entries were looked at for the keys of the owner
 * @property {string[]} keys the first entry of each of them, NUMBER:INDEX
 * @property {string[]} contacts for each contact, the hash of the log key, how many entries were looked at, and the keys
 */

/**
 * A line that stands in the log at its index.
 *
 * @typedef {Line & { index: number, salt: Uint8Array, text: string, proof?: "signed" | "recovery" | "none" }} Found proof: of an opening, whether the reader's
 *     key says so, or a recovery key, or nothing signed
 */

const TYPE = "phr/known-log/1";
const KEPT_TILES = 256;

/** @param {string} written @returns {Watched["keys"]} */
function parseKeys(written) {
  return new Map(written.split(" ").filter((each) => each !== "").map((each) => {
    const parts = /^([1-9][0-9]{0,8}):(0|[1-9][0-9]{0,14})$/.exec(each);
    if (!parts) throw new LogError("malformed", "what is kept of the store's log is damaged");
    return [Number(parts[1]), Number(parts[2])];
  }));
}

/** @param {Watched["keys"]} keys */
const keyTexts = (keys) => [...keys].sort(([a], [b]) => a - b).map(([number, index]) => `${number}:${index}`);

/** By what a contact is known again, without the secret itself. @param {string} logKey base64 */
const idOf = (logKey) => hex.encode(sha256(utf8(logKey)).slice(0, 16));

/** The log of a store, for one account on one device. */
export class Log {
  /** @type {import("./store.js").Store} */
  #store;
  /** @type {NoteKey | undefined} */
  #key;
  /** @type {Checkpoint | undefined} */
  #head;
  /** @type {Watched} */
  #own = { entries: 0, keys: new Map() };
  /** @type {Map<string, Watched>} */
  #contacts = new Map();
  /** @type {Map<string, Uint8Array>} */
  #tiles = new Map();

  /**
   * @param {import("./store.js").Store} store
   * @param {Memory} [memory] of the last time
   * @throws {LogError} malformed, if the memory is damaged
   */
  constructor(store, memory) {
    this.#store = store;
    if (!memory) return;
    this.#key = NoteKey.parse(memory.key);
    this.#head = openCheckpoint(memory.checkpoint, this.#key);
    this.#own = { entries: memory.watched, keys: parseKeys(memory.keys.join(" ")) };
    for (const each of memory.contacts) {
      const [id, entries, ...keys] = each.split(" ");
      this.#contacts.set(id, { entries: Number(entries), keys: parseKeys(keys.join(" ")) });
    }
  }

  /** What is to be kept for the next time; nothing before the first look. @returns {Memory | undefined} */
  get memory() {
    if (!this.#key || !this.#head) return undefined;
    return {
      type: TYPE,
      key: this.#key.written,
      checkpoint: this.#head.note,
      watched: this.#own.entries,
      keys: keyTexts(this.#own.keys),
      contacts: [...this.#contacts].sort()
        .map(([id, { entries, keys }]) => [id, entries, ...keyTexts(keys)].join(" ")),
    };
  }

  /** The last head that was accepted, to be carried to others in manifests and grants. */
  get carried() {
    return this.#head?.note;
  }

  /**
   * The head that the store shows now, which extends the one before.
   *
   * @returns {Promise<Checkpoint>}
   * @throws {LogError} of kind history, if it does not: with both heads, which the store signed
   */
  async look() {
    const before = this.#head;
    const response = await this.#store.ask("GET", `/v1/log/checkpoint${before ? `?since=${before.size}` : ""}`);
    const note = textOf(await bytesOf(response, LARGEST_SMALL), "the head of the store's log");
    this.#key ??= NoteKey.parse(await this.#store.logKey());
    let newest;
    try {
      newest = openCheckpoint(note, this.#key);
    } catch (error) {
      if (!before || (await this.#store.logKey()) === this.#key.written) throw error;
      throw new LogError("history", "the store keeps another log than before: its heads are signed by another key",
        [before.note, note]);
    }
    if (before && !provesGrowth(before, newest, pathOf(response))) await this.#requireGrowth(before, newest);
    this.#head = newest;
    return newest;
  }

  /** Asks the tiles what is wrong. @param {Checkpoint} before @param {Checkpoint} newest */
  async #requireGrowth(before, newest) {
    let problem = `the log has ${newest.size} entries, and had ${before.size} before`;
    if (newest.size >= before.size) {
      problem = `the first ${before.size} entries of the log are not those that it had before`;
      try {
        if (await this.#begins(newest, before)) return;
      } catch (error) {
        if (!(error instanceof LogError)) throw error;
        problem = error.message;
      }
    }
    throw new LogError("history", `the store has rewritten its log: ${problem}`, [before.note, newest.note]);
  }

  /** Whether the log of a head begins with that of another. @param {Checkpoint} head @param {Checkpoint} older */
  async #begins(head, older) {
    const root = await (await this.#tree(head)).root(older.size);
    return hex.encode(root) === hex.encode(older.root);
  }

  /** @param {Checkpoint} head */
  #tree(head) {
    return Tree.open(head, (path) => this.#tile(path));
  }

  /** @param {string} path @returns {Promise<Uint8Array | undefined>} */
  async #tile(path) {
    const known = this.#tiles.get(path);
    if (known) return known;
    try {
      const response = await this.#store.ask("GET", `/v1/log/${path}`);
      const bytes = await bytesOf(response, LARGEST_SMALL);
      if (this.#tiles.size === KEPT_TILES) this.#tiles.delete(this.#tiles.keys().next().value ?? "");
      this.#tiles.set(path, bytes);
      return bytes;
    } catch (error) {
      if (error instanceof Refusal && error.kind === "not-found") return undefined;
      throw error;
    }
  }

  /**
   * Compares what others carry with what the store shows here; heads of other logs, or of nobody, are passed over.
   *
   * @param {string[]} carried from manifests and grants
   * @throws {LogError} of kind history, if the store has shown them another log
   */
  async compare(carried) {
    for (const note of carried) {
      let mine = this.#head ?? await this.look();
      let theirs;
      try {
        theirs = openCheckpoint(note, /** @type {NoteKey} */ (this.#key));
      } catch {
        continue;
      }
      if (theirs.size > mine.size) mine = await this.look();
      if (theirs.size > mine.size) {
        throw new LogError("history", "the store hides entries of its log that it has shown to who sent this",
          [mine.note, theirs.note]);
      }
      if (!await this.#begins(mine, theirs)) {
        throw new LogError("history", "the store has shown another log to who sent this", [mine.note, theirs.note]);
      }
    }
  }

  /**
   * The lines about the account, each of which stands in the tree at its index.
   *
   * @param {{ from?: number, report?: string }} [about] from: the first entry that is asked about; report: of one alone
   * @returns {Promise<Found[]>}
   * @throws {LogError} of kind history, if one is not what was logged
   */
  async lines({ from = 0, report } = {}) {
    const shown = [];
    for (let next = from, more = true; more;) {
      const answer = await this.#store.asked("GET", `/v1/log/lines?from=${next}`, ["lines", "more"]);
      const lines = answer.objects("lines", ["index", "salt", "line"], []);
      for (const each of lines) {
        const index = each.integer("index", next, Number.MAX_SAFE_INTEGER - 1);
        shown.push({ index, salt: each.bytes("salt"), text: each.text("line") });
        next = index + 1;
      }
      more = answer.truth("more") && lines.length > 0;
    }
    // After the lines, so that it covers all of them.
    const tree = await this.#tree(await this.look());
    const found = [];
    for (const { index, salt, text } of shown) {
      const isLogged = index < tree.head.size && isEntryOf((await tree.entries(index, index + 1))[0], salt, text);
      if (!isLogged) throw new LogError("history", `line ${index} of the store's log is not the one that was logged`);
      const line = parseLine(text);
      if (report === undefined || line.report === report) found.push({ ...line, index, salt, text, ...this.#proofOf(line) });
    }
    return found;
  }

  /** @param {Line} line @returns {{ proof?: Found["proof"] }} */
  #proofOf(line) {
    if (line.kind !== "opened") return {};
    try {
      return { proof: verifyOpened(line, this.#store.fingerprint) ? "signed" : "recovery" };
    } catch {
      return { proof: "none" };
    }
  }

  /**
   * Looks at all that came into the log since the last time. It counts as looked at after `seen()`, and not before.
   *
   * @param {{ logKey?: string, signer: string, recovery?: string, device: string }} owner whose device this is: the log key of
   *     the account, its signing key, its recovery key where that is known, the public key of the device
   * @param {Map<string, Contact>} contacts others, by their names
   * @returns {Promise<{ lines: Found[], alerts: Alert[], contacts: ContactEntry[], seen(): void }>}
   *
   * @typedef {{ index: number, number: number, alarm: "not-mine" | "twice" | "recovery" }} Alert a key of one's own that
   *     somebody else may have put there: nothing signed says that it was wanted; it is there twice; a recovery key added it,
   *     of which this device does not know whose it is
   * @typedef {{ logKey: string, place?: Place }} Contact place: where the card that is here stands in the log, if its owner said
   * @typedef {{ contact: string, number: number, index: number, sight: "new" | "again" | "other" | "missing" }} ContactEntry of
   *     the key of somebody else; again: it is there twice; other: it is not that of the card that is here; missing: there is
   *     none for that card, and the index is -1. But for what is new, others may be shown another key than this device
   */
  async watch(owner, contacts) {
    const lines = await this.lines({ from: this.#own.entries });
    const head = /** @type {Checkpoint} */ (this.#head);
    const found = await this.#lookFor(contacts, head);
    /** @type {Alert[]} */
    const alerts = [];
    let own = { entries: head.size, keys: this.#own.keys };
    if (owner.logKey) {
      const entries = await (await this.#tree(head)).entries(this.#own.entries, head.size);
      const looked = lookThrough(base64.decode(owner.logKey), this.#own, entries);
      own = looked.watched;
      for (const { number, index, isAgain } of looked.sightings) {
        const alarm = isAgain ? "twice" : alarmOf(lines.find((line) => line.index === index), number, owner);
        if (alarm) alerts.push({ index, number, alarm });
      }
    }
    const seen = () => {
      this.#own = own;
      for (const [id, watched] of found.watched) this.#contacts.set(id, watched);
    };
    return { lines, alerts, contacts: found.entries, seen };
  }

  /**
   * Entries of keys of others that came since `watch` looked for them, or that are not what the card of a contact says, before
   * something is encrypted to them. Who is looked for the first time has those that are there, but for those that came after
   * the card that is here. Nothing that is told counts as looked at.
   *
   * @param {Map<string, Contact>} contacts others, by their names
   */
  async lookFor(contacts) {
    const { entries, watched } = await this.#lookFor(contacts, await this.look());
    const told = new Set(entries.map(({ contact }) => idOf(/** @type {Contact} */ (contacts.get(contact)).logKey)));
    for (const [id, each] of watched) if (!this.#contacts.has(id) && !told.has(id)) this.#contacts.set(id, each);
    return entries;
  }

  /** @param {Map<string, Contact>} contacts @param {Checkpoint} head */
  async #lookFor(contacts, head) {
    const tree = await this.#tree(head);
    /** @type {ContactEntry[]} */
    const found = [];
    /** @type {Map<string, Watched>} */
    const watched = new Map();
    for (const [contact, { logKey, place }] of contacts) {
      const before = this.#contacts.get(idOf(logKey));
      const start = before ?? { entries: 0, keys: new Map() };
      const looked = lookThrough(base64.decode(logKey), start, await tree.entries(start.entries, head.size));
      watched.set(idOf(logKey), looked.watched);
      const card = place?.store === this.#store.fingerprint ? place : undefined;
      const wrong = card && (await compared(tree, card, looked.watched.keys));
      if (wrong) found.push({ contact, ...wrong });
      // Up to the last that its owner knew of, the card that is here is the newest.
      const last = card && !wrong ? card.number + card.count - 1 : before ? 0 : Infinity;
      for (const { number, index, isAgain } of looked.sightings) {
        if (isAgain || number > last) found.push({ contact, number, index, sight: isAgain ? "again" : "new" });
      }
    }
    return { entries: found, watched };
  }
}

/**
 * What is told where the entries from that of a card on are not those that its owner was shown.
 *
 * @param {Tree} tree
 * @param {Place} card
 * @param {Map<number, number>} keys the index of the entry of each key, by its number
 * @returns {Promise<{ number: number, index: number, sight: "other" | "missing" } | undefined>}
 */
async function compared(tree, card, keys) {
  const entries = [];
  for (let number = card.number; number < card.number + card.count; number++) {
    const index = keys.get(number);
    if (index === undefined) return { number, index: -1, sight: "missing" };
    entries.push((await tree.entries(index, index + 1))[0]);
  }
  return isPlaceOf(card, entries) ? undefined : { number: card.number, index: keys.get(card.number) ?? -1, sight: "other" };
}

/** The proof that a store sends with a checkpoint; none where it sends anything else. @param {Response} response */
function pathOf(response) {
  const field = response.headers.get("phr-log-consistency") ?? "";
  try {
    return field === "" ? [] : field.split(",").map((hash) => base64.decode(hash));
  } catch {
    return [];
  }
}

/**
 * @param {Line | undefined} line of the entry of a key of one's own
 * @param {number} number of the key
 * @param {{ signer: string, recovery?: string, device: string }} owner
 * @returns {"not-mine" | "recovery" | undefined}
 */
function alarmOf(line, number, owner) {
  if (line?.kind !== "key" || line.number !== number) return "not-mine";
  try {
    const by = verifyKeyEvent(line, owner.signer);
    if (by === undefined) return undefined;
    if (owner.recovery) return by === owner.recovery ? undefined : "not-mine";
    return line.key === owner.device ? undefined : "recovery";
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return "not-mine";
  }
}
