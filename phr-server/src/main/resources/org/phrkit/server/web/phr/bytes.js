// Bytes, texts and JSON, as the formats have them.
import { base64, base64urlnopad, hex } from "../vendor/crypto.js";

export { base64, base64urlnopad as base64url, hex };

/** What is wrong with something that was given, and what to do about it. The problem holds no secret. */
export class PhrError extends Error {
  /** @param {string} problem @param {string} [hint] */
  constructor(problem, hint = "") {
    super(problem);
    this.name = this.constructor.name;
    this.hint = hint;
  }
}

/** What is not of the form that it must have. */
export class Malformed extends PhrError {}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export const utf8 = (text) => new TextEncoder().encode(text);

/** The text of UTF-8; nothing is replaced. @param {Uint8Array} bytes @param {string} [what] */
export function text(bytes, what = "the text") {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed(`${what} is not UTF-8`);
  }
}

/** @param {...Uint8Array} parts @returns {Uint8Array<ArrayBuffer>} */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two are the same, in a time that does not tell where they differ. @param {Uint8Array} a @param {Uint8Array} b */
export function equal(a, b) {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

/** @param {number} size @returns {Uint8Array<ArrayBuffer>} */
export const random = (size) => crypto.getRandomValues(new Uint8Array(size));

/** Now, to the second, as the formats write it. */
export const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

/** A moment as the formats read it. @param {string} moment @returns {number} milliseconds since 1970 */
export function millis(moment) {
  const parsed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(moment) ? Date.parse(moment) : NaN;
  // Date.parse takes 30 February for 2 March.
  const day = moment.slice(0, 10);
  if (Number.isNaN(parsed) || new Date(Date.parse(day)).toISOString().slice(0, 10) !== day) throw new Malformed("a time is not one");
  return parsed;
}

/** @param {string} value */
const quoted = (value) =>
  JSON.stringify(value).replace(/\\(?:u[0-9a-f]{4}|.)/g, (escape) =>
    escape[1] === "u" ? `\\u${escape.slice(2).toUpperCase()}` : escape,
  );

/** @param {unknown} value @param {string} indent @returns {string} */
function written(value, indent) {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return value.length ? `[ ${value.map((each) => written(each, indent)).join(", ")} ]` : "[ ]";
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    const inner = `${indent}  `;
    return members.length
      ? `{\n${members.map(([name, member]) => `${inner}${quoted(name)} : ${written(member, inner)}`).join(",\n")}\n${indent}}`
      : "{ }";
  }
  return JSON.stringify(value);
}

/** An object as the formats write it, in the order of its members; those that are undefined are left out. @param {object} value */
export const json = (value) => `${written(value, "")}\n`;

const DEEPEST = 64;

/** One JSON value; a member that is there twice is refused, which JSON.parse does not do. @param {string} source */
function parsed(source) {
  let at = 0;
  const fail = () => new Malformed("is not JSON");
  const token = () => {
    const found = /[ \t\r\n]*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/y;
    found.lastIndex = at;
    const match = found.exec(source);
    if (!match) throw fail();
    at = found.lastIndex;
    return match[1];
  };
  /** @param {string} start @param {number} depth @returns {any} */
  const value = (start, depth) => {
    if (depth > DEEPEST) throw fail();
    if (start === "[") {
      const list = [];
      for (let next = token(); next !== "]"; next = token()) {
        if (list.length) {
          if (next !== ",") throw fail();
          next = token();
        }
        list.push(value(next, depth + 1));
      }
      return list;
    }
    if (start === "{") {
      const members = new Map();
      for (let next = token(); next !== "}"; next = token()) {
        if (members.size) {
          if (next !== ",") throw fail();
          next = token();
        }
        const name = scalar(next);
        if (typeof name !== "string" || token() !== ":" || members.has(name)) throw fail();
        members.set(name, value(token(), depth + 1));
      }
      return members;
    }
    return scalar(start);
  };
  /** @param {string} start */
  const scalar = (start) => {
    try {
      // No format here has a number that is no integer.
      if (/^-?[0-9]/.test(start) && !/^-?(0|[1-9][0-9]*)$/.test(start)) return NaN;
      const read = JSON.parse(start);
      if (read !== null && typeof read === "object") throw fail();
      return read;
    } catch {
      throw fail();
    }
  };
  const whole = value(token(), 0);
  if (!/^[ \t\r\n]*$/.test(source.slice(at))) throw fail();
  return whole;
}

/** An object of which every member is known. Each reader refuses what is of another kind. */
export class Members {
  /** @type {Map<string, any>} */
  #members;

  /** @param {any} members @param {string[]} required @param {string[]} optional */
  constructor(members, required, optional) {
    if (!(members instanceof Map) || required.some((name) => !members.has(name))) throw new Malformed("lacks a member");
    for (const name of members.keys()) {
      if (!required.includes(name) && !optional.includes(name)) throw new Malformed("has a member that is not known");
    }
    this.#members = members;
  }

  /** @param {string} name @param {(value: any) => boolean} is @returns {any} */
  #take(name, is) {
    const value = this.#members.get(name);
    if (!is(value)) throw new Malformed(`has no proper "${name}"`);
    return value;
  }

  /** The same object, whose kind decides which members it has. @param {string[]} required @param {string[]} [optional] */
  as(required, optional = []) {
    return new Members(this.#members, required, optional);
  }

  /** @param {string} name */
  has(name) {
    return this.#members.has(name);
  }

  /** @param {string} name @returns {string} */
  text(name) {
    return this.#take(name, (value) => typeof value === "string");
  }

  /** An id or a fingerprint: 32 hexadecimal digits. @param {string} name @returns {string} */
  id(name) {
    return this.#take(name, (value) => typeof value === "string" && /^[0-9a-f]{32}$/.test(value));
  }

  /** A time of RFC 3339, in UTC. @param {string} name @returns {string} */
  moment(name) {
    millis(this.text(name));
    return this.text(name);
  }

  /** @param {string} name @returns {boolean} */
  truth(name) {
    return this.#take(name, (value) => typeof value === "boolean");
  }

  /** @param {string} name @param {number} [least] @param {number} [most] @returns {number} */
  integer(name, least = 0, most = Number.MAX_SAFE_INTEGER) {
    return this.#take(name, (value) => Number.isSafeInteger(value) && value >= least && value <= most);
  }

  /** @param {string} name @returns {string[]} */
  texts(name) {
    return this.#take(name, (value) => Array.isArray(value) && value.every((each) => typeof each === "string"));
  }

  /** @param {string} name @returns {Uint8Array} */
  bytes(name) {
    try {
      return base64.decode(this.text(name));
    } catch {
      throw new Malformed(`has no proper "${name}"`);
    }
  }

  /** @param {string} name @param {string[]} required @param {string[]} [optional] */
  object(name, required, optional = []) {
    return new Members(this.#members.get(name), required, optional);
  }

  /** @param {string} name @param {string[]} required @param {string[]} [optional] */
  objects(name, required, optional = []) {
    return this.#take(name, Array.isArray).map((/** @type {any} */ each) => new Members(each, required, optional));
  }
}

/** Reads a text that is one object and nothing else. @param {string} source @param {string[]} required @param {string[]} [optional] */
export const object = (source, required, optional = []) => new Members(parsed(source), required, optional);
