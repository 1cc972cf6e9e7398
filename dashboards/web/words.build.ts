// Lets the browser fetch the words that most people read together with the page's script, and not after it.

import type { Plugin } from "vite";

const USUAL_WORDS = "src/words/zh.json";
const SCRIPT = '<script type="module"';

export function usualWords(): Plugin {
  return {
    name: "usual-words",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const words = Object.values(bundle).find((each) => each.type === "chunk" && each.facadeModuleId?.endsWith(USUAL_WORDS));
        if (!words) throw new Error(`${USUAL_WORDS} was not built`);
        return html.replace(SCRIPT, `<link rel="modulepreload" crossorigin href="./${words.fileName}">\n    ${SCRIPT}`);
      },
    },
  };
}
