// The desk's WebSocket to the hub: while it is open, the person sits at their desk. It opens again by itself.

import { pictureIn, type Heard, type Picture, type Said } from "./words";

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 4_000; // a customer stands before the camera
const NOT_LOGGED_IN = 4401;
const NOT_GRANTED = 4405;

export interface Listener {
  heard: (word: Heard) => void;
  pictured: (picture: Picture) => void;
  /** Whether words reach the hub. */
  open: (isOpen: boolean) => void;
  /** The login is over, or the person is no reviewer: it is not tried again. */
  refused: () => void;
}

export interface Line {
  /** Whether it went out. */
  say: (word: Said) => boolean;
  end: () => void;
}

/** Keep a line to the hub until it is ended. */
export function openLine(listener: Listener): Line {
  let socket: WebSocket | null = null;
  let ready = false;
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(timer);
    const address = new URL("/api/desk", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const opened = (socket = new WebSocket(address));
    opened.binaryType = "arraybuffer";
    opened.onopen = () => opened.send("{}");
    opened.onmessage = ({ data }) => opened === socket && take(data as string | ArrayBuffer);
    opened.onclose = ({ code }) => opened === socket && closed(code);
  }

  function take(data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      const picture = pictureIn(data);
      if (picture) listener.pictured(picture);
      return;
    }
    const word = JSON.parse(data) as Heard;
    if (word.say === "ready") {
      [ready, wait] = [true, FIRST_WAIT_MS];
      listener.open(true);
    }
    listener.heard(word);
  }

  function closed(code: number): void {
    const was = ready;
    [socket, ready] = [null, false];
    if (was) listener.open(false);
    if (code === NOT_LOGGED_IN || code === NOT_GRANTED) {
      end();
      return listener.refused();
    }
    timer = setTimeout(connect, wait * (0.5 + Math.random()));
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  }

  /** The network is back: do not wait. */
  function soon(): void {
    if (socket !== null) return;
    wait = FIRST_WAIT_MS;
    connect();
  }

  function end(): void {
    clearTimeout(timer);
    removeEventListener("online", soon);
    const held = socket;
    [socket, ready] = [null, false];
    held?.close();
  }

  addEventListener("online", soon);
  connect();
  return {
    say: (word) => {
      if (!ready || socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(word));
      return true;
    },
    end,
  };
}
