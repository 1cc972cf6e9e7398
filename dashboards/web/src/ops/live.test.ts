import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, ref, type EffectScope } from "vue";

import { useLive, type Live } from "./live";
import { useMe } from "./me";

type Given = { data?: number[]; error?: unknown; response: Response };
const well = (data: number[], tag = '"1"'): Given => ({ data, response: new Response("", { headers: { ETag: tag } }) });
const says = (status: number): Given => ({ error: {}, response: new Response(null, { status }) });

let scope: EffectScope;
const asked: Record<string, string>[] = [];

/** A list whose hub gives these answers, one after another; an Error is no answer. */
function following(answers: (Given | Error)[], about?: () => unknown): Live<number[]> {
  const ask = async (headers: Record<string, string>): Promise<Given> => {
    asked.push(headers);
    const next = answers.length > 1 ? answers.shift() : answers[0];
    if (next instanceof Error) throw next;
    return next as Given;
  };
  return scope.run(() => useLive(ask, about)) as Live<number[]>;
}

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  scope = effectScope();
  asked.length = 0;
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

describe("a list that updates by itself", () => {
  it("is asked again and again, with the tag of what is known", async () => {
    const live = following([well([1]), well([2], '"2"')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(live.content.value).toEqual([1]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(live.content.value).toEqual([2]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked).toEqual([{}, { "If-None-Match": '"1"' }, { "If-None-Match": '"2"' }]);
  });

  it("stays the same thing when nothing has changed", async () => {
    const live = following([well([1]), says(304)]);
    await vi.advanceTimersByTimeAsync(0);
    const known = live.content.value;
    await vi.advanceTimersByTimeAsync(4_000);
    expect(live.content.value).toBe(known);
    expect(useMe().stale).toBeNull();
  });

  it("keeps what it has when the hub does not answer, says since when, and catches up", async () => {
    const live = following([well([1]), new TypeError("no link"), says(503), well([2])]);
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(4_000);
    const since = useMe().stale;
    expect(since).not.toBeNull();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(useMe().stale).toBe(since);
    expect(live.content.value).toEqual([1]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect([live.content.value, useMe().stale]).toEqual([[2], null]);
  });

  it("says what the hub said no to, and goes on asking", async () => {
    const live = following([says(404), well([1])]);
    await vi.advanceTimersByTimeAsync(0);
    expect(live.refused.value?.status).toBe(404);
    await vi.advanceTimersByTimeAsync(4_000);
    expect([live.refused.value, live.content.value]).toEqual([null, [1]]);
  });

  it("says that the store of telemetry is down, and is not stale for it: all else is as the hub knows it", async () => {
    const down = { error: { code: "telemetry_unavailable" }, response: new Response(null, { status: 503 }) };
    const live = following([well([1]), down]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect([live.refused.value?.code, useMe().stale]).toEqual(["telemetry_unavailable", null]);
  });

  it("asks for the login when it is over, and asks nothing more", async () => {
    following([says(401)]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(useMe().door).toBe("login");
    expect(asked).toHaveLength(1);
  });

  it("goes on with the next login", async () => {
    const live = following([says(401), well([1])]);
    await vi.advanceTimersByTimeAsync(0);
    useMe().door = "in";
    await vi.advanceTimersByTimeAsync(0);
    expect(live.content.value).toEqual([1]);
  });

  it("forgets the old answer at once when something else is asked", async () => {
    const about = ref(1);
    const live = following([well([1]), well([2])], () => about.value);
    await vi.advanceTimersByTimeAsync(0);
    about.value = 2;
    await vi.advanceTimersByTimeAsync(0);
    expect(live.content.value).toEqual([2]);
    expect(asked[1]).toEqual({});
  });

  it("asks no more when its page is left", async () => {
    following([well([1])]);
    await vi.advanceTimersByTimeAsync(0);
    scope.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
  });
});
