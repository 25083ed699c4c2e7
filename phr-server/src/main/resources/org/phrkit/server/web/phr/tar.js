// Archives of plain files that every tar reads: POSIX ustar, with pax headers for what does not fit.
import { concat, millis, utf8 } from "./bytes.js";

export const BLOCK = 512;
const LARGEST_OCTAL = 0o77777777777;

/** @param {Uint8Array} block @param {number} at @param {string} value */
const put = (block, at, value) => block.set(utf8(value), at);

/** The size of the blocks that a content takes. @param {number} size */
export const filled = (size) => Math.ceil(size / BLOCK) * BLOCK;

/** The headers of a file in an archive: its own, and before it one of pax where its name or size needs that. @param {string} name @param {number} size @param {string} created */
export function headers(name, size, created) {
  const isLong = size > LARGEST_OCTAL;
  const isOdd = utf8(name).length > 100 || !/^[ -~]*$/.test(name);
  const plain = block(isOdd ? name.replace(/[^ -~]/gu, "_").slice(0, 100) : name, isLong ? 0 : size, created, "0");
  if (!isLong && !isOdd) return plain;
  const records = utf8((isOdd ? paxRecord("path", name) : "") + (isLong ? paxRecord("size", String(size)) : ""));
  return concat(block("./PaxHeaders/file", records.length, created, "x"), records, new Uint8Array(filled(records.length) - records.length), plain);
}

/** "LENGTH KEY=VALUE\n", where the length counts itself. @param {string} key @param {string} value */
function paxRecord(key, value) {
  const rest = utf8(` ${key}=${value}\n`).length;
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length++;
  return `${length} ${key}=${value}\n`;
}

/** @param {string} name @param {number} size @param {string} created @param {string} type */
function block(name, size, created, type) {
  const bytes = new Uint8Array(BLOCK);
  put(bytes, 0, name);
  put(bytes, 100, "0000600\x000000000\x000000000\x00");
  put(bytes, 124, `${size.toString(8).padStart(11, "0")}\x00`);
  put(bytes, 136, `${Math.floor(millis(created) / 1000).toString(8).padStart(11, "0")}\x00`);
  put(bytes, 148, "        ");
  put(bytes, 156, type);
  put(bytes, 257, "ustar\x0000");
  put(bytes, 148, `${bytes.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\x00 `);
  return bytes;
}

/**
 * An archive of what is there already.
 * @param {{ name: string, content: Blob }[]} files @param {string} created of all of them
 * @returns {Blob} which refers to the contents and copies none
 */
export function tarOf(files, created) {
  /** @type {BlobPart[]} */
  const parts = files.flatMap(({ name, content: { size }, content }) => [
    headers(name, size, created), content, new Uint8Array(filled(size) - size)]);
  return new Blob([...parts, new Uint8Array(2 * BLOCK)], { type: "application/x-tar" });
}
