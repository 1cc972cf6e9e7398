// How far back a page looks, as its address says; and how often it is worth asking again.

import { computed } from "vue";

import { place } from "../place";

export const SPANS = ["1h", "24h", "30d"] as const;
export type Span = (typeof SPANS)[number];

/** The span that is looked at. */
export const spanNow = computed<Span>(() => SPANS.find((each) => each === place.value.query.span) ?? "1h");

/** A part of a longer span takes longer to change. */
export const ASK_EVERY_MS: Record<Span, number> = { "1h": 10_000, "24h": 60_000, "30d": 300_000 };
