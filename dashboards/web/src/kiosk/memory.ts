// What the page remembers of the customer before it: theirs alone, and forgotten with them. Never kept anywhere else.

import { defineStore } from "pinia";
import { ref } from "vue";

import { speak, type Language } from "@/words";
import type { State } from "./api";

export interface Memory {
  /** The visit it belongs to; null before the agent has said. */
  visit: number | null;
  procedure: string | null;
  video: boolean | null;
  face: boolean | null;
  values: { [field: string]: string };
  /** The fields that the customer has said are right. */
  right: readonly string[];
  /** The captured pictures (by digest) that the customer has said are good. */
  good: readonly string[];
  signing: "paper" | "pad" | null;
  /** They have read that something is asked for again: how much had been told then. */
  readAgain: number;
  wantsCall: boolean;
  phone: string;
}

export const nothing = (): Memory => ({
  visit: null, procedure: null, video: null, face: null, values: {}, right: [], good: [], signing: null, readAgain: 0,
  wantsCall: false, phone: "",
});

/** What may be remembered once the agent says this: nothing of a visit that is over. */
export function stillTheirs(memory: Memory, state: Pick<State, "standing" | "visit">): Memory {
  if (state.standing === "nobody") return memory.visit === null ? memory : nothing();
  if (memory.visit === null) return { ...memory, visit: state.visit };
  return memory.visit === state.visit ? memory : { ...nothing(), visit: state.visit };
}

export const USUAL: Language = "zh";

export const useMemory = defineStore("kiosk-memory", () => {
  const it = ref<Memory>(nothing());
  /** The page thanks whoever has just gone. */
  const thanks = ref(false);
  /** Spoken prompts: off until somebody wants them, and for them only. */
  const aloud = ref(false);

  function forget(): void {
    it.value = nothing();
    aloud.value = false;
    speak(USUAL);
  }
  function keepTo(state: State): void {
    const next = stillTheirs(it.value, state);
    if (next === it.value) return;
    const over = it.value.visit !== null;
    if (over) forget();
    it.value = next;
  }
  const note = (more: Partial<Memory>): void => {
    it.value = { ...it.value, ...more };
  };
  return { it, thanks, aloud, forget, keepTo, note };
});
