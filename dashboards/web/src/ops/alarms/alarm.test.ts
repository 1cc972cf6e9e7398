import { describe, expect, it } from "vitest";

import { speak } from "@/words";
import { anAlarm, MINUTE, NOON } from "../fixtures";
import type { Alarm } from "../types";
import { alarmInWords, byImpact, byUrgency, openFor, placeBefore, steady, toneOf } from "./alarm";

await speak("en");

describe("an alarm", () => {
  it("says what was measured, and where the limit is", () => {
    expect(alarmInWords(anAlarm({ value: 84.23, limit: 80, unit: "°C" }))).toBe("Too hot: 84.2 °C (limit 80 °C)");
    expect(alarmInWords(anAlarm({ value: 7, unit: "1" }))).toBe("Too hot: 7");
    expect(alarmInWords(anAlarm())).toBe("Too hot");
  });

  it("says times as people do, and no limit where there should be none", () => {
    expect(alarmInWords(anAlarm({ value: -428.5, limit: 60, unit: "s" }))).toBe("Too hot: −7 min (limit 1 min)");
    expect(alarmInWords(anAlarm({ value: 59.6, limit: 30, unit: "s" }))).toBe("Too hot: 1 min (limit 30 s)");
    expect(alarmInWords(anAlarm({ value: 1, limit: 0, unit: "1" }))).toBe("Too hot: 1");
  });

  it("is red until somebody says that they have seen it", () => {
    expect(toneOf(anAlarm())).toBe("needs");
    expect(toneOf(anAlarm({ acknowledged_at: NOON }))).toBe("waiting");
    expect(toneOf(anAlarm({ severity: "watch" }))).toBe("waiting");
    expect(toneOf(anAlarm({ cleared_at: NOON }))).toBe("done");
  });

  it("lasts until it clears, else until now", () => {
    expect(openFor(anAlarm(), NOON + MINUTE)).toBe(MINUTE);
    expect(openFor(anAlarm({ cleared_at: NOON + 2 * MINUTE }), NOON + 9 * MINUTE)).toBe(2 * MINUTE);
  });
});

describe("what is drawn of alarms", () => {
  it("is the same thing until something in it changes", () => {
    const before = [anAlarm()];
    expect(steady([anAlarm()], before)).toBe(before);
    expect(steady([anAlarm({ acknowledged_at: NOON })], before)).not.toBe(before);
    expect(steady(before, undefined)).toBe(before);
  });
});

describe("the order of alarms", () => {
  it("is by what they ask, then by who has seen them, then by age", () => {
    const alarms = [
      anAlarm({ alarm: "watch", severity: "watch", raised_at: NOON - 9 * MINUTE }),
      anAlarm({ alarm: "seen", acknowledged_at: NOON, raised_at: NOON - 8 * MINUTE }),
      anAlarm({ alarm: "new" }),
      anAlarm({ alarm: "old", raised_at: NOON - MINUTE }),
    ];
    expect(alarms.sort(byUrgency).map((each) => each.alarm)).toEqual(["old", "new", "seen", "watch"]);
  });

  it("of branches is by how many customers wait where a device needs somebody", () => {
    const at = (branch: string, customers_waiting: number, ...alarms: Alarm[]) => ({ branch, customers_waiting, alarms });
    const sorted = byImpact([
      at("north/watched", 9, anAlarm({ severity: "watch" })),
      at("north/quiet", 0, anAlarm()),
      at("north/busy", 3, anAlarm({ severity: "watch" }), anAlarm()),
      at("north/broken", 0, anAlarm(), anAlarm()),
    ]);
    expect(sorted.map((each) => each.branch)).toEqual(["north/busy", "north/broken", "north/quiet", "north/watched"]);
    expect(sorted[0]?.alarms[0]?.severity).toBe("needs");
  });
});

describe("the history of alarms", () => {
  it("goes back from the end of a day, where the person is", () => {
    const midnight = new Date(2026, 10, 23).getTime();
    expect(placeBefore("2026-11-22")).toBe(`${midnight}/0`);
    expect([placeBefore(undefined), placeBefore("soon")]).toEqual([undefined, undefined]);
  });
});
