// Signatures of requests: RFC 9421 with Ed25519, label phr, tag phr-store/1; digests of bodies by RFC 9530.
import { sha256 } from "../vendor/crypto.js";
import { base64, hex, random, utf8 } from "./bytes.js";

/** Fields that are covered where they are present. */
const GUARDED = ["if-match", "if-none-match", "upload-offset", "upload-length", "content-type", "content-length", "range"];

/** The field that digests a body. @param {Uint8Array} body */
export const digest = (body) => `sha-256=:${base64.encode(sha256(body))}:`;

/**
 * The fields that sign a request.
 * @param {{method: string, uri: string, fields: Record<string, string>}} request with phr-store-key, and with content-digest where
 *     there is a body; names in lower case
 * @param {import("./keys.js").RequestKey} key
 * @returns {Record<string, string>} signature-input and signature
 */
export function sign({ method, uri, fields }, key) {
  const covered = ["@method", "@target-uri", "phr-store-key"];
  if (fields["content-digest"] !== undefined) covered.push("content-digest");
  covered.push(...GUARDED.filter((name) => fields[name] !== undefined));
  const parameters = `(${covered.map((name) => `"${name}"`).join(" ")});created=${Math.floor(Date.now() / 1000)}`
    + `;nonce="${hex.encode(random(16))}";keyid="${key.publicKey}";alg="ed25519";tag="phr-store/1"`;
  /** @type {Record<string, string>} */
  const values = { "@method": method, "@target-uri": uri, ...fields };
  const base = [...covered.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${parameters}`].join("\n");
  return { "signature-input": `phr=${parameters}`, signature: `phr=:${base64.encode(key.sign(utf8(base)))}:` };
}
