// From where the next material is captured: a scanner or the camera, as the person chose last.

import { defineStore } from "pinia";
import { computed, ref } from "vue";

import { knows, say } from "@/words";
import { useFollowing } from "./following";

export const CAMERA = "camera";

/** A source in words; a second scanner of a kind is `sane-2`. */
export function sourceName(scanner: string): string {
  const [, stem = scanner, number = ""] = /^(.*?)-?([0-9]*)$/.exec(scanner) ?? [];
  const key = `source.${stem}`;
  return (knows(key) ? say(key) : stem) + (number ? ` ${number}` : "");
}

export const useSource = defineStore("source", () => {
  const following = useFollowing();
  const wanted = ref<string | null>(null);
  const chosen = computed(() => {
    const there = following.state?.scanners ?? [];
    return there.find((each) => each === wanted.value) ?? there[0] ?? "";
  });
  const choose = (scanner: string): void => {
    wanted.value = scanner;
  };
  return { chosen, choose };
});
