import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Socket } from "./fakes";
import { followFeed, type Change } from "./feed";

const change = (number: number): Change => ({ number, case: "north-1", change: "offered", at: 1 });
const latest = (): Socket => Socket.made.at(-1) as Socket;
let heard: (Change | null)[];
let lost: number[];
let refused: number;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  [Socket.made, heard, lost, refused] = [[], [], [], 0];
  end = followFeed(7, {
    heard: (told) => heard.push(told),
    lost: (since) => lost.push(since),
    refused: () => (refused += 1),
  });
  latest().opens();
});

afterEach(() => {
  end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the feed", () => {
  it("begins after what was seen, and hands on each change", () => {
    expect(latest().sent).toEqual(['{"after":7}']);
    latest().says(change(8));
    expect(heard).toEqual([null, change(8)]);
  });

  it("goes on after the last change when the wire was cut", () => {
    latest().says(change(8));
    latest().breaks();
    expect(lost.length).toBe(1);
    vi.advanceTimersByTime(1_000);
    latest().opens();
    expect(latest().sent).toEqual(['{"after":8}']);
  });

  it("tells the same beginning of the silence however often it tries", () => {
    latest().breaks();
    vi.advanceTimersByTime(60_000);
    expect(Socket.made.length).toBeGreaterThan(2);
    expect(new Set(lost).size).toBe(1);
  });

  it("does not trust a hub that falls silent", () => {
    vi.advanceTimersByTime(26_000);
    expect(lost.length).toBeGreaterThan(0);
  });

  it("opens anew at once when the device wakes, however long it would have waited", () => {
    vi.advanceTimersByTime(20_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(Socket.made.length).toBe(2);
    latest().opens();
    expect(lost).toEqual([]);
  });

  it("keeps a socket that has just been heard", () => {
    document.dispatchEvent(new Event("visibilitychange"));
    expect(Socket.made.length).toBe(1);
  });

  it("says that the login is over, and tries no more", () => {
    latest().breaks(4401);
    vi.advanceTimersByTime(60_000);
    expect([refused, Socket.made.length]).toEqual([1, 1]);
  });
});
