// What a doctor asks of a store that has a part of her key, in the manner of org.phrkit.client.MediationClient: to enrol, to
// open, to add devices. Secrets stay here; what goes out are points, blinded where they are of a report.
import { Malformed, base64 } from "./bytes.js";
import { DoctorPart, Exchange, MediationError, requirePoint, selfTest } from "./mediation.js";
import { PluginIdentity } from "./plugin.js";
import { deviceOrder } from "./statements.js";
import { Refusal, Unreachable } from "./store.js";

/** @typedef {import("./mediation.js").MediatedRecipient} MediatedRecipient */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./keys.js").RequestKey} RequestKey */
/** @typedef {import("./keys.js").SigningKey} SigningKey */

/** How often an answer that got lost is asked for, with the same question, which the store counts once. */
const TRIES = 3;

/** @param {import("./bytes.js").Members} answer */
const pointOf = (answer) => requirePoint(answer.bytes("point"));

/** @param {import("./bytes.js").Members} answer */
function partOf(answer) {
  const id = answer.text("part");
  if (!/^[0-9a-f]{32}$/.test(id)) throw new Malformed("the store's answer has no proper \"part\"");
  return id;
}

/** A doctor is his own patient once. @param {Store} store @param {string} id @param {DoctorPart} part @param {MediatedRecipient} recipient */
async function test(store, id, part, recipient) {
  const { report, point, passes } = selfTest(part, recipient);
  const members = { report: base64.encode(report), point: base64.encode(point) };
  const answer = await store.asked("POST", `/v1/parts/${id}/test`, ["point"], [], { json: members });
  if (!passes(pointOf(answer))) throw new MediationError("the store's part of the key does not fit to what it said of it");
}

/**
 * Makes the part for another device of this doctor, of that of this one, and tests it. Once the doctor is enrolled it sleeps
 * until it is approved.
 *
 * @param {Store} store
 * @param {{ id: string, part: DoctorPart }} mine
 * @param {MediatedRecipient} recipient of the doctor, which stays
 * @param {RequestKey} device which the account has already
 * @returns {Promise<PluginIdentity>} what the other device needs
 */
export async function addPart(store, mine, recipient, device) {
  const exchange = new Exchange();
  const members = { device: device.publicKey, point: base64.encode(exchange.point) };
  const made = await store.asked("POST", `/v1/parts/${mine.id}/devices`, ["part", "point"], [], { json: members });
  const part = mine.part.forDevice(exchange.factor(pointOf(made)));
  await test(store, partOf(made), part, recipient);
  return new PluginIdentity(partOf(made), part, base64.decode(device.text()), store.fingerprint, store.origin);
}

/**
 * Enrols a doctor. The store draws its first part, and the first part of the doctor is drawn here; of it come the part of this
 * page's device and that of the second way in, each after a test that finds a store that lies, and then it is forgotten.
 *
 * Nothing of it counts before a card with the recipient is shown (PUT /v1/account/card), which lets both parts answer at once,
 * without an order of the recovery key. So the vault and the file are kept first, and the card is shown last: nobody encrypts
 * to what could be lost.
 *
 * @param {Store} store
 * @param {RequestKey} pageDevice the device of this page
 * @param {RequestKey} fileDevice that of the passphrase file, which the account has already
 * @param {boolean} [isPostQuantum] whether the recipient resists quantum computers too; as the account's own one does
 * @returns {Promise<{ recipient: string, vault: string, file: string }>} recipient: for the card; vault and file: the member
 *     `doctor` of either NewDevice, which is secret
 */
export async function enrol(store, pageDevice, fileDevice, isPostQuantum = false) {
  const made = await store.asked("POST", "/v1/parts", ["part", "point"], [], { json: {} });
  const first = { id: partOf(made), part: DoctorPart.generate(isPostQuantum) };
  try {
    const recipient = first.part.recipient(pointOf(made));
    await test(store, first.id, first.part, recipient);
    const vault = await addPart(store, first, recipient, pageDevice);
    const file = await addPart(store, first, recipient, fileDevice);
    return { recipient: recipient.toString(), vault: vault.text(), file: file.text() };
  } finally {
    first.part.forget();
  }
}

/**
 * Lets the part of another device answer from now on.
 *
 * @param {Store} store
 * @param {string} part its id
 * @param {SigningKey} [recovery] the recovery key; without it, this device must have a part that stands and not have made the
 *     other
 */
export async function approve(store, part, recovery) {
  const order = recovery ? deviceOrder("approve", store.fingerprint, part, recovery) : {};
  await store.ask("POST", `/v1/parts/${part}/approval`, { json: order });
}

/**
 * What opens a report, of the first of its stanzas that stands in a grant to this doctor. It is counted, and written down.
 *
 * @param {Store} store
 * @param {DoctorPart} part of this device
 * @param {Uint8Array[]} shares of the stanzas in its header
 * @param {string} [report] its id, where it is known
 * @returns {Promise<ReturnType<import("./mediation.js").Opening["identity"]> | undefined>} for age; nothing where no stanza
 *     stands in a grant
 * @throws {Refusal} if one does and may not be opened now: `gone` where it was taken back
 */
export async function openTogether(store, part, shares, report) {
  /** @type {Refusal | undefined} */
  let gone;
  for (const share of shares) {
    let opening;
    try {
      opening = part.open(share);
    } catch (error) {
      // No honest file holds such a stanza; another one of the file may be ours.
      if (error instanceof MediationError) continue;
      throw error;
    }
    try {
      return await ask(store, opening, report);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // It may have been granted anew, by another stanza.
      if (error.kind === "gone") gone = error;
      else if (error.kind !== "not-found") throw error;
    }
  }
  if (gone) throw gone;
  return undefined;
}

/** @param {Store} store @param {import("./mediation.js").Opening} opening @param {string} [report] */
async function ask(store, opening, report) {
  const members = { tag: opening.tag, point: base64.encode(opening.point), report };
  for (let tries = 1; ; tries++) {
    try {
      const answer = await store.asked("POST", "/v1/openings", ["report", "point", "recipient"], [], { json: members });
      if (report !== undefined && answer.text("report") !== report) {
        throw new Malformed("the store's answer is for another report");
      }
      return opening.identity(pointOf(answer), answer.text("recipient"));
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === TRIES) throw error;
    }
  }
}
