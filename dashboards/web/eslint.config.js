import intlify from "@intlify/eslint-plugin-vue-i18n";
import vue from "eslint-plugin-vue";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

export default defineConfig(
  globalIgnores(["dist", "src/api/*.d.ts"]),
  typescript.configs.strict,
  vue.configs["flat/recommended"],
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
