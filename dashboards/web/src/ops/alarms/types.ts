// What the hub tells of alarms. Times are Unix ms.

import type { Language } from "@/words";

export interface Alarm {
  alarm: string;
  device: string;
  kind: string;
  rule: string;
  title: Record<Language, string>;
  /** `needs`: somebody must look now; `watch`: in passing. */
  severity: "needs" | "watch";
  metric?: string | null;
  unit?: string | null;
  value?: number | null;
  limit?: number | null;
  raised_at: number;
  cleared_at?: number | null;
  acknowledged_at?: number | null;
  acknowledged_by?: string | null;
  assigned_to?: string | null;
  assigned_at?: number | null;
}

export interface OpenAlarms {
  branches: { branch: string; customers_waiting: number; alarms: Alarm[] }[];
}

export interface PastAlarms {
  alarms: Alarm[];
  next: string | null;
}
