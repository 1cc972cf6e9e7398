// How old a device's latest reading is, and whether it can still be taken for how the device is.

/** When a reading was measured (Unix ms), by a device that tells one so often. */
export interface Measured {
  measured_at: number;
  interval_s: number;
}

/** So many readings may fail to come before the last one is stale. */
const MISSED = 3;

/** Its age (ms), and whether it is stale at `now`. */
export function readingAge(reading: Measured, now: number): { old: number; stale: boolean } {
  const old = Math.max(0, now - reading.measured_at);
  return { old, stale: old > MISSED * reading.interval_s * 1000 };
}
