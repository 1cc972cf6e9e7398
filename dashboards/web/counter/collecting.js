// The middle for a case filed here: scan what is asked for, wait, and the result.

import { button, chip } from "../shared/controls.js";
import { element } from "../shared/element.js";
import { findingWords, sentence, shortCase, sizeOf, timeOf } from "../shared/forms.js";
import { readable } from "../shared/pictures.js";
import { say } from "../shared/words.js";
import { applicationLines, materialTitle, procedureTitle } from "./application.js";

/** The middle column: what to do now with the filed case. */
export function filedCase({ filed, at, procedure, procedures, busy, looking, online }, act) {
  const handler = at.accepted?.handler?.name ?? filed.branch;
  switch (at.ask) {
    case "refused":
      return ending("refused", "✕", say("refused.title"), [sentence(filed.refusal)]);
    case "result":
      return ending(at.result.news, at.result.news === "succeeded" ? "✓" : "✕",
        say(`result.${at.result.news}`, { handler }), at.result.reasons);
    case "finished":
      return [
        element("h1", {}, at.result ? say(`news.${at.result.news}`) : say("refused.title")),
        why(at.result?.reasons ?? []),
        element("p", { class: "lead" }, say("finished.lead")),
        about(),
      ];
    case "collect":
      return [...heading(), scanList(), finishing(), about()];
    default:
      return [...waiting(), scanList(), about()];
  }

  function heading() {
    const next = at.missing[0];
    if (!next) return [element("h1", {}, say("collect.all")), element("p", { class: "lead" }, say("collect.all.lead"))];
    return [
      element("h1", {}, say("collect.title", { material: materialTitle(procedure, next) })),
      element("p", { class: "lead" }, at.accepted
        ? say("collect.lead", { handler })
        : say("collect.early", { branch: filed.branch })),
    ];
  }

  function waiting() {
    if (!online && (at.underWay || !at.sent)) return told("sending.no-link");
    if (!at.accepted) return told("review.not-accepted");
    return told(at.ask);
  }

  function told(key) {
    const values = { handler, branch: filed.branch, since: timeOf(filed.filed_at), count: at.underWay };
    return [element("h1", {}, say(`${key}.title`, values)), element("p", { class: "lead" }, say(`${key}.lead`, values))];
  }

  function scanList() {
    const captured = new Map(filed.captures.map((capture) => [capture.material.name, capture]));
    // What is signed on the pad is no paper to be scanned.
    const asked = Object.entries(procedure?.materials ?? {}).filter(([, kind]) => !kind.signed_on).map(([name]) => name);
    const names = [...asked, ...[...captured.keys()].filter((name) => !asked.includes(name))];
    const more = asked.map(another).filter(Boolean);
    return element("ul", { class: "papers" }, [...names, ...more].map((name) => paperLine(name, captured.get(name))));

    // Of a material that may come more than once, the next one can be scanned once the last was.
    function another(name) {
      const { most } = procedure.materials[name];
      if (most < 2 || !captured.has(name)) return null;
      const next = Array.from({ length: most - 1 }, (_, index) => `${name}-${index + 2}`).find((each) => !captured.has(each));
      return next ?? null;
    }
  }

  function paperLine(name, capture) {
    const required = procedure?.materials[name]?.required ?? false;
    const scanning = busy === `scan ${name}`;
    const open = at.ask === "collect";
    const main = open && !capture && name === at.missing[0];
    return element("li", { class: looking === name ? "chosen" : null },
      element("button", {
        type: "button", class: "line", disabled: !capture, "data-focus": `look ${name}`, onclick: () => act.look(name),
      }, element("strong", {}, materialTitle(procedure, name)), captureChip(capture, required, online)),
      open ? button(capture ? say("collect.again") : say("collect.scan"), () => act.scan(name), {
        kind: main ? "primary" : "", busy: scanning ? say("collect.scanning") : null,
        disabled: busy !== null && busy !== undefined, focus: `scan ${name}`,
        "aria-label": `${capture ? say("collect.again") : say("collect.scan")} ${materialTitle(procedure, name)}`,
      }) : null);
  }

  function finishing() {
    if (at.missing.length) return null;
    if (filed.collected) return element("p", { class: "remark needs" }, say("collect.rescan"));
    return element("div", { class: "actions" }, button(say("collect.done"), act.finish, {
      kind: "primary", busy: busy === "finish" ? say("collect.finishing") : null, disabled: busy !== null, focus: "finish",
    }));
  }

  function ending(kind, sign, words, reasons) {
    return [
      element("div", { class: `ending ${kind}` },
        element("i", { "aria-hidden": "true" }, sign),
        element("h1", {}, words)),
      why(reasons),
      element("p", { class: "lead" }, say(kind === "refused" ? "refused.lead" : "result.lead")),
      element("div", { class: "actions" }, button(say("result.seen"), act.seen, {
        kind: "primary", busy: busy === "seen" ? say("result.seeing") : null, focus: "seen",
      })),
      about(),
    ];
  }

  function why(reasons) {
    return reasons.length ? element("ul", { class: "reasons" }, reasons.map((reason) => element("li", {}, reason))) : null;
  }

  function about() {
    return element("details", { class: "about" },
      element("summary", { "data-focus": "about" }, say("about.title")),
      element("p", {}, `${procedureTitle(procedures, filed.procedure)} · ${filed.branch} · ${timeOf(filed.filed_at)}`),
      applicationLines(filed.application, procedure, { whole: false }),
      element("p", { class: "number", title: filed.case }, shortCase(filed.case)));
  }
}

