// The handset's page: what it knows, who draws which part, and what a press does.

import { ask } from "../shared/api.js";
import { bar, button, chip, firstPage, startCountdowns } from "../shared/controls.js";
import { element, region } from "../shared/element.js";
import { sentence, timeOf } from "../shared/forms.js";
import { createStore } from "../shared/store.js";
import { language, onLanguage, say, titled } from "../shared/words.js";
import { decided, mine, offer } from "./cases.js";
import { followFeed } from "./feed.js";
import { counter, duty, login } from "./login.js";

const KEPT = "tongban-token"; // of this tab only: closing it logs out
const NOTHING_DECIDED = { passed: null, reasons: [], own: "" };
const STAFF = ["teller", "lobby_manager", "reviewer"];
const USUAL_OFFER_MS = 60_000;

const parts = Object.fromEntries(["bar", "notice", "now"].map((id) => [id, document.getElementById(id)]));
const draws = Object.fromEntries(Object.entries(parts).map(([id, node]) => [id, region(node, language)]));
const store = createStore({
  token: sessionStorage.getItem(KEPT), me: null, views: {}, procedures: {}, stale: null,
  drafts: {}, last: null, busy: null, problem: null, elsewhere: false,
}, draw);
let endFeed = null;

function draw(page) {
  const { me, busy, stale } = page;
  draws.bar([me?.name, stale], () => bar(say("handset.name"), me?.name, me && link(stale)));
  parts.notice.hidden = page.problem === null;
  draws.notice(page.problem, () => page.problem && [sentence(page.problem),
    button("✕", () => store.set({ problem: null }), { kind: "quiet", "aria-label": say("close") })]);
  if (page.elsewhere) show("elsewhere", null, () => [element("h1", {}, say("wait.not-hub")), firstPage()]);
  else if (!page.token) show("login", busy, () => login({ busy }, { logIn }));
  else if (!me) show("wait", stale, () => element("h1", {}, say("wait.hub")));
  else drawMe(page);
}

function drawMe(page) {
  const { me, views, busy } = page;
  const offered = me.cases
    .filter((line) => line.offered_to === me.person && views[line.case]?.offer?.state === "open")
    .sort((one, other) => views[one.case].offer.due - views[other.case].offer.due)[0];
  document.title = `${offered ? "● " : ""}${say("product")} · ${say("handset.name")}`;
  if (offered) {
    const view = views[offered.case];
    const offerMs = (page.procedures[offered.procedure]?.deadlines.offer_s * 1000) || USUAL_OFFER_MS;
    const answer = `/api/cases/${offered.case}/offers/${view.offer.offer}`;
    const accept = () => doing("accept", () => ask("POST", `${answer}/accept`, token()));
    const decline = () => doing("decline", () => ask("POST", `${answer}/decline`, { ...token(), body: { reason: say("offer.busy") } }));
    show("offer", [offered, view.offer, me.counter, busy], () => offer({
      line: offered, view, procedure: titleOf(page, offered), counter: me.counter, busy, offerMs,
    }, { accept, decline }));
    if (document.activeElement === document.body) parts.now.querySelector("[data-focus=accept]")?.focus();
    return;
  }
  const held = me.cases.filter((line) => [line.handler, line.second].includes(me.person));
  const ready = held.some((line) => awaitsDecisionOf(me.person, line));
  const asks = ready ? "decide" : held.length ? "working" : !STAFF.includes(me.role) ? "not-staff"
    : !me.on_duty ? "off-duty" : me.counter ? "ready" : "no-counter";
  // What is typed as a reason must not rebuild the field in which it is typed.
  const drafts = Object.values(page.drafts).map(({ passed, reasons, own }) => [passed, reasons, own.trim() !== ""]);
  show(asks, [me, held.map((line) => views[line.case]), drafts, page.last, busy], () => [
    element("h1", {}, say(`asks.${asks}`)),
    page.last && !held.length ? decided(page.last) : null,
    held.map((line) => caseCard(page, line)),
    STAFF.includes(me.role) ? [
      duty(me, busy, { change: (on_duty) => doing("duty", () => ask("PUT", "/api/me/duty", { ...token(), body: { on_duty } })) }),
      me.on_duty ? counter(me, busy, {
        confirm: (code) => doing("code", () => ask("POST", "/api/me/counter", { ...token(), body: { code } })),
        leave: () => doing("leave", () => ask("DELETE", "/api/me/counter", token())),
      }) : null,
    ] : null,
    button(say("login.out"), logOut, { kind: "quiet", focus: "out" }),
  ]);
}

