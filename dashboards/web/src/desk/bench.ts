// What lies on the desk: the case that is looked at, where its four quarters are, and what is open above them.

import { defineStore } from "pinia";
import { computed, ref } from "vue";

import { hub, taken } from "@/api/asking";
import type { components } from "@/api/hub";
import type { Standing } from "@/shared/staff/asked";
import { useCases } from "@/shared/staff/cases";
import { knows, say } from "@/words";

export type Panel = "live" | "papers" | "record" | "findings";
export type Callback = components["schemas"]["CallbackView"];
/** How a case stands, in the words of whoever sees the customer. */
export const standsInWords = (stands: Standing): string => {
  const key = `desk.stands.${stands}`;
  return knows(key) ? say(key) : say(`stands.${stands}`);
};
export const PANELS: readonly Panel[] = ["live", "papers", "record", "findings"];
/** What is asked once, above the quarters. */
export type Asking = "pass" | "fail" | "again" | "hand-over" | null;

export const useBench = defineStore("desk-bench", () => {
  const cases = useCases();
  const wanted = ref<string | null>(null);
  const order = ref<Panel[]>([...PANELS]);
  /** The quarter that has the whole desk. */
  const whole = ref<Panel | null>(null);
  const asking = ref<Asking>(null);
  const keysShown = ref(false);
  const callsShown = ref(false);
  const placeShown = ref(false);
  const callbacks = ref<Callback[]>([]);
  const looking = ref<Record<string, string>>({});

  /** The case that is looked at: the one that was chosen, else the one that waits for me first. */
  const chosen = computed(() => {
    const mine = cases.held.filter((each) => each.stands !== "promised" && each.stands !== "queued");
    return mine.find((each) => each.line.case === wanted.value) ?? mine[0] ?? null;
  });
  const procedure = computed(() => (chosen.value ? cases.procedures[chosen.value.line.procedure] : undefined));

  function choose(of: string): void {
    [wanted.value, whole.value] = [of, null];
  }

  /** Put a quarter in the first place, and what was there in its own. */
  function swap(panel: Panel): void {
    const places = [...order.value];
    const from = places.indexOf(panel);
    const first = places[0];
    if (from < 0 || first === undefined) return;
    [places[0], places[from]] = [panel, first];
    order.value = places;
    if (whole.value) whole.value = panel;
  }

  const enlarge = (panel: Panel | null): void => {
    whole.value = whole.value === panel ? null : panel;
  };

  async function readCallbacks(): Promise<void> {
    callbacks.value = await taken(hub.GET("/api/callbacks"));
  }

  const calledBack = (of: string): Promise<boolean> =>
    cases.act(`called ${of}`, async () => {
      await taken(hub.POST("/api/callbacks/{case}/done", { params: { path: { case: of } } }));
      await readCallbacks();
    });

  return {
    chosen, procedure, order, whole, asking, keysShown, callsShown, placeShown, callbacks, looking,
    choose, swap, enlarge, readCallbacks, calledBack,
  };
});
