// The handset's service worker: the page opens without the hub, and says so itself. It keeps what the page is
// made of and nothing else; what the hub answers (/api) never passes through here.

export {}; // a module of its own, with a `self` of its own

declare const self: ServiceWorkerGlobalScope;
/** The files of the page, by their names below the worker's own address; filled in by the build. */
declare const __SHELL__: string[];

const SHELL = __SHELL__;
const PAGE = "handset.html";
const HASHED = "assets/";
const HUB_ANSWERS_WITHIN_MS = 3_000;
const KEPT_PREFIX = "tongban-handset-";
const KEPT = KEPT_PREFIX + versionOf(SHELL.join());

const base = new URL("./", self.location.href);

/** A short number that changes with the names, and so with whatever the page is made of. */
function versionOf(names: string): string {
  let sum = 0;
  for (const letter of names) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0;
  return sum.toString(36);
}

/** The file of the page that the request asks for, or null when it is none of ours. */
function fileOf(request: Request): string | null {
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== base.origin || !address.pathname.startsWith(base.pathname)) {
    return null;
  }
  const name = address.pathname.slice(base.pathname.length);
  return SHELL.includes(name) ? name : null;
}

self.addEventListener("install", (event) => {
  const keep = async (): Promise<void> => {
    const kept = await caches.open(KEPT);
    await kept.addAll(SHELL.map((name) => new Request(new URL(name, base), { cache: "reload" })));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async (): Promise<void> => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(KEPT_PREFIX) && name !== KEPT);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const name = fileOf(event.request);
  if (name !== null) event.respondWith(answer(name, event.request));
});

/** The words of a call, as the page last said them: a worker knows neither the person nor their language. */
const WORDS = new URL("call-words", base);
const CALLS = "tongban-calls";

interface Words {
  title: string;
  body: string;
}

self.addEventListener("message", (event) => {
  const { title, body } = event.data as Words;
  const keep = async (): Promise<void> => (await caches.open(CALLS)).put(WORDS, Response.json({ title, body }));
  event.waitUntil(keep());
});

self.addEventListener("push", (event) => {
  const call = async (): Promise<void> => {
    const open = await self.clients.matchAll({ type: "window" });
    if (open.some((page) => page.visibilityState === "visible")) return; // the page itself says more
    const kept = await (await caches.open(CALLS)).match(WORDS);
    if (!kept) return;
    const { title, body } = (await kept.json()) as Words;
    await self.registration.showNotification(title, { body, tag: CALLS, icon: "icons/handset-192.png" });
  };
  event.waitUntil(call());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const show = async (): Promise<void> => {
    const open = await self.clients.matchAll({ type: "window" });
    await (open[0] ? open[0].focus() : self.clients.openWindow(new URL(PAGE, base)));
  };
  event.waitUntil(show());
});

async function answer(name: string, request: Request): Promise<Response> {
  const kept = await caches.open(KEPT);
  const known = await kept.match(new URL(name, base));
  if (known && name.startsWith(HASHED)) return known; // such a name never means two things
  try {
    const fresh = await fetch(request, known ? { signal: AbortSignal.timeout(HUB_ANSWERS_WITHIN_MS) } : {});
    if (fresh.ok && name !== PAGE) await kept.put(new URL(name, base), fresh.clone());
    return fresh.ok || !known ? fresh : known;
  } catch (gone) {
    if (known) return known;
    throw gone;
  }
}
