// How far this device has read each person's feed, so that what ended while it slept is told when it wakes.

const MOST_BEHIND = 200;
const key = (person: string): string => `tongban-seen-${person}`;

export const seenUpTo = {
  /** From where to follow: after the last change read here; of a device that knows nothing, from now on. */
  known(person: string, latest: number): number {
    const kept = Number(localStorage.getItem(key(person)) ?? NaN);
    if (!Number.isInteger(kept) || kept < 0 || kept > latest) return latest;
    return Math.max(kept, latest - MOST_BEHIND);
  },
  keep: (person: string, number: number): void => localStorage.setItem(key(person), String(number)),
};
