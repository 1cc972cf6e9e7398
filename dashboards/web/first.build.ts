// Lets the browser run `src/shared/first.ts` while it still loads the rest of the page's script.

import type { Plugin } from "vite";

export const FIRST = "src/shared/first.ts";

export function first(): Plugin {
  return {
    name: "first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const found = Object.values(bundle).find((each) => each.type === "chunk" && each.facadeModuleId?.endsWith(FIRST));
        if (!found) throw new Error(`${FIRST} was not built`);
        const page = '<script type="module"';
        return html.replace(page, `${page} async crossorigin src="./${found.fileName}"></script>\n    ${page}`);
      },
    },
  };
}
