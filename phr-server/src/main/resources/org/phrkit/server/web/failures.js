// From whatever was thrown to what a person can do about it.
import { texts } from "./texts.js";

/** Something that a page noticed itself. Its kind is one of texts.failures. */
export class PageError extends Error {
  /**
   * @param {string} kind
   * @param {string} [detail]
   */
  constructor(kind, detail = "") {
    super(kind);
    this.kind = kind;
    this.detail = detail;
  }
}

/**
 * What is said of a failure. Nothing that was typed, and no secret, stands in it.
 *
 * @param {any} error
 * @returns {{ text: string, detail: string }}
 */
export function explain(error) {
  const kinds = { Unreachable: "unreachable", OtherStore: "other-store" };
  const kind = error?.kind ?? /** @type {Record<string, string>} */ (kinds)[error?.name] ?? "";
  const text = texts.failures[kind];
  if (text) {
    return { text, detail: error.detail ? sentence(error.detail) : "" };
  }
  if (error?.detail) {
    return { text: sentence(error.detail), detail: "" };
  }
  // Those of phr/ say what is wrong, and what to do.
  const problem = error?.problem ?? (error?.hint === undefined ? "" : error.message);
  if (problem) {
    return { text: sentence(problem), detail: error.hint ? sentence(error.hint) : texts.again };
  }
  if (error?.name === "QuotaExceededError") {
    return { text: texts.failures.storage, detail: "" };
  }
  if (error?.name === "NotReadableError" || error?.name === "NotFoundError") {
    return { text: texts.failures.file, detail: "" };
  }
  return { text: texts.failures.unexpected, detail: error instanceof Error ? error.name : "" };
}

/** @param {string} text */
const sentence = (text) => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
};
