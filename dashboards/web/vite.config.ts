// One page a face. The folder `dist` is what the hub and the agents serve, and what the wheel carries.

import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { "@": here("./src") } },
  base: "./",
  build: {
    target: "es2022",
    reportCompressedSize: false,
    rollupOptions: {
      input: ["index", "counter", "handset", "ops"].map((face) => here(`./${face}.html`)),
    },
  },
  define: { __VUE_OPTIONS_API__: false, __INTLIFY_PROD_DEVTOOLS__: false, __VUE_I18N_LEGACY_API__: false },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
