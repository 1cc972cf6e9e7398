// Now, by the clock of the program that served the page: deadlines are counted by it, and by no other.

import { onScopeDispose, ref, type Ref } from "vue";

const LOOK_EVERY_MS = 250;
/** The Date header counts whole seconds; only a clock that is clearly off is corrected. */
const CLEARLY_OFF_MS = 2_000;

let aheadMs = 0;

/** Unix ms by the program's clock. */
export const serverNow = (): number => Date.now() + aheadMs;

/** Learn from a response's Date header how far the program's clock is ahead. */
export function keepTime(date: string | null): void {
  const ahead = Date.parse(date ?? "") + 500 - Date.now();
  if (!Number.isNaN(ahead)) aheadMs = Math.abs(ahead) > CLEARLY_OFF_MS ? ahead : 0;
}

/** Now, moving on four times a second, or every `everyMs`, for as long as the component lives. */
export function useNow(everyMs = LOOK_EVERY_MS): Ref<number> {
  const now = ref(serverNow());
  const timer = setInterval(() => (now.value = serverNow()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
