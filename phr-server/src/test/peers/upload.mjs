// Uploads standard input with tus-js-client, in parts, and stops after the first part to go on from there. The request that
// creates the upload is signed here, by RFC 9421 in a few lines that share nothing with the library.
// Arguments: origin, the store's fingerprint, the device's seed in base64, and "metadata" to send some.
import { createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { Upload } from "tus-js-client";

const [origin, store, seed, metadata] = process.argv.slice(2);
const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed, "base64")]);
const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
const keyId = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32).toString("base64");

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const bytes = Buffer.concat(chunks);

function signed(method, url, fields) {
  const covered = ["@method", "@target-uri", ...Object.keys(fields)];
  const parameters =
    `(${covered.map((name) => `"${name}"`).join(" ")});created=${Math.floor(Date.now() / 1000)}` +
    `;nonce="${randomBytes(16).toString("hex")}";keyid="${keyId}";alg="ed25519";tag="phr-store/1"`;
  const values = { "@method": method, "@target-uri": url, ...fields };
  const base = [...covered.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${parameters}`].join("\n");
  return { "signature-input": `phr=${parameters}`, signature: `phr=:${sign(null, Buffer.from(base), key).toString("base64")}:` };
}

function options(more) {
  return {
    endpoint: `${origin}/v1/uploads`,
    chunkSize: 1 << 16,
    retryDelays: null,
    metadata: metadata === "metadata" ? { filename: "report.pdf" } : {},
    onBeforeRequest(request) {
      if (request.getMethod() !== "POST") return;
      const fields = { "phr-store-key": store, "upload-length": String(bytes.length) };
      request.setHeader("phr-store-key", store);
      for (const [name, value] of Object.entries(signed("POST", request.getURL(), fields))) request.setHeader(name, value);
    },
    ...more,
  };
}

function upload(more) {
  return new Promise((resolve, reject) => {
    const one = new Upload(
      bytes,
      options({ onError: reject, onSuccess: () => resolve(one.url), ...more(() => one.abort().then(() => resolve(one.url))) }),
    );
    one.start();
  });
}

try {
  const url = await upload((stop) => ({ onChunkComplete: () => stop() }));
  await upload(() => ({ uploadUrl: url }));
  console.log(url);
} catch (error) {
  console.log(error.originalResponse ? error.originalResponse.getBody() : String(error));
  process.exit(1);
}
