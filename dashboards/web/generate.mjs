// The types of both programs' interfaces, from the documents that Python writes; `--check` fails when they are stale.

import { readFile, writeFile } from "node:fs/promises";

import openapi, { astToString } from "openapi-typescript";

const HEAD = "// Generated from docs/contract by generate.mjs: do not edit, run `make generate`.\n\n";
const documents = { hub: "openapi.json", counter: "counter.json" };
const stale = [];

for (const [program, name] of Object.entries(documents)) {
  const source = new URL(`../../docs/contract/${name}`, import.meta.url);
  const target = new URL(`src/api/${program}.d.ts`, import.meta.url);
  const text = HEAD + astToString(await openapi(source, { alphabetize: true }));
  if (!process.argv.includes("--check")) await writeFile(target, text);
  else if (text !== (await readFile(target, "utf8").catch(() => ""))) stale.push(`src/api/${program}.d.ts`);
}
if (stale.length) {
  console.error(`stale, run \`make generate\`: ${stale.join(", ")}`);
  process.exit(1);
}
