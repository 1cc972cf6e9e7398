// Lets the build leave out the parts of Vue that nothing uses. vue-i18n looks into all of Vue by name, for a
// `currentInstance` that Vue 3.5 does not have; so all of Vue would stay.

import type { Plugin } from "vite";

const LOOKING = "import * as Vue from 'vue';";

export function slim(): Plugin {
  return {
    name: "slim",
    apply: "build",
    transform: {
      filter: { id: /vue-i18n\.runtime\.mjs$/ },
      handler(code) {
        if (!code.includes(LOOKING)) throw new Error("vue-i18n has changed: is slim.build.ts still needed?");
        return { code: code.replace(LOOKING, "const Vue = {};"), map: null };
      },
    },
  };
}
