// A store of its own for a test, and people who use it by phr, each of them a folder of configuration.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy, request as ask } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { SigningKey } from "../../src/main/resources/org/phrkit/server/web/phr/keys.js";
import { Store } from "../../src/main/resources/org/phrkit/server/web/phr/store.js";

const root = process.env.PHR_ROOT ?? fileURLToPath(new URL("../../..", import.meta.url));
const run = promisify(execFile);

/** Why tests against a store are skipped, or false. */
export const absent = ["phr-server/target/phr-server.jar", "phr-cli/target/phr.jar"].every((jar) => existsSync(join(root, jar)))
  ? false
  : "phr and phr-server are not built: mvn package -DskipTests";

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Somebody between a store and all others, who may give answers of his own to what is asked for by GET. */
async function between(t, port, answer) {
  const proxy = createProxy((asked, given) => {
    const { method, url, headers } = asked;
    const body = method === "GET" ? answer(url) : undefined;
    if (body) {
      given.setHeader("etag", "\"a\"");
      given.end(body);
      return;
    }
    const on = ask({ port, host: "127.0.0.1", method, path: url, headers }, (response) => {
      given.writeHead(response.statusCode, response.headers);
      response.pipe(given);
    });
    asked.pipe(on);
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return proxy.address().port;
}

/**
 * Starts a store; it ends with the test.
 *
 * @param {{ through?: (path: string) => Uint8Array | undefined }} [options] what somebody in between says in its place
 */
export async function realStore(t, { through } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "phr-pages-"));
  const port = await freePort();
  const server = join(root, "bin/phr-server");
  const origin = `http://localhost:${through ? await between(t, port, through) : port}`;
  const data = join(folder, "data");
  await run(server, ["init", data, "--listen", `127.0.0.1:${port}`, "--origin", origin]);
  const serving = spawn(server, ["serve", data], { stdio: ["ignore", "ignore", "pipe"] });
  t.after(() => {
    serving.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await new Promise((resolve, reject) => {
    let said = "";
    serving.stderr.on("data", (bytes) => {
      said += bytes;
      if (said.includes("phr-server: serves")) resolve();
    });
    serving.on("exit", () => reject(new Error(`the store does not start: ${said}`)));
  });
  const invite = async (role) => (await run(server, ["invite", data, role])).stdout.trim();
  const as = (who, args) =>
    run(join(root, "phr"), args, { cwd: folder, env: { ...process.env, XDG_CONFIG_HOME: join(folder, who) } });
  return {
    origin,
    folder,
    invite,
    /** Runs phr as somebody, and gives what it prints. */
    phr: async (who, ...args) => (await as(who, args)).stdout,
    /** Runs phr as somebody, and gives what it says beside. */
    says: async (who, ...args) => (await as(who, args)).stderr,
    /** Makes somebody a member by phr. */
    async join(who, role, ...options) {
      await this.phr(who, "store", "join", "--name", who, ...options, this.write(`${who}.invitation`, await invite(role)));
    },
    write(name, content) {
      writeFileSync(join(folder, name), content);
      return name;
    },
    read: (name) => readFileSync(join(folder, name)),
  };
}

/** A member by phr, as a page of the same device: her keys as phr keeps them. */
export function asPage(real, who) {
  const read = (name) => real.read(`${who}/phr/store/${name}`).toString();
  return {
    identity: read("identity.key").split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-")),
    signing: SigningKey.parse(read("signing.key")),
    store: Store.parse(read("membership.json")),
  };
}
