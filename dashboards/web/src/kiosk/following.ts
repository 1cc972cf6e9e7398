// Follows the agent's state by long polling. While it does not answer, what is shown is stale, and hidden.

import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import { counter, taken } from "@/api/asking";
import type { Procedures, State } from "./api";
import { useMemory } from "./memory";

const AGAIN_MS = 1_500;

export const useFollowing = defineStore("kiosk-following", () => {
  const memory = useMemory();
  const state = shallowRef<State | null>(null);
  const procedures = shallowRef<Procedures>({});
  /** The agent does not answer: nothing of what is shown can be relied on. */
  const silent = ref(false);
  /** When the state came (ms of this page's own clock). */
  const cameAt = ref(0);

  async function once(after: number): Promise<number> {
    const next = await taken(counter.GET("/api/kiosk", { params: { query: { after } } }));
    if (!Object.keys(procedures.value).length) {
      const known = await taken(counter.GET("/api/procedures"));
      procedures.value = Object.fromEntries(known.map((each) => [each.procedure, each]));
    }
    memory.keepTo(next);
    [state.value, silent.value, cameAt.value] = [next, false, performance.now()];
    return next.version;
  }

  async function follow(over: AbortSignal): Promise<void> {
    let after = -1;
    while (!over.aborted) {
      try {
        after = await once(after);
      } catch {
        silent.value = true;
        after = -1;
        await new Promise((again) => setTimeout(again, AGAIN_MS));
      }
    }
  }
  return { state, procedures, silent, cameAt, follow };
});
