import { describe, expect, it } from "vitest";

import { areThose, endOf, piecesOf, type Manifest } from "./recording";

const stretch = (number: number, started_at: number, ended_at: number): Manifest["segments"][number] => ({
  number, started_at, ended_at, sha256: "", size_bytes: 1, frames: 1, previous: "", hash: "",
});

describe("a recording", () => {
  it("is a strip on which a gap is drawn as a gap", () => {
    const pieces = piecesOf({
      segments: [stretch(1, 1_000, 11_000), stretch(2, 16_000, 21_000)], gaps: [{ began_at: 11_000, ended_at: 16_000 }],
    });
    expect(pieces.map(({ is, from, share }) => [is, from, share])).toEqual([
      ["stretch", 0, 0.5], ["gap", 0.5, 0.25], ["stretch", 0.75, 0.25],
    ]);
    expect(piecesOf({ segments: [], gaps: [] })).toEqual([]);
  });

  it("has a gap at its end where the end is missing", () => {
    const [, gap] = piecesOf({ segments: [stretch(1, 0, 10_000)], gaps: [{ began_at: 10_000, ended_at: 20_000 }] });
    expect([gap?.from, gap?.share]).toEqual([0.5, 0.5]);
  });

  it("says once the case has ended whether its end is here, or why it is not", () => {
    const manifest: Manifest = {
      case: "a", segments: [], gaps: [], faults: [], closed: false, ended_at: null, made: null, missing: null, complete: true,
    };
    expect(endOf(manifest, false)).toBeNull();
    expect(endOf({ ...manifest, missing: "silent" }, true)?.tone).toBe("waiting");
    expect(endOf({ ...manifest, closed: true, missing: "link" }, true)?.tone).toBe("needs");
    expect(endOf({ ...manifest, closed: true }, true)?.tone).toBe("done");
  });

  it("is looked at only with its own bytes", async () => {
    const content = new TextEncoder().encode("abc").buffer as ArrayBuffer;
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await areThose(content, sha256)).toBe(true);
    expect(await areThose(new Uint8Array([1]).buffer, sha256)).toBe(false);
  });
});
