// The alarms that are open, of all branches; and what an operator does about one.

import { defineStore } from "pinia";
import { computed } from "vue";

import { taken } from "@/api/asking";
import { useLive } from "../live";
import { useMe } from "../me";
import { get, post } from "../telemetry/asking";
import { byImpact, byUrgency } from "./alarm";
import type { Alarm, OpenAlarms } from "./types";

export const useAlarms = defineStore("ops-alarms", () => {
  const mine = useMe();
  const live = useLive((headers) => get<OpenAlarms>("/api/ops/alarms?open=true", headers));

  const branches = computed(() => live.content.value && byImpact(live.content.value.branches));
  const all = computed(() => (branches.value ?? []).flatMap((each) => each.alarms));
  const needing = computed(() => all.value.filter((alarm) => alarm.severity === "needs").length);
  const unseen = computed(() => all.value.filter((alarm) => alarm.acknowledged_at == null).length);
  const byDevice = computed(() => {
    const found = new Map<string, Alarm[]>();
    for (const alarm of [...all.value].sort(byUrgency)) found.set(alarm.device, [...(found.get(alarm.device) ?? []), alarm]);
    return found;
  });
  /** Auditors change nothing. */
  const mayAct = computed(() => mine.me?.role === "operator");

  const act = (alarm: string, what: "acknowledge" | "assign", body: object = {}): Promise<boolean> =>
    mine.begin(alarm, async () => {
      await taken(post(`/api/ops/alarms/${alarm}/${what}`, body));
      await live.refresh();
    });
  const acknowledge = (alarm: string): Promise<boolean> => act(alarm, "acknowledge");
  const assign = (alarm: string, person: string): Promise<boolean> => act(alarm, "assign", { person });

  return { branches, refused: live.refused, all, needing, unseen, byDevice, mayAct, acknowledge, assign };
});
