// Keeps the page true for as long as the person is logged in: reads, follows the feed, reads again on waking.

import { onScopeDispose, watch } from "vue";

import { serverNow } from "@/shared/clock";
import { followFeed, type Change } from "@/shared/feed";
import { openOffers } from "./asked";
import { useCases } from "./cases";
import { useMe } from "./me";
import { seenUpTo } from "./seen";

const TRY_AGAIN_MS = 2_000;
const MANAGER_LOOKS_EVERY_MS = 4_000; // colleagues' loads are in nobody's feed
const LOOK_EVERY_MS = 500;

/** To be called once, by the page. */
export function useLive(): void {
  const mine = useMe();
  const cases = useCases();
  let endFeed: (() => void) | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let linked = false;
  let waiting: Change[] = [];

  /** Read, and then say what the changes heard so far came to. */
  async function look(): Promise<void> {
    clearTimeout(again);
    const about = waiting;
    waiting = [];
    try {
      await cases.refresh();
      if (linked || endFeed === null) mine.stale = null;
      await cases.tell(about, cases.readAt);
      const person = mine.me?.person;
      if (person && about.length) seenUpTo.keep(person, Math.max(...about.map((change) => change.number)));
    } catch (thrown) {
      waiting = [...about, ...waiting];
      if (mine.unread(thrown)) again = setTimeout(() => void look(), TRY_AGAIN_MS);
    }
  }

  function follow(): void {
    const me = mine.me;
    if (!me || endFeed !== null) return;
    const after = seenUpTo.known(me.person, me.last_change);
    seenUpTo.keep(me.person, after);
    endFeed = followFeed(after, {
      heard: (change) => {
        linked = true;
        if (change) waiting.push(change);
        void look();
      },
      lost: (since) => {
        linked = false;
        mine.stale ??= Math.max(since, cases.readAt);
      },
      refused: () => mine.loginOver(),
    });
  }

  function leave(): void {
    endFeed?.();
    [endFeed, linked, waiting] = [null, false, []];
    clearTimeout(again);
    cases.forget();
  }

  watch(
    () => mine.door,
    (door, before) => {
      if (door === "in" && mine.isStaff) return follow();
      if (before !== undefined) leave();
      if (door === "waiting") void look();
    },
    { immediate: true },
  );

  watch(
    () => mine.problem,
    (problem) => problem?.status === 401 && mine.door === "in" && mine.loginOver(),
  );

  /** Whoever wakes the phone reads the truth, and until it is read, since when it is not known. */
  function wake(): void {
    if (document.hidden) return;
    if (mine.door === "in" && serverNow() - cases.readAt > LOOK_EVERY_MS) mine.stale ??= cases.readAt;
    if (mine.door === "in" || mine.door === "waiting") void look();
  }

  const looking = setInterval(() => {
    if (document.hidden || mine.door !== "in" || !mine.me) return;
    const now = serverNow();
    // The time of an offer, or of a promise, is over: the hub has decided what becomes of it.
    const due = openOffers(mine.me, cases.views).some((offer) => offer.due <= now);
    const promised = Object.values(cases.views).some((view) => view.offer?.state === "waiting" && past(view.offer, now));
    const manages = mine.me.role === "lobby_manager" && now - cases.readAt > MANAGER_LOOKS_EVERY_MS;
    if ((due || promised || manages) && now - cases.readAt > LOOK_EVERY_MS) void look();
  }, LOOK_EVERY_MS);

  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", wake);
  addEventListener("online", wake);
  onScopeDispose(() => {
    leave();
    clearInterval(looking);
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("pageshow", wake);
    removeEventListener("online", wake);
  });
}

const past = (offer: { due: number | null }, now: number): boolean => offer.due !== null && offer.due <= now;
