// What the pages use of age-encryption, @noble and @scure, in one file.
export { Decrypter, Encrypter, Stanza, generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
export { chacha20poly1305 } from "@noble/ciphers/chacha.js";
export { ed25519, x25519 } from "@noble/curves/ed25519.js";
export { blake2b } from "@noble/hashes/blake2.js";
export { expand, extract, hkdf } from "@noble/hashes/hkdf.js";
export { hmac } from "@noble/hashes/hmac.js";
export { sha256 } from "@noble/hashes/sha2.js";
export { sha3_256, shake256 } from "@noble/hashes/sha3.js";
export { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
export { base64, base64nopad, base64urlnopad, bech32, hex } from "@scure/base";
// What age-encryption keeps to itself, of the version that package.json names.
export { encodeHeader, encodeHeaderNoMAC, parseHeader } from "../node_modules/age-encryption/dist/format.js";
export { HybridRecipient, X25519Recipient } from "../node_modules/age-encryption/dist/recipients.js";
export { ciphertextSize, encryptSTREAM } from "../node_modules/age-encryption/dist/stream.js";
