// One live link as the desk sees it: what happens to it, and what is to be done then. Pure: time comes in with what
// happens. The device offers, the desk answers; a new peer connection of the same call is a new *epoch*.

import type { Kind, Offer, PeerState, Picture, Said } from "./words";

/** A picture older than this never looks live. */
export const STALE_MS = 3_000;
export const BEAT_EVERY_MS = 3_000;
/** So long without a picture, and another peer connection is asked for: it is to be back within five seconds. */
const AGAIN_AFTER_MS = 3_500;
const CONNECT_WITHIN_MS = 8_000;
/** So long no connection comes about, and single pictures are asked for meanwhile. */
const PICTURES_AFTER_MS = 4_000;
const OFFER_WITHIN_MS = 10_000;
const OPEN_AGAIN_MS = 3_000;
const AGAIN_WHILE_PICTURES_MS = 20_000;
/** Trying film on a way that was too narrow for it takes from the single pictures: less often. */
const AGAIN_WHILE_NARROW_MS = 45_000;
/** So long film comes without a pause, and the way has room for it again: the device knows sooner that it has not. */
const PROVEN_AFTER_MS = 8_000;
const PAUSE_MS = 1_200;
/** So many peer connections in a row come to nothing before single pictures are asked for. */
const TRIES = 2;

/**
 * `asking`: no offer yet; `connecting`: an answer is being made or was sent; `up`; `pictures`: single pictures come,
 * because nothing else does; `over`: ended for good, until somebody wants it again.
 */
export type Phase = "idle" | "asking" | "connecting" | "up" | "pictures" | "over";

export interface Call {
  case: string;
  kind: Kind;
  call: string | null;
  epoch: number;
  phase: Phase;
  /** Since when it is in this phase, or when it last asked for something (our clock, as all times here). */
  since: number;
  tries: number;
  peer: PeerState;
  /** When what is shown was taken, as far as is known; null while nothing is. */
  shownAt: number | null;
  frames: number;
  beat: number;
  beatAt: number;
  /** Whether words reach the hub. */
  line: boolean;
  /** The device's clock to ours: the least delay seen between taking a picture and having it. */
  offset: number | null;
  because: string | null;
  /** The device says that the way is too narrow for film: single pictures, until film has come for some time. */
  narrow: boolean;
  /** Film that comes meanwhile: since when without a pause, until when, and its last picture's number. */
  film: { since: number; until: number; frames: number } | null;
  /** Until when an offer is waited for. */
  patientUntil: number;
  /** What is to be asked for once there is a line. */
  owed: "open" | "again" | null;
}

export type Happening =
  | { is: "wanted" }
  | { is: "unwanted" }
  | { is: "line"; open: boolean }
  | { is: "opened"; call: string }
  | { is: "offer"; offer: Offer }
  | { is: "answered"; epoch: number; sdp: string }
  | { is: "peer"; epoch: number; state: PeerState }
  | { is: "frame"; epoch: number; frames: number }
  | { is: "picture"; picture: Picture }
  | { is: "beat"; epoch: number; starved: boolean }
  | { is: "ended"; call: string; epoch: number; because: string }
  | { is: "refused"; of: string; code: string; call: string | null }
  | { is: "tick" };

export type Effect =
  | { do: "say"; word: Said }
  | { do: "answer"; epoch: number; sdp: string; ice: RTCIceServer[] }
  | { do: "hang-up" }
  | { do: "show"; picture: Picture };

export type Step = [Call, Effect[]];

export const idle = (of: string, kind: Kind): Call => ({
  case: of, kind, call: null, epoch: 0, phase: "idle", since: 0, tries: 0, peer: "new", shownAt: null, frames: 0,
  beat: 0, beatAt: 0, line: false, offset: null, because: null, narrow: false, film: null, patientUntil: 0, owed: null,
});

/** How fresh the picture is: `live`, `stale` with its age, or `none` was ever there. */
export function freshness(call: Call, now: number): { is: "live" | "stale" | "none"; age: number } {
  if (call.shownAt === null) return { is: "none", age: 0 };
  const age = Math.max(0, now - call.shownAt);
  return { is: age > STALE_MS || call.phase === "over" ? "stale" : "live", age };
}

