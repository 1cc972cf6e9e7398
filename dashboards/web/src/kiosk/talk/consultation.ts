// The kiosk's end of a consultation: the page offers, with the browser's own echo cancellation for the voice, and the
// agent's camera for the picture. It holds a connection only as long as the agent says that there is a call.

import { onScopeDispose, shallowRef, watch, type Ref } from "vue";

import { counter, taken } from "@/api/asking";
import type { components } from "@/api/counter";
import type { State } from "../api";
import { cameraStream } from "./camera";

type Call = State["calls"][number];
type LinkState = components["schemas"]["PageBeat"]["state"];

const BEAT_EVERY_MS = 3_000;
const LONGEST_GATHERING_MS = 2_000;

interface Link {
  call: string;
  epoch: number;
  connection: RTCPeerConnection;
  answered: boolean;
  close: () => void;
}

/** The consultation of this state, if there is one. */
export const consultationOf = (calls: readonly Call[]): Call | null =>
  calls.find((each) => each.kind === "consultation") ?? null;

async function voice(): Promise<MediaStream | null> {
  const audio = { echoCancellation: true, noiseSuppression: true };
  return navigator.mediaDevices.getUserMedia({ audio }).catch(() => null); // without a microphone one still sees
}

async function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === "complete") return;
  await new Promise<void>((done) => {
    setTimeout(done, LONGEST_GATHERING_MS);
    connection.onicegatheringstatechange = () => connection.iceGatheringState === "complete" && done();
  });
}

export function useConsultation(calls: () => readonly Call[]): { person: Ref<MediaStream | null>; hangUp: () => void } {
  const person = shallowRef<MediaStream | null>(null);
  let link: Link | null = null;

  function drop(): void {
    link?.close();
    [link, person.value] = [null, null];
  }

  async function begin(call: Call): Promise<void> {
    drop();
    const connection = new RTCPeerConnection({
      iceServers: call.ice.map((each) => ({
        urls: [...each.urls], ...(each.username ? { username: each.username, credential: each.credential ?? "" } : {}),
      })),
    });
    const camera = cameraStream();
    const mine: Link = {
      call: call.call, epoch: call.epoch, connection, answered: false,
      close: () => {
        camera.stop();
        for (const sender of connection.getSenders()) sender.track?.stop();
        connection.close();
      },
    };
    link = mine;
    connection.ontrack = ({ streams }) => (person.value = streams[0] ?? null);
    const heard = await voice();
    for (const stream of [camera.stream, heard]) {
      for (const track of stream?.getTracks() ?? []) connection.addTrack(track, camera.stream);
    }
    if (!heard) connection.addTransceiver("audio", { direction: "recvonly" });
    await connection.setLocalDescription(await connection.createOffer({ offerToReceiveVideo: true }));
    await gathered(connection);
    if (link !== mine) return mine.close();
    const body = { epoch: call.epoch, sdp: connection.localDescription?.sdp ?? "" };
    await taken(counter.POST("/api/calls/{call}/offer", { params: { path: { call: call.call } }, body }));
  }

  async function answer(call: Call, mine: Link): Promise<void> {
    mine.answered = true;
    const query = { epoch: call.epoch };
    const told = await taken(counter.GET("/api/calls/{call}/answer", { params: { path: { call: call.call }, query } }));
    await mine.connection.setRemoteDescription({ type: "answer", sdp: told.sdp });
  }

  async function follow(): Promise<void> {
    const call = consultationOf(calls());
    if (!call) return drop();
    const same = link !== null && link.call === call.call && link.epoch === call.epoch;
    if (call.phase === "offering" && !same) await begin(call);
    else if (call.phase === "up" && link && same && !link.answered) await answer(call, link);
  }
  watch(calls, () => void follow().catch(drop), { immediate: true });

  const timer = setInterval(() => {
    if (!link) return;
    const { call, epoch, connection } = link;
    const body = { epoch, frames: 0, state: connection.connectionState as LinkState };
    void counter.POST("/api/calls/{call}/beat", { params: { path: { call } }, body }).catch(() => undefined);
  }, BEAT_EVERY_MS);

  function hangUp(): void {
    const call = link?.call;
    drop();
    if (call) void counter.POST("/api/calls/{call}/hang-up", { params: { path: { call } } }).catch(() => undefined);
  }
  onScopeDispose(() => (clearInterval(timer), drop()));
  return { person, hangUp };
}
