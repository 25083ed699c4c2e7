// The way to the worker, which does what takes long: hashing, encrypting, sending, and passphrases.

const ADDRESS = "/worker.js";

/** The one address from which code is ever loaded by a page that runs. */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("phr-worker", {
  createScriptURL(/** @type {string} */ url) {
    if (url !== ADDRESS) {
      throw new TypeError("the pages have one worker");
    }
    return url;
  },
});

/**
 * Has a task done by a worker of its own, which ends with it.
 *
 * @param {string} task
 * @param {Record<string, unknown>} members what it needs
 * @param {{ progress?: (how: any) => void, signal?: AbortSignal }} [options] aborting ends the worker at once
 * @returns {Promise<any>} what comes of it
 */
export function inWorker(task, members, { progress, signal } = {}) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(/** @type {any} */ (policy ? policy.createScriptURL(ADDRESS) : ADDRESS), { type: "module" });
    /** @param {() => void} settle */
    const end = (settle) => {
      worker.terminate();
      signal?.removeEventListener("abort", abort);
      settle();
    };
    const abort = () => end(() => reject(new DOMException("", "AbortError")));
    worker.onmessage = ({ data }) => {
      if (data.progress) {
        progress?.(data.progress);
      } else if (data.failure) {
        end(() => reject(Object.assign(new Error(data.failure.kind), data.failure)));
      } else {
        end(() => resolve(data.result));
      }
    };
    worker.onerror = () => end(() => reject(new Error("worker")));
    signal?.addEventListener("abort", abort);
    worker.postMessage({ task, ...members });
  });
}
