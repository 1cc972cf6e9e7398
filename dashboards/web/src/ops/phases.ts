// Phases, results, people's states and roles in words; what is not known is shown as it came.

import { knows, say, type WordKey } from "@/words";
import type { PersonState, Tone } from "./types";

export const PHASES = [
  "routing",
  "awaiting_manager",
  "offered",
  "waiting",
  "collecting",
  "reviewing",
  "confirming",
  "fulfilling",
  "closed",
] as const;
export const RESULTS = ["succeeded", "failed", "cancelled", "expired"] as const;

const known = (key: string, otherwise: string): string => (knows(key) ? say(key) : otherwise);

export const phaseInWords = (phase: string): string => known(`ops.phase.${phase}`, phase);
export const resultInWords = (result: string): string => known(`news.${result}`, result);
export const stateInWords = (state: PersonState): string => say(`ops.person.${state}` as WordKey);
export const peripheralInWords = (name: string): string => known(`peripheral.${name}`, name);
export const refusalInWords = (code: string): string => known(`ops.refused.${code}`, code);
export const findingInWords = (kind: string): string => known(`ops.finding.${kind}`, kind);

/** The order in which people's states are shown: who can take a case, and who cannot. */
export const STATES: readonly PersonState[] = [
  "idle",
  "busy",
  "wrapping_up",
  "unresponsive",
  "offline",
  "elsewhere",
  "break",
  "off_duty",
];

export const TONE_OF_STATE: Record<PersonState, Tone> = {
  idle: "done",
  busy: "waiting",
  wrapping_up: "waiting",
  unresponsive: "needs",
  offline: "unknown",
  elsewhere: "unknown",
  break: "unknown",
  off_duty: "unknown",
};

export const TONE_OF_RESULT: Record<string, Tone> = {
  succeeded: "done",
  failed: "needs",
  cancelled: "unknown",
  expired: "waiting",
};
