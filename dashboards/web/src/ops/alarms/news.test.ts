import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, nextTick, type EffectScope } from "vue";

import { Socket } from "@/shared/fakes";
import { useMe } from "../me";
import type { Me } from "../types";
import { useAlarmNews } from "./news";

const latest = (): Socket => Socket.made.at(-1) as Socket;
const operator = { person: "chen", role: "operator", last_change: 7 } as Me;
let scope: EffectScope;
let read: number;

async function isIn(me: Me): Promise<void> {
  const mine = useMe();
  [mine.me, mine.door] = [me, "in"];
  await nextTick();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  setActivePinia(createPinia());
  [Socket.made, read] = [[], 0];
  scope = effectScope();
  scope.run(() => useAlarmNews(() => (read += 1)));
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("news of alarms", () => {
  it("has them read at once, and nothing else", async () => {
    expect(Socket.made).toEqual([]);
    await isIn(operator);
    latest().opens();
    expect(latest().sent).toEqual(['{"after":7}']);
    expect(read).toBe(0);
    latest().says({ number: 8, case: "north-1", change: "offered", at: 1 });
    expect(read).toBe(0);
    latest().says({ number: 9, case: "", change: "alarms", at: 1 });
    expect(read).toBe(1);
  });

  it("has them read when the feed is lost, once, and when it is back", async () => {
    await isIn(operator);
    latest().opens();
    latest().breaks();
    vi.advanceTimersByTime(1_000);
    expect(read).toBe(1);
    latest().breaks();
    expect(read).toBe(1);
    vi.advanceTimersByTime(5_000);
    latest().opens();
    expect(read).toBe(2);
  });

  it("follows nothing before the login, after it, or for who may not look", async () => {
    await isIn({ ...operator, role: "teller" });
    expect(Socket.made).toEqual([]);
    await isIn(operator);
    expect(Socket.made.length).toBe(1);
    latest().opens();
    useMe().door = "login";
    await nextTick();
    vi.advanceTimersByTime(60_000);
    expect(Socket.made.length).toBe(1);
  });
});
