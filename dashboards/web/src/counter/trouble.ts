// The peripherals that are not as they should be, in words. Pure.

import { say, knows } from "@/words";
import type { Peripheral } from "./api";

export interface Trouble {
  key: string;
  tone: "waiting" | "needs";
  words: string;
  says: string;
}

/** What the screen calls a peripheral; a second scanner is `scanner-2`. */
export function peripheralName(peripheral: string): string {
  const [, stem = peripheral, number = ""] = /^(.*?)-?([0-9]*)$/.exec(peripheral) ?? [];
  const key = `peripheral.${stem}`;
  return (knows(key) ? say(key) : stem) + (number ? ` ${number}` : "");
}

export const troubles = (peripherals: readonly Peripheral[]): Trouble[] =>
  peripherals
    .flatMap(({ peripheral, condition, says }): Trouble[] => {
      if (condition === "ready") return [];
      const tone = condition === "busy" || condition === "slow" ? "waiting" : "needs";
      return [{ key: peripheral, tone, words: say(`condition.${condition}`, { name: peripheralName(peripheral) }), says }];
    });
