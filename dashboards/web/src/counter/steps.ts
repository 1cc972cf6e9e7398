// A case filed here as steps: which are done, which wait and for whom, and which one needs the person. Pure.

import { timeOf } from "@/shared/writing";
import { say } from "@/words";
import type { Filed } from "./api";
import type { Standing } from "./standing";

export type Sign = "done" | "waiting" | "needs" | "later";

export interface Step {
  sign: Sign;
  title: string;
  note: string;
}

/** The steps, from filing to the result. `online`: the hub can be reached now. */
export function stepsOf(filed: Filed, at: Standing, online: boolean): Step[] {
  const step = (sign: Sign, name: string, note: string): Step => ({ sign, title: name, note });
  const travel = say(online ? "state.on-its-way" : "state.needs-link");
  if (filed.refusal) {
    return [
      step("needs", say("step.filed"), say("step.not-taken")),
      step("later", say("step.result"), ""),
    ];
  }
  const handler = at.accepted?.handler?.name ?? "";
  const over = at.result !== null;
  return [
    step(at.sent ? "done" : "waiting", say("step.filed"), at.sent ? say("state.done") : travel),
    step(at.accepted ? "done" : at.sent && !over ? "waiting" : "later", say("step.accepted"), acceptance()),
    step(...collecting()),
    step(...reviewing()),
    step(over ? (filed.result_shown ? "done" : "needs") : "later", say("step.result"),
      at.result ? say(`news.${at.result.news}`) : ""),
  ];

  function acceptance(): string {
    if (at.accepted) return say("step.accepted-by", { handler });
    if (over || !at.sent) return "";
    if (at.latest?.news === "waiting" && at.latest.until) {
      return say("counter.step.promised", {
        handler: at.latest.handler?.name ?? filed.branch, until: timeOf(at.latest.until),
      });
    }
    if (at.latest?.news === "declined") return say("counter.step.asking-another");
    return say("step.waiting-for", { who: filed.branch, since: timeOf(filed.filed_at) });
  }

  function collecting(): [Sign, string, string] {
    const title = say("step.collect");
    const count = say("step.captured", { captured: at.wanted - at.missing.length, wanted: at.wanted });
    if (over) return [at.missing.length ? "later" : "done", title, count];
    if (at.again.length) return ["needs", title, say("counter.step.again", { count: at.again.length })];
    if (at.ask === "collect") return ["needs", title, count];
    if (at.underWay) return ["waiting", title, `${count} · ${at.accepted ? travel : say("counter.step.kept")}`];
    return ["done", title, count];
  }

  function reviewing(): [Sign, string, string] {
    const title = say("step.review");
    const reviewed = at.result?.news === "succeeded" || at.result?.news === "failed";
    if (reviewed) return ["done", title, at.result?.handler?.name ?? handler];
    if (at.ask !== "review") return ["later", title, ""];
    return ["waiting", title, say("step.waiting-review", { handler })];
  }
}
