// Starts a face: its component, with the stores and the words.

import { createPinia } from "pinia";
import { createApp, type Component } from "vue";

import { i18n, learnOther, learnSpoken } from "@/words";
import "./page.css";

const SOON_MS = 1_000; // when the first look is over

export async function start(face: Component): Promise<void> {
  await learnSpoken();
  createApp(face).use(createPinia()).use(i18n).mount("#app");
  setTimeout(() => void learnOther(), SOON_MS);
}
