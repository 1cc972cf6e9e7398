// Starts a face: its component, with the stores and the words.

import { createPinia } from "pinia";
import { createApp, type Component } from "vue";

import { i18n } from "@/words";
import "./page.css";

export function start(face: Component): void {
  createApp(face).use(createPinia()).use(i18n).mount("#app");
}
