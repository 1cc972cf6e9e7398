// The alarms that are open, of all branches; and what an operator does about one.

import { defineStore } from "pinia";
import { computed } from "vue";

import { hub, taken } from "@/api/asking";
import { useLive } from "../live";
import { useMe } from "../me";
import { byImpact, byUrgency } from "./alarm";
import { useAlarmNews } from "./news";
import type { Alarm } from "../types";

const EVERY_MS = 15_000; // the feed tells when alarms change, but not when more customers wait

export const useAlarms = defineStore("ops-alarms", () => {
  const mine = useMe();
  const open = { query: { open: true } };
  const live = useLive((headers) => hub.GET("/api/ops/alarms", { headers, params: open }), undefined, EVERY_MS);
  useAlarmNews(live.refresh);

  const branches = computed(() => live.content.value && byImpact(live.content.value.branches));
  const all = computed(() => (branches.value ?? []).flatMap((each) => each.alarms));
  const needing = computed(() => all.value.filter((alarm) => alarm.severity === "needs").length);
  const unseen = computed(() => all.value.filter((alarm) => alarm.acknowledged_at === null).length);
  const byDevice = computed(() => {
    const found = new Map<string, Alarm[]>();
    for (const alarm of [...all.value].sort(byUrgency)) found.set(alarm.device, [...(found.get(alarm.device) ?? []), alarm]);
    return found;
  });
  /** Auditors change nothing. */
  const mayAct = computed(() => mine.me?.role === "operator");

  /** Each is of an alarm; the lists say so as soon as the hub has it. */
  const act = (alarm: string, work: () => Promise<unknown>): Promise<boolean> =>
    mine.begin(alarm, async () => {
      await work();
      await live.refresh();
    });
  const acknowledge = (alarm: string): Promise<boolean> =>
    act(alarm, () => taken(hub.POST("/api/ops/alarms/{alarm}/acknowledge", { params: { path: { alarm } } })));
  const assign = (alarm: string, person: string): Promise<boolean> =>
    act(alarm, () =>
      taken(hub.POST("/api/ops/alarms/{alarm}/assign", { params: { path: { alarm } }, body: { person } })),
    );

  return { branches, refused: live.refused, all, needing, unseen, byDevice, mayAct, acknowledge, assign };
});
