// By keyboard alone: in, a report left and granted, and out.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { absent, pagesOf } from "./people.mjs";

/** Tabs to what a selector finds, as somebody without a mouse does. */
async function tabTo(person, selector) {
  for (let i = 0; i < 60; i++) {
    if (await person.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
      const outline = await person.page.evaluate(() => window.getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, "none", `the focus on ${selector} can be seen`);
      return;
    }
    await person.page.keyboard.press("Tab");
  }
  assert.fail(`${selector} cannot be reached by the keyboard`);
}

const press = (person, key) => person.page.keyboard.press(key);

test("the pages are used by keyboard alone", { skip: absent }, async (t) => {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  await anna.visit((await store.invite("patient")).split("#")[1]);
  await tabTo(anna, "#name");
  await anna.page.keyboard.type("Anna Amsel");
  await press(anna, "Enter");
  await anna.page.waitForSelector("#make-passkey", { timeout: 60_000 });
  await tabTo(anna, "#make-passkey");
  await press(anna, "Enter");
  await anna.page.waitForSelector("#second-written", { timeout: 60_000 });
  await anna.page.waitForFunction(() => document.activeElement?.matches("h2"));
  await tabTo(anna, "#second-written");
  await press(anna, "Space");
  await tabTo(anna, "#second-save");
  await press(anna, "Enter");
  await anna.page.waitForSelector("#finish", { timeout: 120_000 });
  await tabTo(anna, "#finish");
  await press(anna, "Enter");
  await anna.page.waitForSelector("nav");
  await anna.quiet();
  await anna.page.waitForFunction(() => document.activeElement?.matches("main h1"));

  await store.join("doctor-a", "doctor");
  await store.phr("doctor-a", "store", "card", "-o", "doctor-a.card");
  await anna.meet(store.read("doctor-a.card").toString());
  writeFileSync(join(store.folder, "report.txt"), "pulse 60\n");
  await anna.turn("upload");
  await tabTo(anna, "#files");
  await anna.choose("#files", join(store.folder, "report.txt"));
  await tabTo(anna, "#title");
  await anna.page.keyboard.type("Blood test");
  await tabTo(anna, "#start");
  await press(anna, "Enter");
  await anna.page.waitForSelector("#upload-done a", { timeout: 60_000 });
  await tabTo(anna, "#upload-done a");
  await press(anna, "Enter");
  await anna.sees("Who may open it");
  await anna.page.waitForSelector("#let");

  await tabTo(anna, "#let");
  await press(anna, "Enter");
  await anna.page.waitForSelector("dialog#grant[open]");
  await press(anna, "Escape");
  await anna.page.waitForFunction(() => !document.querySelector("dialog[open]"));
  assert.ok(await anna.page.evaluate(() => document.activeElement?.id === "let"), "a dialog gives the focus back");
  await press(anna, "Enter");
  await anna.page.waitForSelector("dialog#grant[open]");
  await tabTo(anna, "dialog#grant button.primary");
  await press(anna, "Enter");
  await anna.sees("doctor-a may open it now.");

  await tabTo(anna, ".skip");
  await press(anna, "Enter");
  assert.ok(await anna.page.evaluate(() => document.activeElement?.matches("main h1")), "the first link skips to the content");
  await tabTo(anna, "#sign-out");
  await press(anna, "Enter");
  await anna.sees("You are signed out.");
  anna.requireCalm();
});
