// One peer connection of a link: answers the device's offer, shows what comes, and counts the pictures.

import type { PeerState } from "./words";

/** All candidates go into the answer (no trickling), but a network that is silent is not waited for. */
const GATHER_WITHIN_MS = 2_000;

export interface Watch {
  state: (state: PeerState) => void;
  stream: (stream: MediaStream) => void;
}

export class Peer {
  /** Pictures that came so far. */
  frames = 0;
  private decoded = 0;
  private readonly connection: RTCPeerConnection;

  constructor(ice: RTCIceServer[], watch: Watch) {
    this.connection = new RTCPeerConnection({ iceServers: ice });
    const stream = new MediaStream();
    this.connection.ontrack = ({ track }) => {
      stream.addTrack(track);
      watch.stream(stream);
    };
    this.connection.onconnectionstatechange = () => watch.state(this.connection.connectionState);
  }

  /** The answer to the offer, with what is sent in return. Throws when the offer cannot be used. */
  async answer(sdp: string, own: MediaStream | null): Promise<string> {
    await this.connection.setRemoteDescription({ type: "offer", sdp });
    own?.getTracks().forEach((track) => this.connection.addTrack(track, own));
    await this.connection.setLocalDescription(await this.connection.createAnswer());
    await this.gathered();
    return this.connection.localDescription?.sdp ?? "";
  }

  /** A picture was drawn. */
  drawn(): void {
    this.frames += 1;
  }

  /** Ask the connection itself: a page that is covered draws nothing, and yet the pictures come. */
  async count(): Promise<number> {
    const report = await this.connection.getStats();
    let decoded = this.decoded;
    report.forEach((each: { type: string; kind?: string; framesDecoded?: number }) => {
      if (each.type === "inbound-rtp" && each.kind === "video") decoded = Math.max(decoded, each.framesDecoded ?? 0);
    });
    this.frames = Math.max(this.frames, decoded);
    this.decoded = decoded;
    return this.frames;
  }

  close(): void {
    this.connection.ontrack = null;
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  private async gathered(): Promise<void> {
    if (this.connection.iceGatheringState === "complete") return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, GATHER_WITHIN_MS);
      this.connection.addEventListener("icegatheringstatechange", () => {
        if (this.connection.iceGatheringState !== "complete") return;
        clearTimeout(timer);
        done();
      });
    });
  }
}
