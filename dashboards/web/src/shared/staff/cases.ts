// The cases that concern the person, what the hub asks about them, and what the person does with them.

import { defineStore } from "pinia";
import { computed, ref } from "vue";

import { hub, taken } from "@/api/asking";
import { problemOf } from "@/api/problem";
import { serverNow } from "@/shared/clock";
import type { Change } from "@/shared/feed";
import { oneAtATime } from "@/shared/reading";
import { titled } from "@/words";
import { asked, myCases, openOffers, type Asks, type OpenOffer, type Situation } from "./asked";
import { arrivalCode } from "./code";
import { useMe } from "./me";
import { newsOf, whoWasNamed, type News } from "./news";
import { STAFF_ROLES, type Asking, type Colleague, type Line, type Procedure, type View } from "./types";

const MOST_NEWS = 4;
const NEWS_LASTS_MS = 8 * 3_600_000; // a working day

export const useCases = defineStore("cases", () => {
  const mine = useMe();
  const views = ref<Record<string, View>>({});
  const procedures = ref<Record<string, Procedure>>({});
  const staff = ref<Colleague[]>([]);
  const asking = ref<Asking[]>([]);
  /** For a lobby manager: the branch's open cases. */
  const branchCases = ref<Line[]>([]);
  const news = ref<News[]>([]);
  const code = ref<string | null>(null);
  /** When it was last read how everything stands (Unix ms by the hub's clock). */
  const readAt = ref(0);

  const situation = computed<Situation | null>(() => {
    const me = mine.me;
    return me && { me, views: views.value, procedures: procedures.value, asking: asking.value, code: code.value };
  });
  const asks = computed<Asks>(() => {
    if (mine.door === "waiting") return "hub";
    if (mine.door !== "in" || situation.value === null) return mine.door === "elsewhere" ? "elsewhere" : "login";
    return asked(situation.value);
  });
  const offers = computed<OpenOffer[]>(() => (mine.me ? openOffers(mine.me, views.value) : []));
  const held = computed(() => (situation.value ? myCases(situation.value) : []));

  const nameOf = (person: string): string =>
    staff.value.find((each) => each.person === person)?.name ?? (person === mine.me?.person ? mine.me.name : person);
  const titleOf = (procedure: string): string => {
    const known = procedures.value[procedure];
    return known ? titled(known.title) : procedure;
  };

  /** Whether the person left while an answer was on its way: it is not theirs to see any more. */
  const loggedOut = (): boolean => mine.door === "login";

  /** Read how everything stands. Throws a `Problem` when the hub does not say. */
  const refresh = oneAtATime(async () => {
    const me = await taken(hub.GET("/api/me"));
    if (loggedOut()) return;
    if (!STAFF_ROLES.includes(me.role)) {
      readAt.value = serverNow();
      return mine.stand(me);
    }
    const manages = me.role === "lobby_manager";
    const [found, colleagues, wanted, open, kinds] = await Promise.all([
      // A case may end between the two questions: then it is only not shown.
      Promise.all(me.cases.map((line) => read(line.case))),
      taken(hub.GET("/api/branch/staff")),
      manages ? taken(hub.GET("/api/branch/asking")) : [],
      manages ? taken(hub.GET("/api/cases", { params: { query: { state: "open", most: 100 } } })) : { cases: [] },
      Object.keys(procedures.value).length ? null : taken(hub.GET("/api/procedures")),
    ]);
    if (loggedOut()) return;
    views.value = Object.fromEntries(found.flatMap((view) => (view ? [[view.case, view]] : [])));
    [staff.value, asking.value, branchCases.value] = [colleagues, wanted, open.cases];
    readAt.value = serverNow();
    mine.stand(me);
    if (kinds) procedures.value = Object.fromEntries(kinds.map((kind) => [kind.procedure, kind]));
  });

  async function read(id: string): Promise<View | null> {
    try {
      return await taken(hub.GET("/api/cases/{case}", { params: { path: { case: id } } }));
    } catch (thrown) {
      if (problemOf(thrown).status === 404) return null;
      throw thrown;
    }
  }

  /** Changes of the feed were heard: say what became of those cases, the latest change of each. */
  async function tell(changes: readonly Change[], now: number): Promise<void> {
    const latest = new Map(changes.filter((each) => now - each.at < NEWS_LASTS_MS).map((each) => [each.case, each]));
    for (const change of latest.values()) {
      if (!["closed", "transferred", "lost", "answered", "offer_ended"].includes(change.change)) continue;
      const view = views.value[change.case] ?? (await read(change.case).catch(() => null));
      const me = mine.me?.person;
      const item = view && me ? newsOf(change, view, me, titleOf(view.procedure), nameOf) : null;
      if (item) put(item);
    }
  }

  function put(item: News): void {
    const others = news.value.filter((each) => each.case !== item.case);
    news.value = [item, ...others].sort((one, other) => other.at - one.at).slice(0, MOST_NEWS);
  }

  const dismiss = (item: News): void => {
    news.value = news.value.filter((each) => each !== item);
  };

  /** Do something with a case, then read how things stand; a refusal, too, means that they have changed. */
  async function act(name: string, work: () => Promise<unknown>): Promise<boolean> {
    const went = await mine.begin(name, async () => {
      await work();
    });
    if (mine.me) await refresh().catch(mine.unread);
    return went;
  }

  const offered = (offer: OpenOffer | { line: Line; number: number }) => ({
    params: { path: { case: offer.line.case, offer: offer.number } },
  });
  const of = (view: View) => ({ params: { path: { case: view.case } } });
  type Offered = Parameters<typeof offered>[0];

  const accept = (offer: Offered): Promise<boolean> =>
    act("accept", () => taken(hub.POST("/api/cases/{case}/offers/{offer}/accept", offered(offer))));
  const decline = (offer: Offered, reason: string): Promise<boolean> =>
    act("decline", () =>
      taken(hub.POST("/api/cases/{case}/offers/{offer}/decline", { ...offered(offer), body: { reason } })),
    );
  const wait = (offer: Offered, until: number): Promise<boolean> =>
    act("wait", () => taken(hub.POST("/api/cases/{case}/offers/{offer}/wait", { ...offered(offer), body: { until } })));
  const passOn = (offer: Offered, to: string): Promise<boolean> =>
    act("pass-on", () =>
      taken(hub.POST("/api/cases/{case}/offers/{offer}/pass-on", { ...offered(offer), body: { to } })),
    );

  const transfer = (view: View, to: string): Promise<boolean> =>
    act("transfer", () =>
      taken(hub.POST("/api/cases/{case}/transfer", { ...of(view), body: { to, fence: view.fence } })),
    );
  /** Pass it or not. With what was looked at, it is refused when something was captured anew since. */
  const decide = (view: View, passed: boolean, reasons: string[], evidence: string[] | null = null): Promise<boolean> =>
    act("decide", () =>
      taken(hub.POST("/api/cases/{case}/review", { ...of(view), body: { fence: view.fence, passed, reasons, evidence } })),
    );
  const recapture = (view: View, materials: string[], reasons: string[]): Promise<boolean> =>
    act("recapture", () =>
      taken(hub.POST("/api/cases/{case}/recapture", { ...of(view), body: { fence: view.fence, materials, reasons } })),
    );
  const enterReference = (view: View, reference: string): Promise<boolean> =>
    act("reference", () =>
      taken(hub.POST("/api/cases/{case}/reference", { ...of(view), body: { fence: view.fence, reference } })),
    );

  /** As a lobby manager, name a teller. Who is late reads whom another has named. */
  async function name(id: string, to: string): Promise<boolean> {
    const went = await act(`name ${to}`, () =>
      taken(hub.POST("/api/cases/{case}/teller", { params: { path: { case: id } }, body: { to } })),
    );
    const tooLate = ["not_in_phase", "not_granted", "stale_offer"].includes(mine.problem?.code ?? "");
    if (!went && !tooLate) return false;
    const view = await read(id).catch(() => null);
    const me = mine.me?.person;
    const words = view && me ? whoWasNamed(view, me, titleOf(view.procedure), nameOf) : null;
    if (words === null) return went;
    if (!went) mine.problem = null; // what became of the case says it better
    put({ case: id, at: view?.timeline.at(-1)?.at ?? 0, tone: went ? "waiting" : "unknown", words });
    return went;
  }

  /** Sign in at the counter that shows the code. The code in the address has served, whatever became of it. */
  async function signIn(typed: string): Promise<void> {
    const went = await mine.signIn(typed);
    if (went || mine.problem?.code !== "no_answer") forgetCode();
    if (mine.me) await refresh().catch(mine.unread);
  }

  function forgetCode(): void {
    code.value = null;
    arrivalCode.forget();
  }

  function forget(): void {
    [views.value, staff.value, asking.value, branchCases.value, news.value] = [{}, [], [], [], []];
  }

  return {
    views, procedures, staff, asking, branchCases, news, code, readAt, situation, asks, offers, held,
    nameOf, titleOf, refresh, tell, dismiss, act, accept, decline, wait, passOn,
    transfer, decide, recapture, enterReference, name, signIn, forgetCode, forget,
  };
});
