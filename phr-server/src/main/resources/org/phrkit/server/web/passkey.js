// Passkeys (WebAuthn Level 3, with its PRF extension): one touch says who comes, and unlocks the identity that opens the
// vault. That identity is kept at the store as an age file with one stanza, in the form of the recipient "fido2prf" of npm
// age-encryption. What an authenticator answers goes to the store without the results of extensions: they are the secret.
import {
  Decrypter,
  Encrypter,
  Stanza,
  base64nopad,
  base64urlnopad,
  chacha20poly1305,
  extract,
  hex,
  sha256,
} from "./vendor/crypto.js";
import { utf8 } from "./phr/bytes.js";
import { Store } from "./phr/store.js";
import { PageError } from "./failures.js";

const LABEL = "age-encryption.org/fido2prf";
const FILE_KEY_BYTES = 16;
const TAG_BYTES = 16;
const TIMEOUT_MS = 120_000;
/** EdDSA, ES256, RS256 (IANA COSE algorithms). */
const ALGORITHMS = [-8, -7, -257];


/**
 * The same for every passkey, so that one touch logs in and unlocks without knowing who comes: each passkey has a secret of
 * its own, and wraps once.
 */
const NONCE = sha256(utf8("phr/passkey/1")).slice(0, 16);

/** @param {number} which */
const prfInput = (which) => new Uint8Array([...utf8(LABEL), which, ...NONCE]);
const PRF = { eval: { first: prfInput(1), second: prfInput(2) } };

/** What a passkey's secret wraps and unwraps: recipient and identity of age at once. */
class PrfKey {
  /** @param {Uint8Array} key */
  constructor(key) {
    this.key = key;
  }

  /**
   * @param {{ first: unknown, second?: unknown } | undefined} results of the extension
   * @returns {PrfKey | undefined} nothing where the authenticator has no PRF
   */
  static of(results) {
    if (!(results?.first instanceof ArrayBuffer && results.second instanceof ArrayBuffer)) {
      return undefined;
    }
    const secret = new Uint8Array([...new Uint8Array(results.first), ...new Uint8Array(results.second)]);
    const key = extract(sha256, secret, utf8(LABEL));
    secret.fill(0);
    return new PrfKey(key);
  }

  /** @param {Uint8Array} fileKey */
  wrapFileKey(fileKey) {
    const body = chacha20poly1305(this.key, new Uint8Array(12)).encrypt(fileKey);
    return [new Stanza([LABEL, base64nopad.encode(NONCE)], body)];
  }

  /** @param {Stanza[]} stanzas */
  unwrapFileKey(stanzas) {
    for (const stanza of stanzas) {
      if (stanza.args[0] === LABEL && stanza.body.length === FILE_KEY_BYTES + TAG_BYTES) {
        try {
          return chacha20poly1305(this.key, new Uint8Array(12)).decrypt(stanza.body);
        } catch {
          // That of another passkey.
        }
      }
    }
    return null;
  }

  forget() {
    this.key.fill(0);
  }
}

/** Whether this browser has passkeys at all. */
function requirePasskeys() {
  if (!globalThis.PublicKeyCredential || !navigator.credentials) {
    throw new PageError("passkey-missing");
  }
}

/** @param {unknown} error of the browser */
function refusal(error) {
  const name = error instanceof Error ? error.name : "";
  return new PageError(name === "InvalidStateError" ? "passkey-known" : "passkey-cancelled");
}

/**
 * @param {PublicKeyCredentialRequestOptions} options
 * @returns {Promise<PublicKeyCredential>}
 */
async function touch(options) {
  try {
    const credential = await navigator.credentials.get({ publicKey: options });
    return /** @type {PublicKeyCredential} */ (credential);
  } catch (e) {
    throw refusal(e);
  }
}

/** @param {Uint8Array} bytes of a memory that is not shared: the browser takes no other */
const own = (bytes) => /** @type {Uint8Array<ArrayBuffer>} */ (bytes);

/** @param {ArrayBuffer} bytes */
const encoded = (bytes) => base64urlnopad.encode(new Uint8Array(bytes));

