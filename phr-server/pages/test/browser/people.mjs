// People who use a store by its pages, each with a browser and an authenticator of their own.
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { absent as unbuilt, realStore } from "../realstore.mjs";

const CHROMIUM = process.env.PHR_CHROMIUM ?? "/usr/bin/chromium";
const require = createRequire(import.meta.url);

/** Why these tests are skipped, or false. */
export const absent =
  unbuilt ||
  (existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}: install chromium, or set PHR_CHROMIUM`) ||
  (isInstalled("puppeteer-core") ? false : "npm ci was not run in phr-server/pages");

function isInstalled(name) {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** What an authenticator can, as CDP's domain WebAuthn has it. */
const AUTHENTICATOR = {
  protocol: "ctap2",
  ctap2Version: "ctap2_1",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

/** A store and a browser; both end with the test. */
export async function pagesOf(t) {
  const { default: puppeteer } = await import("puppeteer-core");
  const store = await realStore(t);
  const browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"], protocolTimeout: 600_000 });
  t.after(() => browser.close());
  return {
    store,
    browser,
    /** Somebody who has nothing yet. */
    person: (name, options) => Person.of(store, browser, name, options),
  };
}

/** A patient and a doctor of one store, whose card she has. */
export async function patientAndDoctor(t) {
  const { store, person } = await pagesOf(t);
  const anna = await person("Anna Amsel");
  const bertha = await person("Dr. Bertha Blau");
  await anna.join("patient");
  await bertha.join("doctor");
  await anna.meet(await bertha.card());
  return { store, person, anna, bertha };
}

/** Somebody in front of a browser. */
export class Person {
  static async of(store, browser, name, { hasPrf = true } = {}) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const person = new Person();
    Object.assign(person, { store, context, page, name, problems: [], requests: [] });
    person.downloads = join(store.folder, `downloads-${name}`);
    mkdirSync(person.downloads, { recursive: true });
    await person.watch();
    await person.plugIn(hasPrf);
    return person;
  }

  /** Policy violations, errors, and requests elsewhere are failures of every test. */
  async watch() {
    const { page } = this;
    await page.setViewport({ width: 1280, height: 900 });
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (message) => {
      const isRefusal = (this.isLiedTo ? /^Failed to load resource/ : /status of 4\d\d/).test(message.text());
      this.problems.push(...(["error", "warn"].includes(message.type()) && !isRefusal ? [message.text()] : []));
      this.said = `${this.said ?? ""}${message.text()}\n`;
    });
    page.on("request", (request) => {
      this.requests.push(request);
      if (!request.url().startsWith(this.store.origin) && !/^(blob|data):/.test(request.url())) {
        this.problems.push(`a request elsewhere: ${request.url()}`);
      }
    });
    await page.evaluateOnNewDocument(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      );
    });
    this.cdp = await page.createCDPSession();
    const target = await this.page.browser().target().createCDPSession();
    await target.send("Browser.setDownloadBehavior", {
      behavior: "allow",
      downloadPath: this.downloads,
      browserContextId: this.context.id,
    });
  }

  /** Another authenticator in the place of the one that is there. */
  async plugIn(hasPrf) {
    await this.cdp.send("WebAuthn.enable");
    if (this.authenticator) {
      await this.cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.authenticator });
    }
    const { authenticatorId } = await this.cdp.send("WebAuthn.addVirtualAuthenticator", { options: { ...AUTHENTICATOR, hasPrf } });
    this.authenticator = authenticatorId;
  }

  /** @param {string} fragment behind # */
  async visit(fragment = "") {
    await this.page.goto(`${this.store.origin}/${fragment ? `#${fragment}` : ""}`);
    await this.page.waitForSelector("h1");
  }

  async turn(page) {
    await this.page.evaluate((to) => {
      location.hash = to;
    }, page);
    await this.quiet();
  }

  /** Waits until nothing is going on. */
  async quiet() {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await this.page.waitForFunction(() => [...document.querySelectorAll("*")].every((element) => !element.busy), { timeout: 120_000 });
  }

  async click(selector) {
    await this.page.waitForSelector(selector, { timeout: 30_000 });
    await this.page.$eval(selector, (element) => element.click());
  }

  async type(selector, text) {
    await this.page.waitForSelector(selector, { timeout: 30_000 });
    await this.page.$eval(selector, (element) => {
      element.value = "";
    });
    await this.page.type(selector, text);
  }

  async choose(selector, ...files) {
    const field = await this.page.waitForSelector(selector);
    await field.uploadFile(...files);
  }

  /** The text of the page, or of a part of it. */
  async text(selector = "main") {
    return (await this.page.$$eval(selector, (all) => all.map((element) => element.innerText).join("\n"))).trim();
  }

  async sees(text, selector = "main") {
    try {
      await this.page.waitForFunction(
        (wanted, where) => [...document.querySelectorAll(where)].some((element) => element.innerText.includes(wanted)),
        { timeout: 60_000 },
        text,
        selector,
      );
    } catch {
      assert.fail(`${this.name} does not see "${text}", but:\n${await this.text(selector)}`);
    }
  }

  /** The file that the browser saved, when it is whole. */
  async saved(pattern) {
    for (let i = 0; i < 600; i++) {
      const name = readdirSync(this.downloads).find((each) => pattern.test(each) && !each.endsWith(".crdownload"));
      if (name) {
        return join(this.downloads, name);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`nothing like ${pattern} was saved`);
  }

  /** Joins by an invitation, with a passkey, and with the passphrase file. */
  async join(role, { passkey = true } = {}) {
    const invitation = await this.store.invite(role);
    await this.visit(invitation.split("#")[1]);
    await this.type("#name", this.name);
    await this.click("#join");
    await this.goOn(passkey);
  }

  /** The second and third step of joining. */
  async goOn(passkey = true) {
    await this.page.waitForSelector("#make-passkey", { timeout: 60_000 });
    await this.click(passkey ? "#make-passkey" : "#skip-passkey");
    await this.page.waitForSelector("#second-words", { timeout: 60_000 });
    this.passphrase = await this.text("#second-words");
    await this.click("#second-written");
    await this.click("#second-save");
    await this.page.waitForSelector("#finish", { timeout: 120_000 });
    this.second = await this.saved(/^phr-second-way/);
    await this.click("#finish");
    await this.page.waitForSelector("nav");
    await this.quiet();
  }

  async signIn() {
    await this.click("#by-passkey");
    await this.page.waitForSelector("nav", { timeout: 60_000 });
    await this.quiet();
  }

  async signInByFile() {
    await this.choose("#file", this.second);
    await this.type("#passphrase", this.passphrase);
    await this.click("#by-file");
    await this.page.waitForSelector("nav", { timeout: 120_000 });
    await this.quiet();
  }

  async signOut() {
    await this.click("#sign-out");
    await this.page.waitForSelector("#by-passkey");
  }

  async card() {
    await this.turn("keys");
    await this.click("#save-card");
    return readFileSync(await this.saved(/\.card$/), "utf8");
  }

  /** Takes somebody's card, after the fingerprint was compared. */
  async meet(card) {
    await this.turn("contacts");
    await this.page.$eval("#card", (field, text) => {
      field.value = text;
    }, card);
    await this.click("#read-card");
    await this.click("dialog[open] #same");
    await this.page.waitForFunction(() => !document.querySelector("dialog[open]"));
    await this.quiet();
  }

  /** Leaves a report, and gives its id. */
  async leave(files, { title = "", readers = [] } = {}) {
    await this.turn("upload");
    await this.choose("#files", ...files);
    await this.type("#title", title);
    for (const reader of readers) {
      const id = await this.page.$$eval("label.check", (all, name) => all.find((label) => label.innerText.includes(name))?.querySelector("input")?.id, reader);
      assert.ok(id, `${reader} is no contact`);
      await this.click(`#${id}`);
    }
    await this.click("#start");
    const link = await this.page.waitForSelector("#upload-done a", { timeout: 600_000 });
    const report = (await link.evaluate((element) => element.hash)).slice("#report-".length);
    await link.evaluate((element) => element.click());
    await this.quiet();
    return report;
  }

  /**
   * A store that lies to this browser: each answer of its API may be another one.
   *
   * @param {(asked: {path: string, method: string}, answer: {status: number, fields: Record<string, string>, body: Buffer}) =>
   *     {status?: number, fields?: Record<string, string>, body?: string | Buffer} | "lost" | undefined} change nothing for the answer
   *     as it is
   */
  async believes(change) {
    const { cdp, store } = this;
    this.isLiedTo = true;
    cdp.removeAllListeners("Fetch.requestPaused");
    await cdp.send("Fetch.enable", { patterns: [{ urlPattern: `${store.origin}/v1/*`, requestStage: "Response" }] });
    cdp.on("Fetch.requestPaused", async ({ requestId, request, responseStatusCode, responseHeaders }) => {
      const asked = { path: request.url.slice(store.origin.length), method: request.method };
      const shown = await cdp.send("Fetch.getResponseBody", { requestId }).catch(() => ({ body: "" }));
      const body = Buffer.from(shown.body, shown.base64Encoded ? "base64" : "utf8");
      const fields = Object.fromEntries((responseHeaders ?? []).map(({ name, value }) => [name.toLowerCase(), value]));
      const lie = change(asked, { status: responseStatusCode, fields, body });
      if (!lie) {
        await cdp.send("Fetch.continueResponse", { requestId }).catch(() => undefined);
        return;
      }
      if (lie === "lost") {
        await cdp.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" });
        return;
      }
      const told = { ...fields, ...lie.fields };
      delete told["content-length"];
      await cdp.send("Fetch.fulfillRequest", {
        requestId,
        responseCode: lie.status ?? responseStatusCode,
        responseHeaders: Object.entries(told).map(([name, value]) => ({ name, value })),
        body: Buffer.from(lie.body ?? body).toString("base64"),
      });
    });
  }

  /** No page said anything that nobody asked for. */
  requireCalm() {
    assert.deepEqual(this.problems, [], `${this.name}'s browser complains`);
  }
}
