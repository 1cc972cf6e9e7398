import { mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Socket } from "@/shared/fakes";
import { speak } from "@/words";
import { useCases } from "./cases";
import { entry, li, line, offered, procedure, view, wang } from "./fixtures";
import { useLive } from "./live";
import { useMe } from "./me";

/** What the hub answers, by path; an address that is not here is not answered at all. */
let hub: Record<string, unknown>;
let page: VueWrapper;

function answer(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  if (!(path in hub)) return Promise.reject(new TypeError("no connection"));
  const content = hub[path];
  const status = content === 401 ? 401 : 200;
  return Promise.resolve(Response.json(status === 200 ? content : { code: "not_logged_in" }, { status }));
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((done) => setTimeout(done));
};
const latest = (): Socket => Socket.made.at(-1) as Socket;

async function open(): Promise<void> {
  page = mount({ setup: () => useLive(), template: "<i />" });
  await settled();
}

async function openLive(): Promise<void> {
  await open();
  latest().opens();
  await settled();
}

beforeEach(() => {
  speak("en");
  localStorage.removeItem("tongban-seen-li");
  setActivePinia(createPinia());
  Socket.made = [];
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", answer);
  hub = { "/api/me": li({ last_change: 4 }), "/api/branch/staff": [wang()], "/api/procedures": [procedure()] };
});

afterEach(() => {
  page.unmount();
  vi.unstubAllGlobals();
});

describe("the page", () => {
  it("asks for a login when there is none", async () => {
    hub["/api/me"] = 401;
    await open();
    expect([useCases().asks, Socket.made.length]).toEqual(["login", 0]);
  });

  it("says that it waits for the hub while the hub does not answer", async () => {
    hub = {};
    await open();
    expect(useCases().asks).toBe("hub");
    expect(useMe().stale).not.toBeNull();
  });

  it("follows from the last change, and shows an offer as soon as it is told", async () => {
    await openLive();
    expect(latest().sent).toEqual(['{"after":4}']);
    expect([useCases().asks, useMe().stale]).toEqual(["ready", null]);
    hub["/api/me"] = li({ cases: [line("a")], last_change: 5 });
    hub["/api/cases/a"] = offered("a", Date.now() + 60_000);
    latest().says({ number: 5, case: "a", change: "offered", at: Date.now() });
    await settled();
    expect(useCases().asks).toBe("offer");
  });

  it("says since when it is old once the wire is cut, and is live again without a reload", async () => {
    await openLive();
    latest().breaks();
    expect(useMe().stale).not.toBeNull();
    dispatchEvent(new Event("online"));
    latest().opens();
    await settled();
    expect(useMe().stale).toBeNull();
  });

  it("says so too while the hub answers no question, and the link seems to stand", async () => {
    await openLive();
    hub = {};
    latest().says({});
    await settled();
    expect(useMe().stale).not.toBeNull();
  });

  it("reads the truth after a sleep: the offer has run out, and what became of it", async () => {
    hub["/api/me"] = li({ cases: [line("a")], last_change: 5 });
    hub["/api/cases/a"] = offered("a", Date.now() + 60_000);
    await openLive();
    expect(useCases().asks).toBe("offer");
    hub["/api/me"] = li({ unresponsive: true, last_change: 6 });
    hub["/api/cases/a"] = view("a", { timeline: [entry(3, "OfferExpired", { person: "li" })] });
    latest().readyState = 3; // the network went while the phone slept, and nobody said so
    document.dispatchEvent(new Event("visibilitychange"));
    await settled();
    expect(useCases().asks).toBe("answer");
    latest().opens();
    expect(latest().sent).toEqual(['{"after":5}']);
    latest().says({ number: 6, case: "a", change: "offer_ended", at: Date.now() });
    await settled();
    expect(useCases().news.map((item) => item.words)).toEqual([
      "Open an account: the offer's time ran out without an answer from you.",
    ]);
  });

  it("catches up with what it had not seen when it was last open", async () => {
    localStorage.setItem("tongban-seen-li", "2");
    await openLive();
    expect(latest().sent).toEqual(['{"after":2}']);
  });

  it("goes back to the login when the login ends elsewhere", async () => {
    await openLive();
    latest().breaks(4401);
    await settled();
    expect([useCases().asks, useMe().problem?.code]).toEqual(["login", "login_over"]);
  });
});
