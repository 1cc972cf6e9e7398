// The person who holds the handset: their login, their place in the roster, and whether what is shown is fresh.

import { defineStore } from "pinia";
import { computed, ref } from "vue";

import { hub, taken } from "@/api/asking";
import { Problem, problemOf } from "@/api/problem";
import { useDoing } from "@/shared/doing";
import { serverNow } from "@/shared/clock";
import { STAFF_ROLES, type Me } from "./types";

/** Where the page is: before the hub has answered once, without a login, in; or served by something else. */
export type Door = "waiting" | "login" | "in" | "elsewhere";

export const useMe = defineStore("me", () => {
  const door = ref<Door>("waiting");
  const me = ref<Me | null>(null);
  /** Since when what is shown may be old (Unix ms by the hub's clock); null while it is live. */
  const stale = ref<number | null>(null);
  const { busy, problem, begin } = useDoing();

  const isStaff = computed(() => me.value !== null && STAFF_ROLES.includes(me.value.role));

  /** Where I stand, as it was read together with all that the page shows of it. */
  function stand(found: Me): void {
    [me.value, door.value] = [found, "in"];
  }

  /** Something could not be read. Whether the page goes on trying. */
  function unread(thrown: unknown): boolean {
    const went = problemOf(thrown);
    if (went.status === 401) {
      loginOver();
      return false;
    }
    if (me.value === null && (went.status === 404 || went.status === 405)) {
      door.value = "elsewhere";
      return false;
    }
    stale.value ??= serverNow();
    return true;
  }

  function loginOver(): void {
    if (me.value !== null) problem.value = new Problem(401, "login_over", "");
    forget();
  }

  function forget(): void {
    [me.value, stale.value, door.value] = [null, null, "login"];
  }

  const logIn = (person: string, password: string): Promise<boolean> =>
    begin("login", async () => {
      await taken(hub.POST("/api/login", { body: { person, password, screen: true } }));
      door.value = "waiting"; // for what is asked of me: nothing is shown before that is known
    });

  const logOut = (): Promise<boolean> =>
    begin("out", async () => {
      await taken(hub.DELETE("/api/login"));
      forget();
    });

  const changePassword = (old: string, fresh: string): Promise<boolean> =>
    begin("password", async () => {
      await taken(hub.PUT("/api/me/password", { body: { old, new: fresh } }));
    });

  /** Begin duty, or end it. Beginning it again says: I am here. */
  const setDuty = (on_duty: boolean): Promise<boolean> =>
    begin("duty", async () => {
      me.value = await taken(hub.PUT("/api/me/duty", { body: { on_duty } }));
    });

  const setBreak = (on_break: boolean): Promise<boolean> =>
    begin("break", async () => {
      me.value = await taken(hub.PUT("/api/me/break", { body: { on_break } }));
    });

  /** Sign in at the counter that shows this code; duty begins with it. */
  const signIn = (code: string): Promise<boolean> =>
    begin("code", async () => {
      if (!me.value?.on_duty) me.value = await taken(hub.PUT("/api/me/duty", { body: { on_duty: true } }));
      me.value = await taken(hub.POST("/api/me/counter", { body: { code } }));
    });

  const leave = (): Promise<boolean> =>
    begin("leave", async () => {
      me.value = await taken(hub.DELETE("/api/me/counter"));
    });

  return {
    door, me, stale, busy, problem, isStaff,
    begin, stand, unread, loginOver, logIn, logOut, changePassword, setDuty, setBreak, signIn, leave,
  };
});
