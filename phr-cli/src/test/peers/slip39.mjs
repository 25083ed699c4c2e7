// Splits and combines with the slip39 package; secrets are hexadecimal, mnemonics one a line.
//   node slip39.mjs split SECRET PASSPHRASE GROUPS_NEEDED T:N...
//   node slip39.mjs combine PASSPHRASE < MNEMONICS
import { readFileSync } from "node:fs";
import slip39 from "slip39";

const [command, ...rest] = process.argv.slice(2);
if (command === "split") {
  const [secret, passphrase, needed, ...groups] = rest;
  const policy = groups.map((group) => [...group.split(":").map(Number), "group"]);
  const split = slip39.fromArray(Array.from(Buffer.from(secret, "hex")), {
    passphrase,
    threshold: Number(needed),
    groups: policy,
  });
  policy.forEach(([t], group) => {
    for (let member = 0; member < t; member++) console.log(split.fromPath(`r/${group}/${member}`).mnemonics[0]);
  });
} else {
  const mnemonics = readFileSync(0, "utf8").split("\n").filter((line) => line.trim() !== "");
  console.log(Buffer.from(slip39.recoverSecret(mnemonics, rest[0])).toString("hex"));
}
