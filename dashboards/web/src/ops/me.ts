// Who looks: an operator or an auditor, by the cookie of their login; and whether the hub answers.

import { defineStore } from "pinia";
import { computed, ref } from "vue";

import { hub, taken } from "@/api/asking";
import { Problem, problemOf } from "@/api/problem";
import { serverNow } from "@/shared/clock";
import { useDoing } from "@/shared/doing";
import type { Me } from "./types";

const ASK_AGAIN_MS = 2_000;

/** Where the page is: before the hub has answered, without a login, in, or served by something else. */
export type Door = "waiting" | "login" | "in" | "elsewhere";

export const useMe = defineStore("ops-me", () => {
  const door = ref<Door>("waiting");
  const me = ref<Me | null>(null);
  /** Since when what is shown may be old (Unix ms by the hub's clock); null while it is live. */
  const stale = ref<number | null>(null);
  const { busy, problem, begin } = useDoing();

  const maySee = computed(() => me.value?.role === "operator" || me.value?.role === "auditor");

  /** Ask who I am, until the hub answers. */
  async function open(): Promise<void> {
    try {
      me.value = await taken(hub.GET("/api/me"));
      [door.value, stale.value] = ["in", null];
    } catch (thrown) {
      if (unread(thrown)) setTimeout(open, ASK_AGAIN_MS);
    }
  }

  /** Something could not be read. Whether to go on trying. */
  function unread(thrown: unknown): boolean {
    const went = problemOf(thrown);
    if (went.status === 401) {
      if (me.value !== null) problem.value = new Problem(401, "login_over", "");
      [me.value, stale.value, door.value] = [null, null, "login"];
      return false;
    }
    if (me.value === null && (went.status === 404 || went.status === 405)) {
      door.value = "elsewhere";
      return false;
    }
    stale.value ??= serverNow();
    return true;
  }

  const logIn = (person: string, password: string): Promise<boolean> =>
    begin("login", async () => {
      await taken(hub.POST("/api/login", { body: { person, password, screen: true } }));
      await open();
    });

  const logOut = (): Promise<boolean> =>
    begin("out", async () => {
      await taken(hub.DELETE("/api/login"));
      [me.value, door.value] = [null, "login"];
    });

  return { door, me, stale, busy, problem, begin, maySee, open, unread, logIn, logOut };
});
