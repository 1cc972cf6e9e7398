// An offer that fills the page, the cases that are mine, and the decision on one.

import { button, chip, countdown } from "../shared/controls.js";
import { element } from "../shared/element.js";
import { listed, shortCase, timeOf } from "../shared/forms.js";
import { say } from "../shared/words.js";

const REASONS = ["reason.signature", "reason.unclear", "reason.disagree", "reason.person"];

/** The offer, with the time that is left to answer. */
export function offer({ line, view, procedure, counter, busy, offerMs }, { accept, decline }) {
  return element("section", { class: "offer", "aria-labelledby": "offer-title" },
    element("h1", { id: "offer-title" }, say("offer.title")),
    countdown(view.offer.due, offerMs, { class: "ring" }),
    element("p", { class: "offer-what" }, element("strong", {}, procedure),
      element("span", {}, say("offer.from", { origin: line.origin })),
      element("small", {}, say("offer.filed", { time: timeOf(line.filed_at) }))),
    element("p", { class: "over" }, say("offer.over")),
    button(say("offer.accept"), accept, {
      kind: "primary huge", busy: busy === "accept" ? say("offer.accepting") : null, focus: "accept",
    }),
    button(say("offer.decline"), decline, {
      busy: busy === "decline" ? say("offer.declining") : null, focus: "decline", title: say("offer.busy"),
    }),
    element("small", { class: "offer-where" }, say("offer.where", { counter: counter ?? "—" })));
}

/** One of my cases, with the decision when it is time for it. */
export function mine({ line, view, asked, procedure, draft, busy }, act) {
  const shown = view?.materials.filter((material) => material.shown).length ?? 0;
  const all = view?.materials.length ?? 0;
  const ready = asked && shown === all;
  return element("article", { class: "card case" },
    element("header", {},
      element("strong", {}, procedure),
      chip(ready ? "needs" : "waiting", say(ready ? "mine.decide" : asked ? "mine.arriving" : "mine.collecting"))),
    element("p", {}, say("mine.from", { origin: line.origin, time: timeOf(line.filed_at) })),
    element("p", {}, all ? say("mine.papers", { shown, all, counter: view.counter ?? "" }) : say("mine.no-papers")),
    ready ? decision(line, draft, busy, act) : null,
    element("small", { class: "number", title: line.case }, shortCase(line.case)));
}

function decision(line, draft, busy, { keep, decide }) {
  const { passed, reasons, own } = draft;
  const waits = busy === "decide" ? say("mine.deciding") : null;
  return element("div", { class: "decide" },
    element("div", { class: "two", role: "group", "aria-label": say("mine.question") },
      choice(true, "mine.passed"), choice(false, "mine.not-passed")),
    passed === false ? element("fieldset", { class: "why" },
      element("legend", {}, say("mine.why")),
      REASONS.map((key) => element("label", {},
        element("input", {
          type: "checkbox", checked: reasons.includes(key), "data-focus": key,
          onchange: () => keep({ ...draft, reasons: reasons.includes(key) ? reasons.filter((one) => one !== key) : [...reasons, key] }),
        }), say(key))),
      ownReason()) : null,
    passed === null ? null : button(say(passed ? "mine.confirm-passed" : "mine.confirm-not-passed"),
      () => decide(passed), {
        kind: "primary", busy: waits, disabled: !passed && !reasons.length && !own.trim(), focus: "decide",
      }));

  function choice(value, words) {
    return element("button", {
      type: "button", "aria-pressed": String(passed === value), disabled: busy !== null,
      "data-focus": words, onclick: () => keep({ ...draft, passed: value }),
    }, say(words));
  }

  function ownReason() {
    return element("textarea", {
      rows: "2", maxlength: "300", placeholder: say("mine.own"), "aria-label": say("mine.own"), "data-focus": `own ${line.case}`,
      oninput: ({ target }) => keep({ ...draft, own: target.value }),
    }, own);
  }
}

/** What was just decided, until something else is asked. */
export function decided(last) {
  return element("p", { class: `remark ${last.passed ? "done" : "unknown"}` },
    say(last.passed ? "decided.passed" : "decided.not-passed", { procedure: last.procedure, reasons: listed(last.reasons) }));
}
