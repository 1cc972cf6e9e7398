// Hears by the person's feed that alarms were raised, cleared or taken on, for as long as the person is logged in.

import { onScopeDispose, watch } from "vue";

import { followFeed } from "@/shared/feed";
import { useMe } from "../me";

/** What the feed says of alarms; it names none. */
const ALARMS = "alarms";

/** `read` is called when alarms changed, and when the feed was lost or is heard again: then nobody knows. */
export function useAlarmNews(read: () => unknown): void {
  const mine = useMe();
  let end: (() => void) | null = null;
  let lost = false;

  function leave(): void {
    end?.();
    [end, lost] = [null, false];
  }

  function follow(after: number): void {
    end = followFeed(after, {
      heard: (change) => {
        const again = lost;
        lost = false;
        if (again || change?.change === ALARMS) void read();
      },
      lost: () => {
        if (!lost) void read();
        lost = true;
      },
      refused: leave, // the lists find out for themselves that the login is over
    });
  }

  watch(
    () => (mine.door === "in" && mine.maySee ? mine.me : null),
    (me) => {
      leave();
      if (me) follow(me.last_change);
    },
    { immediate: true },
  );
  onScopeDispose(leave);
}