function caseCard(page, line) {
  const draft = () => store.get().drafts[line.case] ?? NOTHING_DECIDED;
  return mine({
    line, view: page.views[line.case], asked: awaitsDecisionOf(page.me.person, line), procedure: titleOf(page, line), draft: draft(), busy: page.busy,
  }, {
    keep: (next) => store.set({ drafts: { ...store.get().drafts, [line.case]: next } }),
    decide: (passed) => doing("decide", async () => {
      const { reasons, own } = draft();
      const told = passed ? [] : [...reasons.map((key) => say(key)), own.trim()].filter(Boolean);
      await ask("POST", `/api/cases/${line.case}/review`, { ...token(), body: { fence: page.views[line.case].fence, passed, reasons: told } });
      const { [line.case]: _, ...others } = store.get().drafts;
      store.set({ drafts: others, last: { passed, reasons: told, procedure: titleOf(page, line) } });
    }),
  });
}

/** Draw the page. `asks` names what is asked now, for those who read the page by program. */
function show(asks, key, build) {
  parts.now.dataset.ask = asks;
  draws.now([asks, key], build);
}

/** Whether the case waits for this person's review, as the first or as the second of two. */
function awaitsDecisionOf(person, line) {
  return (line.phase === "reviewing" && line.handler === person) || (line.phase === "confirming" && line.second === person);
}

const token = () => ({ token: store.get().token });

function titleOf(page, line) {
  const known = page.procedures[line.procedure];
  return known ? titled(known.title) : line.procedure;
}

const link = (stale) => (stale === null
  ? chip("done", say("feed.live"))
  : chip("unknown", say("link.stale", { since: timeOf(stale) })));

// One reading at a time; what changed meanwhile is read again after it.
let reading = null;
let again = false;

async function refresh() {
  if (reading) {
    again = true;
    return reading;
  }
  reading = read().finally(() => { reading = null; });
  await reading;
  if (again) {
    again = false;
    await refresh();
  }
  return null;
}

async function read() {
  if (!store.get().token) return;
  const me = await ask("GET", "/api/me", token());
  // A case may end between the two questions: then it is only not shown.
  const views = await Promise.all(me.cases.map((line) => ask("GET", `/api/cases/${line.case}`, token()).catch(() => null)));
  if (store.get().token) store.set({ me, views: Object.fromEntries(views.filter(Boolean).map((view) => [view.case, view])) });
}

async function begin() {
  try {
    await refresh();
  } catch (problem) {
    if (failed(problem)) return;
    store.set({ stale: store.get().stale ?? Date.now() });
    setTimeout(begin, 2_000);
    return;
  }
  const procedures = await ask("GET", "/api/procedures", token()).catch(() => []);
  store.set({ stale: null, procedures: Object.fromEntries(procedures.map((each) => [each.procedure, each])) });
  if (!store.get().me) return;
  endFeed?.();
  endFeed = followFeed(store.get().token, store.get().me.last_change, {
    heard: () => refresh().then(() => store.set({ stale: null }), failed),
    lost: (since) => store.set({ stale: since }),
    refused: () => failed({ status: 401, code: "login_over", message: "" }),
  });
}

/** What went wrong, said at the top. True when the person must log in again. */
function failed(problem) {
  const over = problem.status === 401;
  const hub = problem.status !== 404 && problem.status !== 405;
  if (over && store.get().me) store.set({ problem: { code: "login_over", says: "" } });
  else if (problem.code !== "no_answer") store.set({ problem: { code: problem.code, says: problem.message, field: problem.field } });
  if (over) forget();
  if (!hub && !store.get().me) store.set({ elsewhere: true, problem: null });
  return over || !hub;
}

const logIn = (person, password) => doing("login", async () => {
  const { token: fresh } = await ask("POST", "/api/login", { body: { person, password } });
  sessionStorage.setItem(KEPT, fresh);
  store.set({ token: fresh, problem: null });
  await begin();
});

function forget() {
  endFeed?.();
  endFeed = null;
  sessionStorage.removeItem(KEPT);
  store.set({ token: null, me: null, views: {}, drafts: {}, last: null, stale: null });
}

function logOut() {
  const held = token();
  forget();
  ask("DELETE", "/api/login", held).catch(() => null); // unheard, it runs out by itself
  store.set({ problem: null });
}

/** Do one thing at a time, then read how things stand; what went wrong is said at the top. */
async function doing(what, work) {
  if (store.get().busy) return;
  store.set({ busy: what, problem: null });
  try {
    await work();
    await refresh();
  } catch (problem) {
    if (problem.code === "no_answer") store.set({ problem: { code: "no_answer", says: "" } });
    failed(problem);
    if (problem.status === 409) await refresh().catch(() => null);
  } finally {
    store.set({ busy: null });
  }
}

onLanguage(store.redraw);
startCountdowns(store.redraw);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && store.get().me) refresh().catch(failed);
});
store.redraw();
if (store.get().token) begin();
