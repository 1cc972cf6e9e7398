// Tells the handset's service worker what its page is made of: the files that Vite has just named.

import type { Plugin } from "vite";

const WORKER = "handset-worker.js";
const PAGE = "handset.html";
const BESIDE = ["favicon.svg", "handset-manifest.json", "icons/handset-192.png"];
const PLACE = "__SHELL__";

export function handsetWorker(): Plugin {
  return {
    name: "handset-worker",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const files = new Set([PAGE, ...BESIDE]);
        const add = (name: string): void => {
          const chunk = bundle[name];
          if (files.has(name) || chunk?.type !== "chunk") return;
          files.add(name);
          [...chunk.imports, ...chunk.dynamicImports].forEach(add);
        };
        for (const chunk of Object.values(bundle)) {
          if (chunk.fileName.endsWith(".css")) files.add(chunk.fileName);
          if (chunk.type === "chunk" && chunk.isEntry && chunk.name === "handset") add(chunk.fileName);
        }
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk" || !worker.code.includes(PLACE)) throw new Error(`no ${WORKER} to fill`);
        worker.code = worker.code.replace(PLACE, JSON.stringify([...files].sort()));
      },
    },
  };
}
