// The counter's page: what it knows, who draws which part, and what a press does.

import { ask, serverNow } from "../shared/api.js";
import { bar, button, chip, firstPage, startCountdowns } from "../shared/controls.js";
import { element, region } from "../shared/element.js";
import { sentence, timeOf } from "../shared/forms.js";
import { forgetPictures } from "../shared/pictures.js";
import { createStore } from "../shared/store.js";
import { language, onLanguage, say } from "../shared/words.js";
import { captured, filedCase } from "./collecting.js";
import { emptyDraft, filingForm } from "./filing.js";
import { follow } from "./follow.js";
import { handledBeside, handledCase } from "./handling.js";
import { home, signInCode } from "./home.js";
import { mostUrgent, standing } from "./standing.js";
import { casesList } from "./steps.js";

const parts = Object.fromEntries(["bar", "notice", "cases", "now", "beside"].map((id) => [id, document.getElementById(id)]));
const draws = Object.fromEntries(Object.entries(parts).map(([id, node]) => [id, region(node, language)]));

// `chosen`: what the person opened themselves; without it the page shows what is most urgent.
const store = createStore({
  state: null, procedures: {}, lost: null, chosen: null, code: null,
  draft: null, looking: {}, flat: false, busy: null, problem: null,
}, draw);

function draw(page) {
  const { state } = page;
  const stale = page.lost?.since ?? null;
  document.title = `${say("product")} · ${say("counter.name")}`;
  draws.bar([state?.device, state?.connected, state?.waiting_messages, state?.waiting_since, state?.person, state?.peripherals, stale], () =>
    bar(say("counter.name"), state?.device, ...ailing(state), link(state, stale), state && person(state)));
  parts.notice.hidden = page.problem === null;
  draws.notice(page.problem, () => page.problem && [sentence(page.problem),
    button("✕", () => store.set({ problem: null }), { kind: "quiet", "aria-label": say("close") })]);
  if (!state) {
    const elsewhere = page.lost?.elsewhere ?? false;
    show("wait", elsewhere, () => [element("h1", {}, say(elsewhere ? "wait.elsewhere" : "wait.agent")), elsewhere && firstPage()], null);
    return;
  }
  const shown = shownNow(page);
  const standings = Object.fromEntries(state.filed.map((filed) => [
    filed.case, standing(state, filed, page.procedures[filed.procedure]),
  ]));
  const online = state.connected && stale === null;
  draws.cases([state.filed, state.handled, state.waiting_messages, online, shown, page.procedures], () =>
    casesList({ state, procedures: page.procedures, shown, standings, online }, choose));
  drawNow(page, shown, standings, online);
  forgetPictures();
}

function drawNow(page, shown, standings, online) {
  const { state, procedures, busy } = page;
  if (shown.view === "code") {
    const over = page.code.expires_at <= serverNow();
    const view = { code: page.code, online, over, busy };
    show("sign-in", [page.code, over, busy, online], () => signInCode(view, { signIn, away: () => store.set({ code: null }) }), null);
  } else if (shown.view === "filing") {
    if (!page.draft) store.set({ draft: emptyDraft(procedures) });
    const branches = [...new Set(state.filed.map((filed) => filed.branch))];
    const refused = page.problem?.field ?? null;
    const draft = () => store.get().draft;
    show("file", [draft().procedure, busy, refused, branches, procedures], () =>
      filingForm({ draft, procedures, branches, busy, refused }, { file, keep: (next) => store.set({ draft: next }) }), null);
  } else if (shown.view === "handled") {
    const handled = state.handled.find((each) => each.case === shown.case);
    const view = { handled, procedures, looking: page.looking[handled.case] };
    show(handled.ready ? "decide" : "await-papers", view, () => handledCase(view, { look: (name) => look(handled.case, name) }),
      () => handledBeside(view));
  } else if (shown.view === "filed") {
    drawFiled(page, state.filed.find((each) => each.case === shown.case), standings, online);
  } else {
    show(state.person ? "ready" : "home", [state.person, busy], () =>
      home({ state, busy }, { file: () => choose("filing", null), signIn }), null);
  }
}

