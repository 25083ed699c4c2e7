// One archive for all that is saved at once: POSIX ustar, which every tar reads.
import { PhrError, utf8 } from "./phr/bytes.js";

const BLOCK = 512;
const LONGEST_NAME = 100;
/** The most that eleven octal digits say. */
const LARGEST = 8 ** 11 - 1;

/**
 * @param {{ name: string, content: Blob }[]} files names of ASCII
 * @param {Date} time of all of them
 * @returns {Blob} which refers to the contents and copies none
 */
export function tarOf(files, time) {
  /** @type {BlobPart[]} */
  const parts = [];
  for (const { name, content } of files) {
    parts.push(header(name, content.size, time), content, new Uint8Array((BLOCK - (content.size % BLOCK)) % BLOCK));
  }
  return new Blob([...parts, new Uint8Array(2 * BLOCK)], { type: "application/x-tar" });
}

/**
 * @param {string} name
 * @param {number} size
 * @param {Date} time
 */
function header(name, size, time) {
  if (name.length > LONGEST_NAME || size > LARGEST) {
    throw new PhrError("a file is too large for one archive", "save the reports one by one");
  }
  const block = new Uint8Array(BLOCK);
  const put = (/** @type {number} */ at, /** @type {string} */ text) => block.set(utf8(text), at);
  const octal = (/** @type {number} */ value) => `${value.toString(8).padStart(11, "0")}\0`;
  put(0, name);
  put(100, "0000600\0" + "0000000\0" + "0000000\0");
  put(124, octal(size));
  put(136, octal(Math.floor(time.getTime() / 1000)));
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\0" + "00");
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}
