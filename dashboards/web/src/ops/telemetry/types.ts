// What the hub tells of devices' readings over time. Times are Unix ms.

import type { Language } from "@/words";

/** A metric within a bucket: its lowest, mean and highest. */
export type Spread = [number, number, number];

export interface MetricTold {
  metric: string;
  title: Record<Language, string>;
  unit: string;
  /** The range in which a value is believed. */
  lowest: number;
  highest: number;
}

export interface Bucket {
  at: number;
  readings: number;
  /** So many never came before the first of this bucket that did. */
  missed: number;
  metrics: Record<string, Spread>;
}

export interface DeviceHistory {
  from: number;
  until: number;
  bucket_s: number;
  interval_s: number;
  /** Those without a reading are left out. */
  buckets: Bucket[];
  metrics: MetricTold[];
  boots: { boot: string; since: number }[];
}

export interface BranchHistory {
  from: number;
  until: number;
  bucket_s: number;
  metric: MetricTold;
  metrics: MetricTold[];
  devices: { device: string; buckets: { at: number; mean: number }[] }[];
}

export interface FleetLine {
  address: string;
  kind: string;
  measured_at: number;
  interval_s: number;
  historical: boolean;
  missed: number;
  refused: Record<string, number>;
  metrics: Record<string, number>;
}

export interface Fleet {
  devices: FleetLine[];
  metrics: MetricTold[];
  counts: {
    received: number;
    stored: number;
    duplicates: number;
    waiting: number;
    spooled_readings: number;
    spooled_bytes: number;
    refused: Record<string, number>;
  };
  down: boolean;
}
