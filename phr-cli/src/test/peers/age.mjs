// Encrypts and decrypts with the age-encryption package.
//   node age.mjs keygen [hybrid]                               prints an identity
//   node age.mjs recipient IDENTITY_FILE                       prints its recipient
//   node age.mjs encrypt OUT IN [armor] r:RECIPIENT... | p:PASSPHRASE
//   node age.mjs decrypt OUT IN i:IDENTITY_FILE... | p:PASSPHRASE
import { readFileSync, writeFileSync } from "node:fs";
import * as age from "age-encryption";

const [command, ...rest] = process.argv.slice(2);
const identityIn = (file) =>
  readFileSync(file, "utf8").split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-"));

if (command === "keygen") {
  console.log(await (rest[0] === "hybrid" ? age.generateHybridIdentity() : age.generateX25519Identity()));
} else if (command === "recipient") {
  console.log(await age.identityToRecipient(identityIn(rest[0])));
} else if (command === "encrypt") {
  const [out, input, ...keys] = rest;
  const encrypter = new age.Encrypter();
  encrypter.setScryptWorkFactor(10);
  for (const key of keys) {
    if (key.startsWith("r:")) encrypter.addRecipient(key.slice(2));
    if (key.startsWith("p:")) encrypter.setPassphrase(key.slice(2));
  }
  const file = await encrypter.encrypt(readFileSync(input));
  writeFileSync(out, keys.includes("armor") ? age.armor.encode(file) : file);
} else {
  const [out, input, ...keys] = rest;
  const decrypter = new age.Decrypter();
  for (const key of keys) {
    if (key.startsWith("i:")) decrypter.addIdentity(identityIn(key.slice(2)));
    if (key.startsWith("p:")) decrypter.addPassphrase(key.slice(2));
  }
  const bytes = readFileSync(input);
  const armored = bytes.subarray(0, 10).toString("latin1") === "-----BEGIN";
  const file = armored ? age.armor.decode(bytes.toString("latin1")) : bytes;
  writeFileSync(out, await decrypter.decrypt(file));
}
