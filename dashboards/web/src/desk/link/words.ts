// What the desk and the hub say to each other about live links, as hub/web/desk_words.py has it. Pure.

export type Kind = "monitoring" | "consultation";
export type PeerState = "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed";

export type Said =
  | { say: "open"; case: string; kind: Kind; id: string }
  | { say: "answer"; case: string; call: string; epoch: number; sdp: string }
  | { say: "again"; case: string; call: string }
  | { say: "beat"; case: string; call: string; epoch: number; number: number; frames: number; state: PeerState }
  | { say: "frames"; case: string; call: string; wanted: boolean }
  | { say: "close"; case: string; call: string };

export interface Offer {
  say: "offer";
  case: string;
  call: string;
  epoch: number;
  kind: Kind;
  sdp: string;
  ice: RTCIceServer[];
  answer_within_s: number;
}

export type Heard =
  | { say: "ready"; person: string }
  | { say: "opened"; case: string; call: string; kind: Kind }
  | Offer
  | { say: "beat"; case: string; call: string; epoch: number; number: number; frames: number; state: PeerState; starved: boolean }
  | { say: "ask"; case: string }
  | { say: "ended"; case: string; call: string; epoch: number; because: string }
  | { say: "refused"; of: string; code: string; says: string; case: string | null; call: string | null; re: string | null };

/** A single picture: of which call, when it was taken by the device's clock and when it came by the hub's. */
export interface Picture {
  case: string;
  call: string;
  epoch: number;
  number: number;
  captured_at: number;
  received_at: number;
  jpeg: Blob;
}

/** The picture in a binary message: two bytes with the header's length, the header as JSON, the JPEG file. */
export function pictureIn(message: ArrayBuffer): Picture | null {
  if (message.byteLength < 2) return null;
  const length = new DataView(message).getUint16(0);
  if (message.byteLength < 2 + length) return null;
  try {
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(message, 2, length))) as Omit<Picture, "jpeg">;
    return { ...header, jpeg: new Blob([message.slice(2 + length)], { type: "image/jpeg" }) };
  } catch {
    return null;
  }
}
