// How a captured material stands, in words; where its picture is. Pure.

import { isDrawn } from "@/shared/papers/drawn";
import type { Sheet } from "@/shared/viewer/sheets";
import { say } from "@/words";
import type { Capture, Record } from "./api";

export interface CaptureState {
  tone: "done" | "waiting" | "needs" | "unknown";
  words: string;
}

/** Whether the hub has it, it is on its way, or waits here: for the link, or for the case to be accepted. */
export function captureState(capture: Capture, online: boolean, accepted: boolean): CaptureState {
  if (capture.refusal) return { tone: "needs", words: say("paper.refused") };
  if (!capture.on_its_way) return { tone: "done", words: say("state.done") };
  if (!online) return { tone: "needs", words: say("state.needs-link") };
  if (!accepted) return { tone: "waiting", words: say("state.kept-here") };
  const share = capture.sent_bytes === null ? null : Math.floor((100 * capture.sent_bytes) / capture.material.size_bytes);
  return { tone: "waiting", words: share === null ? say("state.on-its-way") : say("state.sending", { share }) };
}

/** Where the agent gives the picture; its digest in the address, so that a new one is fetched anew. */
function address(base: string, record: Record, straightened: boolean): string {
  if (isDrawn(record.media_type)) return `${base}/drawn.svg?sha256=${record.sha256}`;
  return `${base}?${straightened ? "straightened=true&" : ""}sha256=${record.sha256}`;
}

export function sheetOf(base: string, record: Record, title: string, straightened = false): Sheet {
  return {
    key: straightened ? `${record.name} flat` : record.name,
    title,
    address: address(`${base}/materials/${record.name}`, record, straightened),
    mediaType: straightened ? "image/jpeg" : record.media_type,
    capturedAt: record.captured_at,
  };
}
