// What the devices of the whole fleet told last, and whether all of it could be stored.

import { computed, type ComputedRef, type Ref } from "vue";

import { hub } from "@/api/asking";
import { useLive } from "../live";
import type { Fleet, FleetLine } from "../types";

const EVERY_MS = 10_000;

/** The metrics by which devices are compared, as far as any tells them. */
export const COMPARED = ["cpu_percent", "memory_percent", "disk_free_mb", "temperature_c", "outbox_messages"] as const;

export function useFleet(): { fleet: Ref<Fleet | null>; byDevice: ComputedRef<Map<string, FleetLine>> } {
  const live = useLive((headers) => hub.GET("/api/ops/telemetry/fleet", { headers }), undefined, EVERY_MS);
  const byDevice = computed(() => new Map(live.content.value?.devices.map((each) => [each.address, each])));
  return { fleet: live.content, byDevice };
}
