// Follows what changed for the person over the WebSocket; after a break it goes on where it was.

const SILENT_MS = 40_000; // the hub speaks at least every 15 s
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const NOT_LOGGED_IN = 4401;

/**
 * Follow from `after` on. `heard(change)` gets each change and null for a heartbeat; `lost(since)`
 * and `refused()` say why nothing is heard. The answer ends the following.
 */
export function followFeed(token, after, { heard, lost, refused }) {
  let socket = null;
  let last = after;
  let wait = FIRST_WAIT_MS;
  let since = null;
  let timer = null;
  let ended = false;

  function connect() {
    const address = new URL("/api/feed", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address);
    socket.onopen = () => {
      socket.send(JSON.stringify({ token, after: last }));
      // The hub answers a hello only with the next change: an open link is as good as a heartbeat.
      fresh(null);
    };
    socket.onmessage = ({ data }) => {
      const change = JSON.parse(data);
      if (change.number) last = change.number;
      fresh(change.number ? change : null);
    };
    socket.onclose = ({ code }) => {
      clearTimeout(timer);
      if (ended) return;
      if (code === NOT_LOGGED_IN) {
        end();
        refused();
        return;
      }
      since ??= Date.now();
      lost(since);
      timer = setTimeout(connect, wait * (0.5 + Math.random()));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  }

  function fresh(change) {
    since = null;
    wait = FIRST_WAIT_MS;
    clearTimeout(timer);
    timer = setTimeout(() => socket.close(), SILENT_MS);
    heard(change);
  }

  function end() {
    ended = true;
    clearTimeout(timer);
    socket.close();
  }

  connect();
  return end;
}
