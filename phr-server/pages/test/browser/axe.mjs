// Looks for what keeps people out: axe-core, in a world of its own, which the policy of the page does not bind.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The findings of a page that are serious or critical. */
export async function seriousFindings(person) {
  const { cdp } = person;
  const { frameTree } = await cdp.send("Page.getFrameTree");
  const { executionContextId } = await cdp.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  await cdp.send("Runtime.evaluate", { expression: source, contextId: executionContextId });
  const { result } = await cdp.send("Runtime.evaluate", {
    expression: "axe.run(document, { iframes: false }).then((found) => JSON.stringify(found.violations))",
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(result.value)
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}
