// Lists that update by themselves: asked every few seconds, sent only when something in them has changed.

import { onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";

import { taken } from "@/api/asking";
import { problemOf, type Problem } from "@/api/problem";
import { serverNow } from "@/shared/clock";
import { oneAtATime } from "@/shared/reading";
import { useMe } from "./me";

const EVERY_MS = 4_000;
const UNSEEN_EVERY_MS = 30_000;
const UNCHANGED = 304;
/** The hub answers, though it cannot look up what was measured. */
const STORE_DOWN = "telemetry_unavailable";

export interface Live<Content> {
  /** What the hub said last; null before it has said anything of what is asked now. */
  content: Ref<Content | null>;
  /** Why there is nothing to show: the hub has answered, and said no. */
  refused: Ref<Problem | null>;
  /** When it last answered (Unix ms by its clock). */
  heardAt: Ref<number | null>;
  refresh: () => Promise<void>;
}

type Headers = Record<string, string>;
type Answer<Content> = Promise<{ data?: Content; error?: unknown; response: Response }>;

/** What `ask` brings, kept up to date while the component lives; asked anew at once when `about` changes. */
export function useLive<Content>(
  ask: (headers: Headers) => Answer<Content>,
  about: () => unknown = () => null,
  everyMs = EVERY_MS,
): Live<Content> {
  const mine = useMe();
  const content = shallowRef<Content | null>(null) as Ref<Content | null>;
  const refused = ref<Problem | null>(null) as Ref<Problem | null>;
  const heardAt = ref<number | null>(null);
  let tag: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [over, left, asked] = [false, false, 0];

  const refresh = oneAtATime(async () => {
    clearTimeout(timer);
    const question = asked;
    try {
      const answer = ask(tag === null ? {} : { "If-None-Match": tag });
      const found = await taken(answer.then(unchangedIsWell));
      if (question !== asked) return;
      if (found !== undefined) [content.value, tag] = [found, (await answer).response.headers.get("ETag")];
      [heardAt.value, refused.value, mine.stale] = [serverNow(), null, null];
    } catch (thrown) {
      if (question !== asked) return;
      const went = problemOf(thrown);
      const saidNo = went.status >= 400 && went.status < 500 && went.status !== 401;
      if (saidNo || went.code === STORE_DOWN) {
        [refused.value, mine.stale] = [went, null];
      } else if (!mine.unread(thrown)) {
        over = true;
      }
    } finally {
      if (!over && !left) timer = setTimeout(refresh, document.hidden ? UNSEEN_EVERY_MS : everyMs);
    }
  });

  const wake = (): void => void (document.hidden || over || left || refresh());
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  onScopeDispose(() => {
    left = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("online", wake);
  });
  // A list that outlives a login goes on with the next.
  watch(
    () => mine.door,
    (door) => {
      if (door !== "in" || !over) return;
      over = false;
      void refresh();
    },
  );
  watch(about, () => {
    asked += 1;
    [content.value, refused.value, tag] = [null, null, null];
    void refresh();
  });
  void refresh();
  return { content, refused, heardAt, refresh };
}

/** 304 is an answer too: nothing has changed, and nothing was sent. */
function unchangedIsWell<Given extends { response: Response }>(given: Given): Given {
  if (given.response.status !== UNCHANGED) return given;
  return { ...given, data: undefined, response: new Response(null) };
}
