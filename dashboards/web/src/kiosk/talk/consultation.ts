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

  /** What came to nothing is dropped, unless something else has begun meanwhile. */
  async function tried(mine: Link, work: Promise<void>): Promise<void> {
    await work.catch(() => {
      if (link === mine) drop();
    });
  }

  /** Offers a connection of the call's epoch. */
  function begin(call: Call): Promise<void> {
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
    connection.ontrack = ({ streams }) => {
      if (link === mine) person.value = streams[0] ?? null;
    };
    return tried(mine, offer(mine, camera.stream));
  }

  async function offer(mine: Link, camera: MediaStream): Promise<void> {
    const { call, epoch, connection } = mine;
    const heard = await voice();
    if (link !== mine) return heard?.getTracks().forEach((track) => track.stop());
    for (const track of [...camera.getTracks(), ...(heard?.getTracks() ?? [])]) connection.addTrack(track, camera);
    if (!heard) connection.addTransceiver("audio", { direction: "recvonly" });
    await connection.setLocalDescription(await connection.createOffer({ offerToReceiveVideo: true }));
    await gathered(connection);
    if (link !== mine) return mine.close();
    const body = { epoch, sdp: connection.localDescription?.sdp ?? "" };
    await taken(counter.POST("/api/calls/{call}/offer", { params: { path: { call } }, body }));
  }

  async function answer(mine: Link): Promise<void> {
    mine.answered = true;
    const { call, epoch } = mine;
    const told = await taken(counter.GET("/api/calls/{call}/answer", { params: { path: { call }, query: { epoch } } }));
    await mine.connection.setRemoteDescription({ type: "answer", sdp: told.sdp });
  }

  /** There is a call of which this page has nothing: it was loaded anew. The next epoch is asked for. */
  async function again({ call, epoch }: Call): Promise<void> {
    drop();
    await counter.POST("/api/calls/{call}/again", { params: { path: { call } }, body: { epoch } }).catch(() => undefined);
  }

  async function follow(): Promise<void> {
    const call = consultationOf(calls());
    if (!call) return drop();
    const same = link !== null && link.call === call.call && link.epoch === call.epoch;
    if (call.phase === "offering" && !same) await begin(call);
    else if (call.phase === "up" && link && same && !link.answered) await tried(link, answer(link));
    else if ((call.phase === "up" || call.phase === "offered") && !same) await again(call);
  }
  watch(calls, () => void follow(), { immediate: true });

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
