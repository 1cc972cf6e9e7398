// Signatures from the pad, drawn: the strokes of the document as a picture of lines (device_profiles/contract/signature.py).

import { shallowReactive } from "vue";

interface Signature {
  width_px: number;
  height_px: number;
  line_px: number;
  strokes: [x: number, y: number, pressure: number, ms: number][][];
}

/** The strokes as an SVG document: a stroke is as wide as it was pressed. Pure. */
export function svgOf({ width_px, height_px, line_px, strokes }: Signature): string {
  const lines = strokes.map((stroke) => {
    const pressed = stroke.reduce((sum, [, , pressure]) => sum + pressure, 0) / stroke.length;
    const points = stroke.map(([x, y]) => `${Number(x)},${Number(y)}`).join(" ");
    const shape = stroke.length > 1 ? points : `${points} ${points}`; // a dot is a line to itself
    return `<polyline points="${shape}" stroke-width="${(1.5 + 3 * pressed).toFixed(1)}"/>`;
  });
  const [width, height, line] = [Number(width_px), Number(height_px), Number(line_px)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
    + `<rect width="100%" height="100%" fill="#fff"/><line x1="0" y1="${line}" x2="${width}" y2="${line}" stroke="#b8c4c5"/>`
    + `<g fill="none" stroke="#102a43" stroke-linecap="round" stroke-linejoin="round">${lines.join("")}</g></svg>`;
}

const drawings = shallowReactive(new Map<string, string | null>());

/** The picture of the signature at this address; null until it was fetched and drawn. */
export function drawn(address: string): string | null {
  if (!drawings.has(address)) {
    drawings.set(address, null);
    void draw(address);
  }
  return drawings.get(address) ?? null;
}

async function draw(address: string): Promise<void> {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const svg = svgOf((await answer.json()) as Signature);
    drawings.set(address, `data:image/svg+xml,${encodeURIComponent(svg)}`);
  } catch {
    drawings.delete(address); // it is tried again when it is looked at anew
  }
}

/** Nothing of a customer stays when the case is put away. */
export const forgetDrawings = (): void => drawings.clear();
