// The handling side: a case of another counter, its papers large, and where to decide.

import { chip } from "../shared/controls.js";
import { element } from "../shared/element.js";
import { shortCase, sizeOf, timeOf } from "../shared/forms.js";
import { readable } from "../shared/pictures.js";
import { say } from "../shared/words.js";
import { applicationLines, materialTitle, procedureTitle } from "./application.js";
import { findings } from "./collecting.js";

/** The middle: which paper, large, and the bar that says what is asked. */
export function handledCase({ handled, procedures, looking }, { look }) {
  const procedure = procedures[handled.procedure];
  const material = handled.materials.find(({ name }) => name === looking) ?? handled.materials[0];
  return [
    element("h1", {}, handled.ready
      ? say("handle.ready", { procedure: procedureTitle(procedures, handled.procedure) })
      : say("handle.waiting", { origin: handled.origin })),
    element("div", { class: "tabs", role: "tablist" }, handled.materials.map(({ name }) => element("button", {
      type: "button", role: "tab", "aria-selected": String(name === material?.name),
      "data-focus": `tab ${name}`, onclick: () => look(name),
    }, materialTitle(procedure, name)))),
    material ? sheet(handled, material, procedure) : element("p", { class: "empty" }, say("handle.no-papers")),
    element("footer", { class: "decision" },
      chip(handled.ready ? "needs" : "waiting", say(handled.ready ? "ask.decide" : "ask.await-papers")),
      element("span", {}, say(handled.ready ? "handle.decide" : "handle.not-yet", { handler: handled.handler.name }))),
  ];
}

function sheet(handled, material, procedure) {
  const address = `/api/handled/${handled.case}/materials/${material.name}?sha256=${material.sha256}`;
  if (material.media_type === "application/pdf") {
    return element("a", { class: "button", href: address, target: "_blank" }, say("picture.pdf"));
  }
  return readable(address, materialTitle(procedure, material.name));
}

/** The right column: application and findings, to hold against the paper. */
export function handledBeside({ handled, procedures, looking }) {
  const procedure = procedures[handled.procedure];
  const material = handled.materials.find(({ name }) => name === looking) ?? handled.materials[0];
  return [
    element("h2", {}, say("handle.application")),
    applicationLines(handled.application, procedure, { whole: handled.ready }),
    material ? [
      element("h2", {}, materialTitle(procedure, material.name)),
      element("p", { class: "under" }, element("small", {}, `${timeOf(material.captured_at)} · ${sizeOf(material.size_bytes)}`)),
      findings(material.findings),
    ] : null,
    element("p", { class: "number", title: handled.case },
      say("handle.from", { origin: handled.origin }), element("br"), shortCase(handled.case)),
  ];
}
