import intlify from "@intlify/eslint-plugin-vue-i18n";
import vue from "eslint-plugin-vue";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

export default defineConfig(
  globalIgnores(["dist", "src/api/*.d.ts"]),
  typescript.configs.strict,
  vue.configs["flat/recommended"],
  {
    // What a person presses is `<button class="press">` (src/shared/press.css). The library weighs a third of a page, and
    // has only what the browser has not: for the operators' lists.
    files: ["src/**"],
    rules: { "no-restricted-imports": ["error", { paths: [{ name: "naive-ui", importNames: ["NButton"] }] }] },
  },
  {
    files: ["src/**"],
    ignores: ["src/ops/**"],
    rules: { "no-restricted-imports": ["error", "naive-ui"] },
  },
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: typescript.parser } },
    plugins: { "@intlify/vue-i18n": intlify },
    rules: {
      // What a person reads is in src/words, in both languages.
      "@intlify/vue-i18n/no-raw-text": ["error", { ignorePattern: "^[\\s\\d·:/×✓✕→←‹›…—–%+()-]+$" }],
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": ["error", { html: { void: "always" } }],
      "vue/multi-word-component-names": "off",
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      "vue/max-len": ["error", { code: 120, ignoreComments: true, ignoreStrings: true, ignoreUrls: true }],
    },
  },
);
