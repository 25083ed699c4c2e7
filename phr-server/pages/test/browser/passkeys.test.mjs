// Ways in: passkeys with and without PRF, two accounts on one authenticator, and the passphrase file when it is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { absent, pagesOf } from "./people.mjs";

test("one touch signs in and unlocks, and nothing secret goes out", { skip: absent }, async (t) => {
  const { person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  await anna.sees("There is no report yet.");
  await anna.signOut();
  await anna.sees("You are signed out.");
  await anna.signIn();
  await anna.sees("Anna Amsel, patient", "header");

  await anna.visit();
  assert.equal(await anna.page.$("nav"), null, "a reload forgets the keys");
  await anna.signIn();

  const secrets = ["clientExtensionResults", "AGE-SECRET-KEY", anna.passphrase];
  const replies = anna.requests.filter((request) => request.url().includes("/v1/passkeys") && request.method() === "POST");
  assert.ok(replies.length >= 4, "there were WebAuthn replies to look at");
  for (const request of anna.requests) {
    for (const secret of secrets) {
      assert.ok(!`${request.url()} ${request.postData() ?? ""}`.includes(secret), `${secret} was sent to ${request.url()}`);
    }
  }
  const dom = await anna.page.evaluate(() => document.documentElement.outerHTML);
  assert.ok(!secrets.some((secret) => dom.includes(secret)), "no secret stays in the document");
  assert.ok(!secrets.some((secret) => (anna.said ?? "").includes(secret)), "no secret is on the console");
  assert.equal(await anna.page.evaluate(() => location.href), `${anna.store.origin}/`, "nothing stays in the address");
  anna.requireCalm();
});

test("two accounts live on one authenticator", { skip: absent }, async (t) => {
  const { person } = await pagesOf(t);
  const both = await person("Anna Amsel");
  await both.join("patient");
  await both.signOut();
  both.name = "Berta Buchfink";
  await both.join("patient");
  await both.signOut();

  const { credentials } = await both.cdp.send("WebAuthn.getCredentials", { authenticatorId: both.authenticator });
  assert.equal(credentials.length, 2, "there are two passkeys");
  // Where a person would choose, the virtual authenticator takes one; then that one is removed, and the other is left.
  await both.signIn();
  const first = { name: await both.text(".top .small.soft"), id: await both.page.$eval("phr-app", (app) => app.account.id) };
  await both.signOut();
  const used = credentials.find(({ userHandle }) => Buffer.from(userHandle, "base64").toString("hex") === first.id);
  assert.ok(used, "the user handle is the account");
  await both.cdp.send("WebAuthn.removeCredential", { authenticatorId: both.authenticator, credentialId: used.credentialId });
  await both.signIn();
  const names = [first.name, await both.text(".top .small.soft")].sort();
  assert.deepEqual(names, ["Anna Amsel, patient", "Berta Buchfink, patient"], "each passkey unlocks the keys of its own account");
  both.requireCalm();
});

test("an authenticator without PRF signs in, and the passphrase file unlocks", { skip: absent }, async (t) => {
  const { person } = await pagesOf(t);
  const anna = await person("Anna Amsel", { hasPrf: false });
  await anna.join("patient");
  await anna.signOut();
  await anna.click("#by-passkey");
  await anna.page.waitForSelector("#needs-file");
  await anna.signInByFile();
  await anna.turn("keys");
  await anna.sees("signs in only");
  anna.requireCalm();
});

test("a lost authenticator is replaced by the passphrase file and a new passkey", { skip: absent }, async (t) => {
  const { person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  await anna.signOut();
  await anna.plugIn(true);
  await anna.click("#by-passkey");
  await anna.sees("sign in with your passphrase file");

  await anna.choose("#file", anna.second);
  await anna.type("#passphrase", "another passphrase");
  await anna.click("#by-file");
  await anna.sees("The passphrase does not fit");

  await anna.signInByFile();
  await anna.turn("keys");
  await anna.click("#add-passkey");
  await anna.sees("The passkey is made.");
  await anna.signOut();
  await anna.signIn();
  await anna.sees("Anna Amsel, patient", "header");
  anna.requireCalm();
});

test("an authenticator that verifies nobody is refused", { skip: absent }, async (t) => {
  const { person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  await anna.signOut();
  await anna.cdp.send("WebAuthn.setUserVerified", { authenticatorId: anna.authenticator, isUserVerified: false });
  await anna.click("#by-passkey");
  await anna.sees("The passkey was not used");
  assert.equal(await anna.page.$("nav"), null, "nobody is signed in");
});

test("15 minutes of silence forget the keys", { skip: absent }, async (t) => {
  const { person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.join("patient");
  const later = async (minutes) => {
    await anna.page.evaluate((by) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + by;
      document.dispatchEvent(new Event("visibilitychange"));
    }, minutes * 60_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
  };
  await later(14);
  assert.ok(await anna.page.$("nav"), "after 14 minutes she is signed in");
  await later(2);
  await anna.sees("You were signed out after 15 minutes");
  assert.equal(await anna.page.$("nav"), null, "after 16 minutes she is not");
  assert.equal(await anna.page.$eval("phr-app", (app) => app.account ?? app.holder ?? null), null, "no view holds the account");
  anna.requireCalm();
});
