export * from "../../../../../../../../pages/bundle/crypto.js";
