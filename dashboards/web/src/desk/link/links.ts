// The links of the desk: the customer's picture of the case that is looked at, and a conversation with them.
// What happens goes through the pure `step`; here its effects are carried out.

import { defineStore } from "pinia";
import { computed, reactive, ref, shallowReactive, shallowRef } from "vue";

import { ring } from "@/shared/staff/ringing";
import { idle, step, type Call, type Effect, type Happening } from "./call";
import { openLine, type Line } from "./line";
import { Peer } from "./peer";
import type { Heard, Kind, Picture } from "./words";

const TICK_MS = 500;

export const useLinks = defineStore("desk-links", () => {
  const calls = reactive<Record<Kind, Call>>({ monitoring: idle("", "monitoring"), consultation: idle("", "consultation") });
  const streams = shallowReactive<Record<Kind, MediaStream | null>>({ monitoring: null, consultation: null });
  /** The address of the newest single picture. */
  const picture = ref<string | null>(null);
  /** The cases whose customers want to talk. */
  const asking = ref<string[]>([]);
  const open = ref(false);
  /** My own microphone and camera, while I talk. */
  const own = shallowRef<MediaStream | null>(null);
  /** Why I cannot talk: the browser gave no microphone. */
  const mute = ref(false);
  const peers: Record<Kind, Peer | null> = { monitoring: null, consultation: null };
  let line: Line | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  const talks = computed(() => !["idle", "over"].includes(calls.consultation.phase));

  function happen(kind: Kind, happening: Happening): void {
    const [after, effects] = step(calls[kind], happening, Date.now());
    calls[kind] = after;
    effects.forEach((effect) => void carryOut(kind, effect));
  }

  async function carryOut(kind: Kind, effect: Effect): Promise<void> {
    switch (effect.do) {
      case "say":
        line?.say(effect.word);
        return;
      case "hang-up":
        peers[kind]?.close();
        peers[kind] = null;
        if (kind === "consultation" && calls[kind].phase === "over") stopTalking();
        return;
      case "show":
        if (picture.value) URL.revokeObjectURL(picture.value);
        picture.value = URL.createObjectURL(effect.picture.jpeg);
        return;
      case "answer":
        await answer(kind, effect.epoch, effect.sdp, effect.ice);
    }
  }

  async function answer(kind: Kind, epoch: number, sdp: string, ice: RTCIceServer[]): Promise<void> {
    const peer = new Peer(ice, {
      state: (state) => happen(kind, { is: "peer", epoch, state }),
      stream: (stream) => (streams[kind] = new MediaStream(stream.getTracks())),
    });
    peers[kind] = peer;
    try {
      const mine = kind === "consultation" ? own.value : null;
      happen(kind, { is: "answered", epoch, sdp: await peer.answer(sdp, mine) });
    } catch {
      happen(kind, { is: "peer", epoch, state: "failed" });
    }
  }

  function heard(word: Heard): void {
    if (word.say === "ready") return;
    if (word.say === "ask") {
      if (!asking.value.includes(word.case)) asking.value = [...asking.value, word.case];
      return ring();
    }
    for (const kind of ["monitoring", "consultation"] as const) {
      const call = calls[kind];
      if (word.case !== call.case) continue;
      if (word.say === "opened" && word.kind === kind) happen(kind, { is: "opened", call: word.call });
      else if (word.say === "offer" && word.kind === kind) happen(kind, { is: "offer", offer: word });
      else if (word.say === "beat" && word.call === call.call) happen(kind, { is: "beat", epoch: word.epoch, starved: word.starved });
      else if (word.say === "ended") happen(kind, { is: "ended", ...word });
      else if (word.say === "refused" && concerns(word, call)) happen(kind, { is: "refused", ...word });
    }
  }

  const concerns = (word: Heard & { say: "refused" }, call: Call): boolean =>
    word.re === `${call.case} ${call.kind}` || (word.call !== null && word.call === call.call);

  function pictured(taken: Picture): void {
    if (taken.case === calls.monitoring.case) happen("monitoring", { is: "picture", picture: taken });
  }

  /** A picture of the link was drawn on the page. */
  function drawn(kind: Kind): void {
    const peer = peers[kind];
    if (!peer) return;
    peer.drawn();
    happen(kind, { is: "frame", epoch: calls[kind].epoch, frames: peer.frames });
  }

  async function tick(): Promise<void> {
    for (const kind of ["monitoring", "consultation"] as const) {
      const peer = peers[kind];
      const epoch = calls[kind].epoch;
      if (peer) happen(kind, { is: "frame", epoch, frames: await peer.count().catch(() => 0) });
      happen(kind, { is: "tick" });
    }
  }

  /** Sit down at the desk. `refused`: the login is over. */
  function sit(refused: () => void, seated: () => void): void {
    if (line) return;
    line = openLine({
      heard,
      pictured,
      open: (isOpen) => {
        open.value = isOpen;
        happen("monitoring", { is: "line", open: isOpen });
        happen("consultation", { is: "line", open: isOpen });
        if (isOpen) seated();
      },
      refused,
    });
    timer = setInterval(() => void tick(), TICK_MS);
  }

  function leave(): void {
    watchCustomer(null);
    line?.end();
    clearInterval(timer);
    [line, open.value, asking.value] = [null, false, []];
  }

  /** See the customer of this case, and of no other; null: of none. */
  function watchCustomer(of: string | null): void {
    if (calls.monitoring.case === (of ?? "")) return;
    for (const kind of ["monitoring", "consultation"] as const) {
      happen(kind, { is: "unwanted" });
      calls[kind] = { ...idle(of ?? "", kind), line: open.value };
      streams[kind] = null;
    }
    if (picture.value) URL.revokeObjectURL(picture.value);
    picture.value = null;
    if (of !== null) happen("monitoring", { is: "wanted" });
  }

  const lookAgain = (): void => happen("monitoring", { is: "wanted" });

  /** Talk to the customer of the case that is looked at. */
  async function talk(): Promise<void> {
    mute.value = false;
    own.value ??= await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
      .catch(() => navigator.mediaDevices.getUserMedia({ audio: true }))
      .catch(() => null);
    if (own.value === null) {
      mute.value = true;
      return;
    }
    asking.value = asking.value.filter((each) => each !== calls.consultation.case);
    happen("consultation", { is: "wanted" });
  }

  function hangUp(): void {
    happen("consultation", { is: "unwanted" });
    stopTalking();
  }

  function stopTalking(): void {
    own.value?.getTracks().forEach((track) => track.stop());
    [own.value, streams.consultation] = [null, null];
  }

  const notNow = (of: string): void => {
    asking.value = asking.value.filter((each) => each !== of);
  };

  return { calls, streams, picture, asking, open, own, mute, talks, sit, leave, watchCustomer, lookAgain, talk, hangUp, notNow, drawn };
});