function drawFiled(page, filed, standings, online) {
  const at = standings[filed.case];
  const procedure = page.procedures[filed.procedure];
  const wanted = page.looking[filed.case];
  const latest = filed.captures.toSorted((one, other) => other.material.captured_at - one.material.captured_at)[0];
  const capture = filed.captures.find(({ material }) => material.name === wanted) ?? latest ?? null;
  const view = {
    filed, at, procedure, procedures: page.procedures, busy: page.busy, online, looking: capture?.material.name,
  };
  const act = {
    look: (name) => look(filed.case, name),
    scan: (name) => scan(filed.case, name),
    finish: () => doing("finish", () => ask("POST", `/api/cases/${filed.case}/collected`)),
    seen: () => doing("seen", async () => {
      await ask("POST", `/api/cases/${filed.case}/result-shown`);
      store.set({ chosen: null });
    }),
  };
  const beside = at.ask === "finished" || at.ask === "refused" ? null
    : () => captured({ filed, procedure, capture, flat: page.flat, online }, { flatten: (flat) => store.set({ flat }) });
  show(at.ask, [view, page.flat], () => filedCase(view, act), beside);
}

/** Draw middle and right. `asks` names what is asked now, for those who read the page by program. */
function show(asks, key, build, beside) {
  parts.now.dataset.ask = asks;
  document.body.dataset.beside = String(beside !== null);
  draws.now([asks, key], build);
  draws.beside([asks, beside && key], () => beside?.() ?? []);
}

function shownNow({ state, procedures, chosen, code }) {
  if (code) return { view: "code", case: null };
  if (chosen?.view === "filing" || chosen?.view === "home") return chosen;
  const there = chosen && state[chosen.view].some((each) => each.case === chosen.case);
  const { view, case: id } = there ? chosen : mostUrgent(state, procedures);
  return { view, case: id };
}

/** A chip for each peripheral that is not as it should be. */
function ailing(state) {
  const ill = (state?.peripherals ?? []).filter(({ condition }) => condition !== "ready");
  return ill.map(({ peripheral, condition }) => {
    const name = say(`peripheral.${peripheral.replace(/-\d+$/, "")}`);
    return chip(condition === "busy" || condition === "slow" ? "waiting" : "needs", say(`condition.${condition}`, { name }));
  });
}

function link(state, stale) {
  if (stale !== null) return chip("unknown", say("link.stale", { since: timeOf(stale) }));
  if (!state) return null;
  const count = state.waiting_messages;
  if (!state.connected) return chip("needs", count ? say("link.down.waiting", { count, since: timeOf(state.waiting_since) }) : say("link.down"));
  return count ? chip("waiting", say("link.sending", { count })) : chip("done", say("link.up"));
}

function person(state) {
  if (!state.person) return button(say("sign-in.start"), signIn, { kind: "quiet", focus: "sign-in" });
  return [
    element("span", { class: "person" }, say("person.here", { name: state.person.name })),
    button(say("person.leave"), () => doing("leave", () => ask("POST", "/api/leave")), { kind: "quiet", focus: "leave" }),
  ];
}

function choose(view, id) {
  store.set({ chosen: { view, case: id }, code: null, problem: null });
}

function look(id, name) {
  store.set({ looking: { ...store.get().looking, [id]: name } });
}

const signIn = () => doing("sign-in", async () => store.set({ code: await ask("POST", "/api/sign-in-code") }));

const file = (body) => doing("file", async () => {
  const filed = await ask("POST", "/api/cases", { body });
  store.set({ chosen: { view: "filed", case: filed.case }, draft: null });
});

const scan = (id, material) => doing(`scan ${material}`, async () => {
  await ask("POST", `/api/cases/${id}/scan`, { body: { material } });
  look(id, material);
});

/** Do one thing at a time; what went wrong is said at the top. */
async function doing(what, work) {
  if (store.get().busy) return;
  store.set({ busy: what, problem: null });
  try {
    await work();
  } catch (problem) {
    store.set({ problem: { code: problem.code ?? "no_answer", says: problem.message, field: problem.field ?? null } });
  } finally {
    store.set({ busy: null });
  }
}

function took(state) {
  const before = store.get();
  const arrived = state.person && state.person.person !== before.state?.person?.person;
  store.set({ state, lost: null, code: arrived ? null : before.code });
  if (!Object.keys(before.procedures).length) learn();
}

async function learn() {
  const procedures = await ask("GET", "/api/procedures").catch(() => []);
  store.set({ procedures: Object.fromEntries(procedures.map((each) => [each.procedure, each])) });
}

onLanguage(store.redraw);
startCountdowns(store.redraw);
store.redraw();
follow(took, (since, problem) => store.set({ lost: { since, elsewhere: problem.status === 404 || problem.status === 405 } }));
