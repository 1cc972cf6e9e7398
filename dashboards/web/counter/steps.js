// The left side: the cases of this counter, and the chosen one as steps.

import { button, chip } from "../shared/controls.js";
import { element } from "../shared/element.js";
import { timeOf } from "../shared/forms.js";
import { say } from "../shared/words.js";
import { handledAsk } from "./standing.js";
import { procedureTitle } from "./application.js";

const SHOWN_FINISHED = 8;

/** The list, with `standings` by case; `choose(view, case)` opens one. */
export function casesList({ state, procedures, shown, standings, online }, choose) {
  const open = state.filed.filter((filed) => standings[filed.case].ask !== "finished");
  const finished = state.filed.filter((filed) => standings[filed.case].ask === "finished");
  return [
    button(say("file.start"), () => choose("filing", null), {
      kind: shown.view === "filing" ? "wide chosen" : "wide", focus: "file",
    }),
    part("cases.handled", state.handled.map((handled) => handledLine(handled))),
    part("cases.filed", open.map((filed) => filedLine(filed))),
    part("cases.finished", finished.slice(0, SHOWN_FINISHED).map((filed) => filedLine(filed))),
  ];

  function handledLine(handled) {
    const ready = handled.ready;
    return line("handled", handled.case, procedureTitle(procedures, handled.procedure),
      say("cases.from", { origin: handled.origin }),
      chip(ready ? "needs" : "waiting", say(`ask.${handledAsk(handled)}`)));
  }

  function filedLine(filed) {
    const { ask, result } = standings[filed.case];
    const done = ask === "finished";
    const tone = { collect: "needs", result: "needs", refused: "needs", finished: "unknown" }[ask] ?? "waiting";
    const words = done && result ? say(`news.${result.news}`) : say(ask === "sending" && !online ? "state.needs-link" : `ask.${ask}`);
    const here = shown.view === "filed" && shown.case === filed.case;
    return line("filed", filed.case, procedureTitle(procedures, filed.procedure),
      say("cases.to", { branch: filed.branch, time: timeOf(filed.filed_at) }),
      chip(tone, words), here && !done ? steps(filed, standings[filed.case], online) : null);
  }

  function line(view, id, title, small, sign, below = null) {
    const here = shown.view === view && shown.case === id;
    return element("li", { class: here ? "chosen" : null },
      element("button", {
        type: "button", class: "line", "aria-current": here ? "true" : null,
        "data-focus": `${view} ${id}`, onclick: () => choose(view, id),
      }, element("strong", {}, title), sign, element("small", {}, small)),
      below);
  }
}

function part(words, lines) {
  if (!lines.length) return null;
  return element("section", {}, element("h2", {}, say(words)), element("ul", {}, lines));
}

function steps(filed, at, online) {
  const handler = at.accepted?.handler?.name ?? "";
  const captured = at.wanted - at.missing.length;
  const travel = online ? "state.on-its-way" : "state.needs-link";
  const since = timeOf(filed.filed_at);
  return element("ol", { class: "steps" },
    filed.refusal
      ? step("needs", "step.filed", say("step.not-taken"))
      : step(at.sent ? "done" : "waiting", "step.filed", at.sent ? say("state.done") : say(travel)),
    filed.refusal ? null : step(at.accepted ? "done" : at.sent ? "waiting" : "later", "step.accepted", acceptance()),
    filed.refusal ? null : step(...collecting()),
    filed.refusal ? null : step(...reviewing()),
    step(at.result || filed.refusal ? "needs" : "later", "step.result", at.result ? say(`news.${at.result.news}`) : ""));

  function acceptance() {
    if (at.accepted) return say("step.accepted-by", { handler });
    if (at.latest) return say(`news.${at.latest.news}`);
    return at.sent ? say("step.waiting-for", { who: filed.branch, since }) : "";
  }

  function collecting() {
    const count = say("step.captured", { captured, wanted: at.wanted });
    if (at.ask === "collect") return ["needs", "step.collect", count];
    if (at.underWay) return ["waiting", "step.collect", `${count} · ${say(travel)}`];
    return ["done", "step.collect", count];
  }

  function reviewing() {
    if (at.result) return ["done", "step.review", handler];
    if (at.ask !== "review" || !at.accepted) return ["later", "step.review", ""];
    return ["waiting", "step.review", say("step.waiting-review", { handler })];
  }
}

function step(sign, words, note) {
  return element("li", { class: sign },
    element("i", { "aria-hidden": "true" }),
    element("span", {}, say(words)),
    element("small", {}, note));
}