/** The call after what happened at `now`, and what is to be done. */
export function step(call: Call, happening: Happening, now: number): Step {
  switch (happening.is) {
    case "wanted":
      return call.phase === "idle" || call.phase === "over" ? ask({ ...idle(call.case, call.kind), line: call.line }, now) : [call, []];
    case "unwanted":
      return hangUp(call, "hung_up", now);
    case "line":
      return onLine({ ...call, line: happening.open }, now);
    case "opened":
      return call.phase === "asking" && call.call === null ? [{ ...call, call: happening.call }, []] : [call, []];
    case "offer":
      return offered(call, happening.offer, now);
    case "answered":
      return answered(call, happening.epoch, happening.sdp);
    case "peer":
      return happening.epoch === call.epoch ? peerIs(call, happening.state, now) : [call, []];
    case "frame":
      return happening.epoch === call.epoch && call.peer === "connected" ? shown(call, happening.frames, now) : [call, []];
    case "picture":
      return pictured(call, happening.picture, now);
    case "beat":
      return happening.epoch === call.epoch && happening.starved ? starved(call, now) : [call, []];
    case "ended":
      return happening.call === call.call && happening.epoch >= call.epoch ? ended(call, happening.because, now) : [call, []];
    case "refused":
      return refused(call, happening, now);
    case "tick":
      return tick(call, now);
  }
}

const say = (call: Call, word: (id: string) => Said): Effect[] =>
  call.call === null ? [] : [{ do: "say", word: word(call.call) }];

function ask(call: Call, now: number): Step {
  const asking: Call = { ...call, phase: "asking", since: now, patientUntil: now + OFFER_WITHIN_MS, call: null, epoch: 0, peer: "new", owed: null };
  if (!call.line) return [{ ...asking, owed: "open" }, []];
  return [asking, [{ do: "say", word: { say: "open", case: call.case, kind: call.kind, id: `${call.case} ${call.kind}` } }]];
}

function again(call: Call, now: number): Step {
  const waiting: Call = { ...call, since: now, owed: call.line ? null : "again" };
  return [waiting, call.line ? say(call, (id) => ({ say: "again", case: call.case, call: id })) : []];
}

function onLine(call: Call, now: number): Step {
  if (!call.line || call.owed === null) return [call, []];
  return call.owed === "open" ? ask(call, now) : again(call, now);
}

function offered(call: Call, offer: Offer, now: number): Step {
  const strange = offer.case !== call.case || offer.kind !== call.kind || (call.call !== null && offer.call !== call.call);
  if (strange || call.phase === "idle" || call.phase === "over" || offer.epoch <= call.epoch) return [call, []];
  const phase = call.phase === "pictures" ? "pictures" : "connecting";
  const connecting: Call = { ...call, call: offer.call, epoch: offer.epoch, phase, since: now, peer: "new", beat: 0, frames: 0, film: null, owed: null };
  return [connecting, [{ do: "hang-up" }, { do: "answer", epoch: offer.epoch, sdp: offer.sdp, ice: offer.ice }]];
}

function answered(call: Call, epoch: number, sdp: string): Step {
  if (epoch !== call.epoch) return [call, []];
  return [call, say(call, (id) => ({ say: "answer", case: call.case, call: id, epoch, sdp }))];
}

function peerIs(call: Call, state: PeerState, now: number): Step {
  const known: Call = { ...call, peer: state };
  if (state === "connected") return call.phase === "pictures" && call.narrow ? [{ ...known, since: now }, []] : toFilm(known, now);
  if (state === "failed" || state === "closed") return lost(known, now);
  return [known, []];
}

/** A peer connection came to nothing, or to an end: another one, and after some tries single pictures. */
function lost(call: Call, now: number): Step {
  if (call.phase !== "connecting" && call.phase !== "up") return [call, []];
  const tries = call.tries + 1;
  if (call.kind === "consultation" && tries > TRIES + 1) return hangUp(call, "unreachable", now);
  if (call.kind === "monitoring" && tries > TRIES) return toPictures({ ...call, tries }, now);
  const [asked, effects] = again({ ...call, tries, phase: "connecting" }, now);
  return [asked, effects];
}

function toPictures(call: Call, now: number): Step {
  const words = say(call, (id) => ({ say: "frames", case: call.case, call: id, wanted: true }));
  return [{ ...call, phase: "pictures", since: now, owed: null }, call.line ? words : []];
}

/** Film does not get through: it is hung up, since it would only crowd out the single pictures. */
function starved(call: Call, now: number): Step {
  const films = call.phase === "up" || call.phase === "connecting" || (call.phase === "pictures" && call.peer === "connected");
  if (call.kind !== "monitoring" || !films) return [call, []];
  const [after, words] = toPictures({ ...call, narrow: true, film: null, peer: "closed", tries: 0 }, now);
  return [after, [{ do: "hang-up" }, ...words]];
}

function toFilm(call: Call, now: number): Step {
  const done = call.phase === "pictures" ? say(call, (id) => ({ say: "frames", case: call.case, call: id, wanted: false })) : [];
  // Pictures were counted as frames: the film goes by its own number.
  return [{ ...call, phase: "up", since: now, frames: call.film?.frames ?? 0, narrow: false, film: null }, done];
}

