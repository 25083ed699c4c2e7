// A store that lies to the pages: what they believe, and what they do then.
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { absent, pagesOf, patientAndDoctor } from "./people.mjs";

test("nobody is let into another report than the one that was asked for", { skip: absent }, async (t) => {
  const { store, anna } = await patientAndDoctor(t);
  const reports = [];
  for (const name of ["knee", "secret"]) {
    writeFileSync(join(store.folder, name), name);
    reports.push(await anna.leave([join(store.folder, name)], { title: name }));
  }
  const [knee, secret] = reports;
  const grants = [];
  const swapped = async (parts) => {
    const other = Object.fromEntries(
      await Promise.all(
        ["", "/header"].map(async (part) => [
          part,
          await anna.page.evaluate(
            async (id, what) => {
              const { account } = document.querySelector("phr-app");
              const answer = await account.store.ask("GET", `/v1/reports/${id}${what}`);
              return [...new Uint8Array(await answer.arrayBuffer())];
            },
            secret,
            part,
          ),
        ]),
      ),
    );
    await anna.believes(({ path, method }, { body }) => {
      if (path === `/v1/reports/${knee}/grants` && method === "POST") {
        grants.push(body);
      }
      const part = parts.find((each) => path === `/v1/reports/${knee}${each}`);
      return part === undefined ? undefined : { status: 200, body: Buffer.from(other[part]) };
    });
  };
  for (const parts of [["/header"], ["", "/header"], [""]]) {
    await swapped(parts);
    await anna.visit();
    await anna.signIn();
    await anna.turn(`report-${knee}`);
    await anna.click("#let");
    await anna.click("#grant button.primary");
    await anna.page.waitForSelector("#grant [role=alert] .bad");
    assert.deepEqual(grants, [], `nothing is granted where the store hands out ${parts.join(" and ")} of another report`);
  }
});

test("who joins keeps the keys until the store has them", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  const failures = [
    ["POST /v1/accounts", "lost"],
    ["GET /v1/account", "lost"],
    ["PUT /v1/account/vault", { status: 503, body: "" }],
    ["PUT /v1/account/vault", "lost"],
  ];
  await anna.believes(({ path, method }) => (`${method} ${path}` === failures[0]?.[0] ? failures.shift()[1] : undefined));
  await anna.visit((await store.invite("patient")).split("#")[1]);
  await anna.type("#name", anna.name);
  for (const left of [2, 1, 0]) {
    await anna.click("#join");
    await anna.page.waitForSelector("[role=alert] .bad");
    assert.equal(failures.length, left);
    await anna.turn("about");
    assert.equal((await anna.page.$("#not-kept")) !== null, left < 2, "the page says that it has the only keys, once they are those of an account");
  }
  await anna.click("#join");
  await anna.page.waitForSelector("#make-passkey");
  await anna.goOn();
  await anna.signOut();
  await anna.signIn();
  await anna.sees("Anna Amsel, patient", "header");
  anna.requireCalm();
});

test("a passphrase file that the store did not take at first is the one that counts", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.visit((await store.invite("patient")).split("#")[1]);
  await anna.type("#name", anna.name);
  await anna.click("#join");
  await anna.click("#skip-passkey");
  await anna.page.waitForSelector("#second-words", { timeout: 120_000 });
  anna.passphrase = await anna.text("#second-words");
  let refused = 0;
  await anna.believes(({ path, method }) =>
    method === "PUT" && path === "/v1/account/vault" && refused++ === 0 ? { status: 503, body: "" } : undefined,
  );
  await anna.click("#second-written");
  await anna.click("#second-save");
  await anna.page.waitForSelector("[role=alert] .bad", { timeout: 120_000 });
  assert.ok(await anna.page.$("#second-own:disabled"), "another passphrase would not be that of the file");
  await anna.click("#second-save");
  await anna.page.waitForSelector("#finish", { timeout: 120_000 });
  anna.second = await anna.saved(/^phr-second-way/);
  assert.equal(readdirSync(anna.downloads).length, 1, "no other file is made");
  await anna.click("#finish");
  await anna.page.waitForSelector("nav");
  await anna.signOut();
  await anna.signInByFile();
  anna.requireCalm();
});
