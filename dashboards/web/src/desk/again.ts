// What a customer can be asked for again, and the sentences that say why. They are read by the customer. Pure.

import type { Procedure, View } from "@/shared/staff/types";
import type { Prepared } from "@/shared/reasons";

export const APPLICATION = "application";

const OF: readonly (readonly [RegExp, readonly Prepared[]])[] = [
  [/^application$/, ["desk.again.field", "desk.again.phone"]],
  [/photo/, ["desk.again.face", "desk.again.dark", "desk.again.blurred"]],
  [/^id-card/, ["desk.again.dark", "desk.again.blurred", "desk.again.glare", "desk.again.cut-off", "desk.again.other"]],
  [/form/, ["desk.again.unsigned", "desk.again.cut-off", "desk.again.dark"]],
  [/signature/, ["desk.again.signature"]],
];
const OF_ANY: readonly Prepared[] = ["desk.again.dark", "desk.again.blurred", "desk.again.cut-off"];

/** What is there and may be wanted anew, this round's first; the application where it follows later. */
export function itemsOf(view: View, procedure: Procedure | undefined): string[] {
  const names = view.materials.map((material) => material.name);
  const stage = (name: string): string => procedure?.materials[name]?.stage ?? "collect";
  const now = view.round > 0 ? "sign" : "collect";
  names.sort((one, other) => Number(stage(other) === now) - Number(stage(one) === now));
  // Before the first review was passed the application may still change.
  return procedure?.application_later && view.round === 0 ? [APPLICATION, ...names] : names;
}

/** The sentences that fit what is wanted again, each once; and that the picture of them was interrupted. */
export function sentencesFor(items: readonly string[]): Prepared[] {
  const fitting = items.flatMap((item) => OF.find(([name]) => name.test(item))?.[1] ?? OF_ANY);
  return [...new Set<Prepared>([...fitting, "desk.again.interrupted"])];
}
