// Follows what changed for the person over the hub's WebSocket; after a break it goes on where it was.

import { serverNow } from "./clock";

const SILENT_MS = 25_000; // the hub speaks every 10 s, and whoever wakes must not trust an older word
const DOUBTFUL_MS = 12_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const NOT_LOGGED_IN = 4401;

/** Something to fetch anew: what happened to a case, as far as it concerns the person. */
export interface Change {
  number: number;
  case: string;
  change: string;
  at: number;
}

export interface Listener {
  /** A change; or null: the hub is heard, and how things stand should be read. */
  heard: (change: Change | null) => void;
  /** Since then (Unix ms by the hub's clock) nothing is heard. */
  lost: (since: number) => void;
  /** The login is over; nothing is followed any more. */
  refused: () => void;
}

/** Follow from change `after` on; the answer ends it. Goes on at once when the device wakes or is online again. */
export function followFeed(after: number, listener: Listener): () => void {
  let last = after;
  let socket: WebSocket | null = null;
  let heardAt = 0;
  let since: number | null = null;
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(timer);
    const address = new URL("/api/feed", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const opened = (socket = new WebSocket(address));
    timer = setTimeout(() => lose(opened), SILENT_MS);
    opened.onopen = () => {
      opened.send(JSON.stringify({ after: last }));
      // The hub answers a hello only with the next change: an open link is as good as a heartbeat.
      if (opened === socket) alive(null);
    };
    opened.onmessage = ({ data }) => {
      if (opened !== socket) return;
      const change = JSON.parse(data as string) as Partial<Change>;
      if (change.number === undefined) return alive(null);
      last = change.number;
      alive(change as Change);
    };
    opened.onclose = ({ code }) => {
      if (opened !== socket) return;
      if (code !== NOT_LOGGED_IN) return lose(opened);
      end();
      listener.refused();
    };
  }

  function alive(change: Change | null): void {
    [since, wait, heardAt] = [null, FIRST_WAIT_MS, Date.now()];
    clearTimeout(timer);
    const held = socket;
    timer = setTimeout(() => held && lose(held), SILENT_MS);
    listener.heard(change);
  }

  /** Nothing more is expected of this socket: say so, and try again in a while. */
  function lose(held: WebSocket): void {
    drop(held);
    since ??= serverNow();
    listener.lost(since);
    timer = setTimeout(connect, wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  function drop(held: WebSocket | null): void {
    clearTimeout(timer);
    if (held === socket) socket = null;
    held?.close();
  }

  /** A socket may have died in its sleep without a word: whoever looks at the page now gets a fresh one. */
  function wake(): void {
    if (document.hidden) return;
    const sound = socket?.readyState === WebSocket.OPEN && Date.now() - heardAt < DOUBTFUL_MS;
    if (sound) return;
    drop(socket);
    wait = FIRST_WAIT_MS;
    connect();
  }

  const cut = (): void => {
    if (socket) lose(socket);
  };

  function end(): void {
    drop(socket);
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("pageshow", wake);
    removeEventListener("online", wake);
    removeEventListener("offline", cut);
  }

  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", wake);
  addEventListener("online", wake);
  addEventListener("offline", cut);
  connect();
  return end;
}
