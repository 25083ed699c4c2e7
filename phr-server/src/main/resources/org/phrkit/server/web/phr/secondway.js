// The second way in: what a file holds that a passphrase opens, for a device of its own. It is what phr store device add makes, and phr
// store join takes it; with it the recovery key, which erases at once.
import { Malformed, json, object } from "./bytes.js";
import { SigningKey } from "./keys.js";
import { card, parseSigned, signedText } from "./statements.js";
import { Store } from "./store.js";

const TYPE = "phr/new-device/1";

/**
 * A device of an account, with all that it needs.
 * @typedef {object} NewDevice
 * @property {Store} store its membership
 * @property {import("./statements.js").Signed} card
 * @property {string} identity AGE-SECRET-KEY-…
 * @property {SigningKey} signing
 * @property {string} [doctor] AGE-PLUGIN-PHR-1…
 * @property {string} [recovery] the public recovery key
 * @property {SigningKey} [recoveryKey] the secret one
 */

/** The text of it, which is all secret. @param {NewDevice} device */
export const deviceText = (device) =>
  json({
    type: TYPE,
    membership: device.store.text(),
    card: signedText(device.card),
    identity: device.identity,
    signing: device.signing.text(),
    doctor: device.doctor,
    recovery: device.recovery,
    recoveryKey: device.recoveryKey?.text(),
  });

/** Reads it. @param {string} source @returns {NewDevice} */
export function parseDevice(source) {
  const members = object(source, ["type", "membership", "card", "identity", "signing"], ["doctor", "recovery", "recoveryKey"]);
  if (members.text("type") !== TYPE) throw new Malformed("it is of another type");
  const device = {
    store: Store.parse(members.text("membership")),
    card: parseSigned(members.text("card")),
    identity: members.text("identity"),
    signing: SigningKey.parse(members.text("signing")),
    doctor: members.has("doctor") ? members.text("doctor") : undefined,
    recovery: members.has("recovery") ? members.text("recovery") : undefined,
    recoveryKey: members.has("recoveryKey") ? SigningKey.parse(members.text("recoveryKey")) : undefined,
  };
  if (card(device.card).signer !== device.signing.verificationKey) throw new Malformed("its card is of another key");
  return device;
}
