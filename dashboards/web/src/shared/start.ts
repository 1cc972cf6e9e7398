// Starts a face: its component, with the stores and the words.

import { createPinia } from "pinia";
import { createApp, type Component } from "vue";

import { i18n, learnOther, learnSpoken } from "@/words";
import { bringPages } from "./later";
import "./page.css";
import "./press.css";

const PATIENCE_MS = 300;
const SOON_MS = 1_000; // when the first look is over

/** `look` is the page's first look at how things stand: when it is quick, nothing is shown before it. */
export async function start(face: Component, look: () => Promise<unknown> = async () => undefined): Promise<void> {
  const app = createApp(face).use(createPinia()).use(i18n);
  const looked = Promise.race([look(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  await Promise.all([learnSpoken(), looked]);
  app.mount("#app");
  setTimeout(() => void Promise.all([learnOther(), bringPages()]), SOON_MS);
}
