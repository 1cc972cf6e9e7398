// One page a face. The folder `dist` is what the hub and the agents serve, and what the wheel carries.
// With `--mode empty`: the empty page beside which the benchmark `first_load` measures them, built the same way.

import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

import { compressed } from "./compress.build.ts";
import { slim } from "./slim.build.ts";
import { usualWords } from "./words.build.ts";
import { handsetWorker } from "./worker.build.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const WORKER = "./src/handset/handset-worker.ts";
const FACES = ["index", "counter", "kiosk", "handset", "desk", "ops"];

export default defineConfig(({ mode }) => ({
  plugins: [vue(), mode !== "empty" && [handsetWorker(), usualWords(), slim()], compressed()],
  root: here(mode === "empty" ? "./bench/empty" : "."),
  resolve: {
    // Without the compiler of messages: ours are so plain that `src/words` reads them itself.
    alias: { "@": here("./src"), "vue-i18n": "vue-i18n/dist/vue-i18n.runtime.esm-bundler.js" },
  },
  base: "./",
  build: {
    modulePreload: { polyfill: false },
    target: "es2022",
    cssCodeSplit: false, // a few KB in one file are sooner there than two files
    reportCompressedSize: false,
    rollupOptions: {
      input: mode === "empty" ? "index.html" : [...FACES.map((face) => here(`./${face}.html`)), here(WORKER)],
      // The worker's name must stay: the browser asks under it whether there is a newer one.
      output: {
        entryFileNames: ({ name }) => (name === "handset-worker" ? "[name].js" : "assets/[name]-[hash].js"),
        // Each file costs a request, and most of what two faces begin with is the same library.
        codeSplitting: {
          groups: [{ name: "shared", tags: ["$initial"], minShareCount: 2 }],
        },
      },
    },
  },
  define: { __VUE_OPTIONS_API__: false, __INTLIFY_PROD_DEVTOOLS__: false, __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"], setupFiles: ["src/words/learnt.ts"] },
}));
