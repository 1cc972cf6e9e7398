// Lets the browser run `src/shared/first.ts` while it still loads the rest of the page's script.

import type { Plugin } from "vite";

export const FIRST = "src/shared/first.ts";
const USUAL_WORDS = "src/words/zh.json";

export function first(): Plugin {
  return {
    name: "first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const nameOf = (source: string): string => {
          const found = Object.values(bundle).find((each) => each.type === "chunk" && each.facadeModuleId?.endsWith(source));
          if (!found) throw new Error(`${source} was not built`);
          return `./${found.fileName}`;
        };
        const page = '<script type="module"';
        return html.replace(page, [
          `${page} async crossorigin src="${nameOf(FIRST)}"></script>`,
          `<link rel="modulepreload" crossorigin href="${nameOf(USUAL_WORDS)}">`,
          page,
        ].join("\n    "));
      },
    },
  };
}
