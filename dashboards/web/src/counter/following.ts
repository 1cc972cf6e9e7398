// Follows the agent's state by long polling. While it does not answer, what is shown is stale, and says since when.

import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import { counter, taken } from "@/api/asking";
import { problemOf } from "@/api/problem";
import type { Procedures, State } from "./api";

const AGAIN_MS = 1_500;

export const useFollowing = defineStore("following", () => {
  const state = shallowRef<State | null>(null);
  const procedures = shallowRef<Procedures>({});
  /** Since when (Unix ms, by this machine) the agent has not answered; null while it does. */
  const staleSince = ref<number | null>(null);
  /** Something else than a counter's agent answers here. */
  const elsewhere = ref(false);
  /** The hub can be reached, as far as is known now. */
  const online = computed(() => staleSince.value === null && (state.value?.connected ?? false));

  async function learn(): Promise<void> {
    if (Object.keys(procedures.value).length) return;
    const known = await taken(counter.GET("/api/procedures"));
    procedures.value = Object.fromEntries(known.map((each) => [each.procedure, each]));
  }

  async function once(after: number): Promise<void> {
    const [next] = await Promise.all([
      taken(counter.GET("/api/state", { params: { query: { after } } })),
      learn(),
    ]);
    [state.value, staleSince.value, elsewhere.value] = [next, null, false];
  }

  /** Look at how things stand, once there is something newer than version `after`; whether there was an answer. */
  async function look(after = -1): Promise<boolean> {
    try {
      await once(after);
      return true;
    } catch (thrown) {
      staleSince.value ??= Date.now();
      elsewhere.value = [404, 405].includes(problemOf(thrown).status);
      return false;
    }
  }

  /** Follow until `over` says so; what was missed meanwhile is caught up with by the next answer. */
  async function follow(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      if (await look(staleSince.value === null ? state.value?.version : -1)) continue;
      await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
  }

  return { state, procedures, staleSince, elsewhere, online, look, follow };
});
