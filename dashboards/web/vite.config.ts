// One page a face. The folder `dist` is what the hub and the agents serve, and what the wheel carries.
// With `--mode empty`: the empty page beside which the benchmark `first_load` measures them, built the same way.

import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

import { handsetWorker } from "./worker.build.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const WORKER = "./src/handset/handset-worker.ts";
const FACES = ["index", "counter", "handset", "desk", "ops"];

export default defineConfig(({ mode }) => ({
  plugins: [vue(), mode !== "empty" && handsetWorker()],
  root: here(mode === "empty" ? "./bench/empty" : "."),
  resolve: { alias: { "@": here("./src") } },
  base: "./",
  build: {
    target: "es2022",
    reportCompressedSize: false,
    rollupOptions: {
      input: mode === "empty" ? "index.html" : [...FACES.map((face) => here(`./${face}.html`)), here(WORKER)],
      // The worker's name must stay: the browser asks under it whether there is a newer one.
      output: { entryFileNames: ({ name }) => (name === "handset-worker" ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
  define: { __VUE_OPTIONS_API__: false, __INTLIFY_PROD_DEVTOOLS__: false, __VUE_I18N_LEGACY_API__: false },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
}));