function captureChip(capture, required, online) {
  if (!capture) return chip("unknown", say(required ? "paper.wanted" : "paper.optional"));
  if (capture.refusal) return chip("needs", say("paper.refused"));
  if (!capture.on_its_way) return chip("done", say("state.done"));
  return chip("waiting", say(online ? "state.on-its-way" : "state.needs-link"));
}

/** The right column: the chosen paper, as it was scanned or laid flat, and what the machine remarks. */
export function captured({ filed, procedure, capture, flat, online }, { flatten }) {
  if (!capture) {
    return [element("h2", {}, say("beside.title")), element("p", { class: "empty" }, say("beside.empty"))];
  }
  const { material } = capture;
  const title = materialTitle(procedure, material.name);
  const laidFlat = flat && capture.straightened;
  const address = `/api/cases/${filed.case}/materials/${material.name}?straightened=${laidFlat}&sha256=${material.sha256}`;
  return [
    element("h2", {}, title),
    capture.straightened ? element("div", { class: "switch", role: "group" }, side(false), side(true)) : null,
    material.media_type === "application/pdf"
      ? element("a", { class: "button", href: address, target: "_blank" }, say("picture.pdf"))
      : readable(address, title),
    element("p", { class: "under" }, captureChip(capture, true, online),
      element("small", {}, `${timeOf(material.captured_at)} · ${sizeOf(material.size_bytes)}`)),
    capture.refusal ? element("p", { class: "remark needs" }, sentence(capture.refusal)) : null,
    findings(material.findings),
  ];

  function side(wanted) {
    return element("button", {
      type: "button", "aria-pressed": String(wanted === laidFlat), "data-focus": `side ${wanted}`,
      onclick: () => flatten(wanted),
    }, say(wanted ? "picture.flat" : "picture.original"));
  }
}

/** Remarks that ask nothing of anybody. */
const inOrder = new Set(["page-found", "code-read", "form-matches", "id-number-valid", "signed"]);

/** What the machine remarks on a paper. It helps and never decides. */
export function findings(found) {
  if (!found.length) return null;
  const sign = (finding) => (inOrder.has(finding.kind) ? "done" : "waiting");
  return element("section", { class: "findings" },
    element("h3", {}, say("finding.title")),
    element("ul", {}, found.map((finding) => element("li", { class: sign(finding) },
      element("i", { "aria-hidden": "true" }), element("span", {}, findingWords(finding))))));
}

