import { describe, expect, it } from "vitest";

import { speak } from "@/words";
import { aBranch, aDevice, anAlarm, MINUTE, NOON } from "./fixtures";
import { branchInAWord, deviceInAWord, inOrderOfNeed, needOfBranch, needOfDevice, todoInWords } from "./need";

await speak("en");

describe("a branch", () => {
  it("is well when nothing is wrong and nobody waits", () => {
    expect(needOfBranch(aBranch(), NOON)).toEqual({ tone: "done", says: [] });
  });

  it("waits while a case is new, and needs somebody when it waits long", () => {
    const waiting = aBranch({ waiting: 1, waiting_since: NOON });
    expect(needOfBranch(waiting, NOON + MINUTE).tone).toBe("waiting");
    const late = needOfBranch(waiting, NOON + 6 * MINUTE);
    expect(late.tone).toBe("needs");
    expect(late.says[0]).toBe("Cases waiting: 1, the oldest for 6 min");
  });

  it("needs somebody at once when a case waits and no teller is there", () => {
    const empty = aBranch({ waiting: 1, waiting_since: NOON, people: { off_duty: 3, break: 1 } });
    expect(needOfBranch(empty, NOON).says).toContain("No teller on duty is at a counter");
    expect(needOfBranch(empty, NOON).tone).toBe("needs");
  });

  it("says first what is worst", () => {
    const both = aBranch({ online: 1, offline_since: NOON, troubles: 2 });
    expect(needOfBranch(both, NOON).says[0]).toBe("Peripherals in trouble: 2");
  });

  it("with an offline device alone is not known to be wrong", () => {
    expect(needOfBranch(aBranch({ online: 1 }), NOON).tone).toBe("unknown");
  });

  it("needs somebody while one of its devices has an alarm that nobody has seen", () => {
    const alarms = [anAlarm(), anAlarm({ alarm: "a2" }), anAlarm({ alarm: "a3", acknowledged_at: NOON })];
    expect(needOfBranch(aBranch(), NOON, alarms)).toEqual({ tone: "needs", says: ["Alarms that need somebody: 2"] });
    expect(needOfBranch(aBranch(), NOON, alarms.slice(2)).tone).toBe("done");
    const branches = [aBranch({ branch: "a-well" }), aBranch({ branch: "b-hot" })];
    const order = inOrderOfNeed(branches, NOON, ({ branch }) => (branch === "b-hot" ? alarms : []));
    expect(order.map(({ branch }) => branch)).toEqual(["b-hot", "a-well"]);
  });

  it("is not called partly offline when none of its devices is there", () => {
    const inAWord = (online: number): string => branchInAWord(aBranch({ online }), needOfBranch(aBranch({ online }), NOON));
    expect([inAWord(2), inAWord(1), inAWord(0)]).toEqual(["All well", "Partly offline", "All offline"]);
  });

  it("comes before those that need less, and before those that have waited less", () => {
    const branches = [
      aBranch({ branch: "b-well" }),
      aBranch({ branch: "c-short", waiting: 1, waiting_since: NOON + 2 * MINUTE }),
      aBranch({ branch: "a-well" }),
      aBranch({ branch: "d-long", waiting: 1, waiting_since: NOON - 9 * MINUTE }),
      aBranch({ branch: "e-longer", waiting: 1, waiting_since: NOON - 10 * MINUTE }),
    ];
    const order = inOrderOfNeed(branches, NOON + 3 * MINUTE).map(({ branch }) => branch);
    expect(order).toEqual(["e-longer", "d-long", "c-short", "a-well", "b-well"]);
  });
});

describe("a device", () => {
  const jammed = { peripheral: "printer", condition: "jammed", says: "Paper is stuck.", since: NOON };

  it("needs somebody when a peripheral is in trouble", () => {
    expect(needOfDevice(aDevice({ troubles: [jammed] }), NOON)).toEqual({
      tone: "needs",
      says: ["Printer: paper is stuck"],
    });
  });

  it("that is offline is not known, whatever it last said of its peripherals", () => {
    expect(needOfDevice(aDevice({ online: false, troubles: [jammed] }), NOON).tone).toBe("unknown");
  });

  it("that is online and does not confirm what it was sent needs somebody after a while", () => {
    const owing = aDevice({ unsettled_messages: 2, unsettled_since: NOON });
    expect(needOfDevice(owing, NOON + MINUTE).tone).toBe("done");
    expect(needOfDevice(owing, NOON + 2 * MINUTE).tone).toBe("needs");
  });

  it("needs somebody while an alarm that nobody has seen is open", () => {
    const seen = anAlarm({ acknowledged_at: NOON });
    expect(needOfDevice(aDevice(), NOON, [seen])).toEqual({ tone: "waiting", says: ["Too hot"] });
    expect(needOfDevice(aDevice(), NOON, [seen, anAlarm({ severity: "needs" })]).tone).toBe("needs");
  });

  it("that is online and tells nothing new is not known to be well", () => {
    const reading = { measured_at: NOON, interval_s: 10 };
    expect(needOfDevice(aDevice(), NOON + 30_000, [], reading).tone).toBe("done");
    expect(needOfDevice(aDevice(), NOON + 31_000, [], reading).tone).toBe("unknown");
  });

  it("is told in a word by what it needs, not by its link alone", () => {
    const inAWord = (online: boolean, alarms: Parameters<typeof needOfDevice>[2] = []): string =>
      deviceInAWord({ online }, needOfDevice(aDevice({ online }), NOON, alarms));
    expect([inAWord(true), inAWord(false), inAWord(true, [anAlarm()])]).toEqual(["All well", "Offline", "Needs somebody"]);
    expect(inAWord(true, [anAlarm({ acknowledged_at: NOON })])).toBe("Keep an eye on");
  });

  it("is helped in our words, or in its own when there are none", () => {
    expect(todoInWords(jammed)).toBe("Ask the branch to take the stuck paper out: Printer.");
    expect(todoInWords({ ...jammed, condition: "on_fire" })).toBe("Paper is stuck.");
  });
});
