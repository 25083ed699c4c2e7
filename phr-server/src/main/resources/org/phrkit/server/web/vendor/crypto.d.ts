export * from "../../../../../../../../pages/bundle/crypto.js";
export type { Identity, Recipient } from "../../../../../../../../pages/node_modules/age-encryption/dist/index.js";