/** Film comes beside single pictures: is it to be trusted? What is shown are the pictures, until then. */
function filmed(call: Call, frames: number, now: number): Step {
  const { film } = call;
  if (film !== null && frames <= film.frames) return [call, []];
  const goesOn = film !== null && now - film.until <= PAUSE_MS;
  const after: Call = { ...call, film: { since: goesOn ? film.since : now, until: now, frames } };
  return goesOn && now - film.since >= PROVEN_AFTER_MS ? toFilm({ ...after, shownAt: now }, now) : [after, []];
}

function shown(call: Call, frames: number, now: number): Step {
  if (call.phase === "pictures") return filmed(call, frames, now);
  if (frames <= call.frames) return [call, []];
  return [{ ...call, shownAt: now, frames, tries: 0, because: null }, []];
}

function pictured(call: Call, picture: Picture, now: number): Step {
  if (picture.call !== call.call || call.phase !== "pictures") return [call, []];
  // Two clocks that nobody compared: the quickest picture so far tells how they stand to each other at the most.
  const delay = now - picture.captured_at;
  const offset = call.offset === null ? delay : Math.min(call.offset, delay);
  const takenAt = picture.captured_at + offset;
  if (call.shownAt !== null && takenAt < call.shownAt) return [call, []];
  return [{ ...call, offset, shownAt: takenAt, frames: call.frames + 1 }, [{ do: "show", picture }]];
}

/** Ends that somebody meant; after any other a monitoring link is opened anew. */
const FOR_GOOD = ["hung_up", "replaced", "handed_over", "case_closed"];

function ended(call: Call, because: string, now: number): Step {
  const over: Call = { ...call, phase: "over", since: now, because, peer: "closed" };
  if (call.kind === "consultation" || FOR_GOOD.includes(because)) return [over, [{ do: "hang-up" }]];
  // A machine that has started anew is there: it is asked at once.
  const patientUntil = because === "page_gone" ? now : now + OPEN_AGAIN_MS;
  return [{ ...over, phase: "asking", call: null, epoch: 0, owed: null, patientUntil }, [{ do: "hang-up" }]];
}

function refused(call: Call, told: { of: string; code: string; call: string | null }, now: number): Step {
  if (told.call !== null && told.call !== call.call) return [call, []];
  if (["not_the_handler", "not_in_phase", "unknown_case"].includes(told.code)) return ended(call, "handed_over", now);
  if (told.code === "unknown_call") return ended(call, "page_gone", now);
  if (told.of === "answer" || told.of === "again") return lost(call, now);
  return [{ ...call, because: told.code, patientUntil: Math.min(call.patientUntil, now + OPEN_AGAIN_MS) }, []];
}

function hangUp(call: Call, because: string, now: number): Step {
  if (call.phase === "idle" || call.phase === "over") return [call, []];
  const words = call.line ? say(call, (id) => ({ say: "close", case: call.case, call: id })) : [];
  return [{ ...call, phase: "over", since: now, because, peer: "closed" }, [...words, { do: "hang-up" }]];
}

function tick(call: Call, now: number): Step {
  const [later, effects] = overdue(call, now);
  const beats = later.call !== null && later.line && later.epoch > 0 && later.phase !== "over" && later.phase !== "idle";
  if (!beats || now - later.beatAt < BEAT_EVERY_MS) return [later, effects];
  const { case: of, epoch, frames, peer: state } = later;
  const number = later.beat + 1;
  const word = say(later, (id) => ({ say: "beat", case: of, call: id, epoch, number, frames, state }));
  return [{ ...later, beat: number, beatAt: now }, [...effects, ...word]];
}

function overdue(call: Call, now: number): Step {
  const waited = now - call.since;
  switch (call.phase) {
    case "asking":
      return call.owed === null && now > call.patientUntil ? ask(call, now) : [call, []];
    case "connecting":
      if (call.owed !== null) return [call, []];
      if (call.kind === "consultation") return waited > CONNECT_WITHIN_MS ? lost(call, now) : [call, []];
      // Single pictures do until the connection comes about, which is not given up for them.
      return waited > PICTURES_AFTER_MS ? toPictures(call, now) : [call, []];
    case "up":
      return call.kind === "monitoring" && Math.min(waited, now - (call.shownAt ?? call.since)) > AGAIN_AFTER_MS ? lost(call, now) : [call, []];
    case "pictures":
      return waited > (call.narrow ? AGAIN_WHILE_NARROW_MS : AGAIN_WHILE_PICTURES_MS) ? again(call, now) : [call, []];
    default:
      return [call, []];
  }
}
