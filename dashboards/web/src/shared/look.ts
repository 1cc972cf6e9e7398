// Light and dark. The colours of both are in `page.css`.

import { computed, watchEffect } from "vue";

import { kept } from "@/shared/kept";

export type Light = "auto" | "light" | "dark";

export const LIGHTS = ["auto", "light", "dark"] as const;
export const light = kept<Light>("tongban-light", LIGHTS, "auto");

const wanted = matchMedia("(prefers-color-scheme: dark)");
const machine = kept<"light" | "dark">("tongban-machine-light", ["light", "dark"], "light");
machine.value = wanted.matches ? "dark" : "light";
wanted.addEventListener("change", () => (machine.value = wanted.matches ? "dark" : "light"));

export const isDark = computed(() => (light.value === "auto" ? machine.value : light.value) === "dark");
watchEffect(() => (document.documentElement.dataset.light = isDark.value ? "dark" : "light"));