/** @param {PublicKeyCredential} credential */
const prfOf = (credential) => PrfKey.of(/** @type {any} */ (credential.getClientExtensionResults().prf)?.results);

/**
 * Makes a passkey for an account, and wraps the vault's identity to it where the authenticator can.
 *
 * @param {{ id: string, name: string }} account
 * @param {string} vaultIdentity AGE-SECRET-KEY-1…
 * @returns {Promise<{ attestationObject: string, clientDataJSON: string, wrapped?: Uint8Array }>} for the store
 * @throws {PageError} passkey-cancelled, passkey-known, passkey-missing
 */
export async function create(account, vaultIdentity) {
  requirePasskeys();
  const { challenge, rpId } = await Store.challenge(location.origin);
  let credential;
  try {
    credential = /** @type {PublicKeyCredential} */ (
      await navigator.credentials.create({
        publicKey: {
          rp: { id: rpId, name: rpId },
          user: { id: own(hex.decode(account.id)), name: account.name, displayName: account.name },
          challenge: own(base64urlnopad.decode(challenge)),
          pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
          authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
          attestation: "none",
          timeout: TIMEOUT_MS,
          extensions: /** @type {any} */ ({ prf: PRF }),
        },
      })
    );
  } catch (e) {
    throw refusal(e);
  }
  const response = /** @type {AuthenticatorAttestationResponse} */ (credential.response);
  const made = { attestationObject: encoded(response.attestationObject), clientDataJSON: encoded(response.clientDataJSON) };
  const key = prfOf(credential) ?? (await prfByTouch(credential, rpId));
  if (!key) {
    return made;
  }
  const encrypter = new Encrypter();
  encrypter.addRecipient(key);
  const wrapped = await encrypter.encrypt(vaultIdentity);
  key.forget();
  return { ...made, wrapped };
}

/**
 * Many authenticators tell the secret at a login alone, so they are touched once more.
 *
 * @param {PublicKeyCredential} credential
 * @param {string} rpId
 */
async function prfByTouch(credential, rpId) {
  const prf = /** @type {any} */ (credential.getClientExtensionResults().prf);
  if (!prf?.enabled) {
    return undefined;
  }
  return prfOf(
    await touch({
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rpId,
      userVerification: "required",
      allowCredentials: [{ type: "public-key", id: credential.rawId }],
      timeout: TIMEOUT_MS,
      extensions: /** @type {any} */ ({ prf: PRF }),
    }),
  );
}

/**
 * Signs in by whichever passkey the person chooses.
 *
 * @returns {Promise<{ account: string, role: string, vault?: Uint8Array, etag?: string, vaultIdentity?: string }>} the
 *     identity is missing where the authenticator has no PRF
 * @throws {PageError} passkey-cancelled, passkey-missing, passkey-wrong
 */
export async function login() {
  requirePasskeys();
  const { challenge, rpId } = await Store.challenge(location.origin);
  const credential = await touch({
    challenge: own(base64urlnopad.decode(challenge)),
    rpId,
    userVerification: "required",
    timeout: TIMEOUT_MS,
    extensions: /** @type {any} */ ({ prf: PRF }),
  });
  const response = /** @type {AuthenticatorAssertionResponse} */ (credential.response);
  const answer = await Store.login(location.origin, {
    credential: encoded(credential.rawId),
    authenticatorData: encoded(response.authenticatorData),
    clientDataJSON: encoded(response.clientDataJSON),
    signature: encoded(response.signature),
    userHandle: encoded(response.userHandle ?? new ArrayBuffer(0)),
  });
  return {
    account: answer.account,
    role: answer.role,
    vault: answer.vault,
    etag: answer.etag,
    vaultIdentity: await unwrapped(answer.wrapped, prfOf(credential)),
  };
}

/**
 * @param {Uint8Array | undefined} wrapped
 * @param {PrfKey | undefined} key
 */
async function unwrapped(wrapped, key) {
  if (!wrapped || !key) {
    return undefined;
  }
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(key);
    return await decrypter.decrypt(wrapped, "text");
  } catch {
    throw new PageError("passkey-wrong");
  } finally {
    key.forget();
  }
}
