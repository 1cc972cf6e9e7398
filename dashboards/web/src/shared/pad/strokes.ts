// What is written on the pad, as the contract has it (device_profiles/contract/signature.py). Pure.

/** x and y in CSS px from the pad's top left; pressure 0 to 1; ms since the first touch. */
export type Sample = [x: number, y: number, pressure: number, ms: number];

export interface Signature {
  type: "signature";
  version: 1;
  width_px: number;
  height_px: number;
  line_px: number;
  strokes: Sample[][];
}

export const MOST_STROKES = 200;
export const MOST_POINTS = 20_000;
export const LONGEST_MS = 600_000;
/** Of a pad that knows no pressure. */
const UNKNOWN_PRESSURE = 0.5;
const LINE_AT = 0.75;

export interface Touch {
  x: number;
  y: number;
  pressure: number;
  /** By any clock, as long as it is one. */
  at: number;
  /** A mouse or a finger, whose pressure says nothing. */
  known: boolean;
}

export interface Pad {
  width: number;
  height: number;
  strokes: Sample[][];
  /** What was wiped away last, to be brought back. */
  wiped: Sample[][] | null;
  began: number | null;
}

export const emptyPad = (width: number, height: number): Pad => ({ width, height, strokes: [], wiped: null, began: null });

const points = (pad: Pad): number => pad.strokes.reduce((sum, stroke) => sum + stroke.length, 0);

/** Whether nothing more can be taken in. */
export const isFull = (pad: Pad): boolean => pad.strokes.length >= MOST_STROKES || points(pad) >= MOST_POINTS;

function sampleOf(pad: Pad, touch: Touch, began: number): Sample | null {
  const ms = Math.round(touch.at - began);
  if (ms > LONGEST_MS) return null;
  const held = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)) * 10) / 10;
  const last = pad.strokes.at(-1)?.at(-1)?.[3] ?? 0;
  const pressure = touch.known ? Math.min(1, Math.max(0, touch.pressure)) : UNKNOWN_PRESSURE;
  return [held(touch.x, pad.width), held(touch.y, pad.height), Math.round(pressure * 1000) / 1000, Math.max(last, ms, 0)];
}

/** A finger or pen comes down: a stroke begins, unless the pad is full. */
export function begin(pad: Pad, touch: Touch): Pad {
  if (isFull(pad)) return pad;
  const began = pad.began ?? touch.at;
  const sample = sampleOf(pad, touch, began);
  return sample ? { ...pad, began, wiped: null, strokes: [...pad.strokes, [sample]] } : pad;
}

/** It moves on. What comes after the bounds is not taken. */
export function goOn(pad: Pad, touches: readonly Touch[]): Pad {
  const stroke = pad.strokes.at(-1);
  if (!stroke || pad.began === null) return pad;
  const room = MOST_POINTS - points(pad);
  const added = [...stroke];
  for (const touch of touches.slice(0, Math.max(0, room))) {
    const sample = sampleOf({ ...pad, strokes: [added] }, touch, pad.began);
    if (sample) added.push(sample);
  }
  return { ...pad, strokes: [...pad.strokes.slice(0, -1), added] };
}

/** All is wiped away, and can be brought back until something new is written. */
export const wipe = (pad: Pad): Pad =>
  pad.strokes.length ? { ...emptyPad(pad.width, pad.height), wiped: pad.strokes } : pad;

export const bringBack = (pad: Pad): Pad =>
  pad.wiped && !pad.strokes.length ? { ...pad, strokes: pad.wiped, wiped: null, began: null } : pad;

export const linePx = (height: number): number => Math.round(height * LINE_AT);

/** The document that is kept; null while nothing was written. */
export function documentOf(pad: Pad): Signature | null {
  if (!pad.strokes.length) return null;
  return {
    type: "signature",
    version: 1,
    width_px: Math.round(pad.width),
    height_px: Math.round(pad.height),
    line_px: linePx(Math.round(pad.height)),
    strokes: pad.strokes,
  };
}
