// Filing a case: branch, kind of business, and its fields, each checked as it is typed.

import { button } from "../shared/controls.js";
import { element } from "../shared/element.js";
import { say, titled } from "../shared/words.js";

// Identifiers as in device_profiles/contract/ids.py.
const BRANCH = /^[a-z0-9][a-z0-9-]{0,62}\/[a-z0-9][a-z0-9-]{0,62}$/;

/** A draft with nothing filled in. */
export const emptyDraft = (procedures) => ({ branch: "", procedure: Object.keys(procedures)[0] ?? "", values: {} });

/** Whether a value keeps the field's rule; `touched` values that do not are explained. */
function fits(field, value) {
  if (!value) return !field.required;
  try {
    return new RegExp(`^(?:${field.pattern})$`, "u").test(value);
  } catch {
    return true; // a rule that only the agent can read: it will say
  }
}

/** The request's body, or null while something is missing or wrong. */
export function filled(draft, procedures) {
  const procedure = procedures[draft.procedure];
  if (!procedure || !BRANCH.test(draft.branch)) return null;
  if (!Object.entries(procedure.fields).every(([name, field]) => fits(field, draft.values[name] ?? ""))) return null;
  const [region, branch] = draft.branch.split("/");
  const application = Object.fromEntries(Object.keys(procedure.fields)
    .filter((name) => draft.values[name])
    .map((name) => [name, draft.values[name]]));
  return { target: { region, branch }, procedure: draft.procedure, application };
}

/** The form. Each key stroke goes to `keep`, so that it can be drawn again from `draft()` at any time. */
export function filingForm({ draft, procedures, branches, busy, refused }, { file, keep }) {
  const procedure = procedures[draft().procedure];
  const submit = button(say("file.submit"), null, {
    kind: "primary", type: "submit", busy: busy === "file" ? say("file.filing") : null, focus: "submit",
  });
  const check = () => {
    submit.disabled = busy === "file" || filled(draft(), procedures) === null;
  };
  check();
  return [
    element("h1", {}, say("file.title")),
    element("form", {
      class: "form", novalidate: true, autocomplete: "off", onsubmit: (event) => {
        event.preventDefault();
        const body = filled(draft(), procedures);
        if (body) file(body);
      },
    },
    kindOfBusiness(),
    line({
      name: "branch", title: say("file.branch"), hint: say("file.branch.hint"), required: true,
      value: draft().branch, good: (value) => BRANCH.test(value), list: branches,
      put: (value) => keep({ ...draft(), branch: value }), tidy: (text) => text.trim().toLowerCase(),
    }),
    Object.entries(procedure?.fields ?? {}).map(([name, field]) => line({
      name, title: titled(field.title), hint: titled(field.hint), required: field.required,
      value: draft().values[name] ?? "", good: (value) => fits(field, value),
      wrong: refused === `application.${name}`,
      put: (value) => keep({ ...draft(), values: { ...draft().values, [name]: value } }),
      tidy: (text) => (/^[0-9]{17}x$/.test(text.trim()) ? text.trim().toUpperCase() : text.trim()),
    })),
    element("div", { class: "actions" }, submit, element("small", {}, say("file.kept")))),
  ];

  function kindOfBusiness() {
    const choice = element("select", {
      id: "field-procedure", "data-focus": "procedure",
      onchange: () => keep({ ...draft(), procedure: choice.value }),
    }, Object.values(procedures).map((known) => element("option", {
      value: known.procedure, selected: known.procedure === draft().procedure,
    }, titled(known.title))));
    return element("div", { class: "field" },
      element("label", { for: "field-procedure" }, say("file.procedure")), choice);
  }

  function line({ name, title, hint, required, value, good, put, tidy, list = [], wrong = false }) {
    const note = element("small", { id: `hint-${name}` });
    const input = element("input", {
      id: `field-${name}`, name, value, "data-focus": `field ${name}`, "aria-describedby": `hint-${name}`,
      required, spellcheck: "false", autocapitalize: "off", list: list.length ? `list-${name}` : null,
      oninput: () => { put(tidy(input.value)); look(false); check(); },
      onblur: () => { input.value = tidy(input.value); look(true); },
    });
    const look = (left) => {
      const now = tidy(input.value);
      const fine = good(now);
      // Nobody is corrected in the middle of a word: only once they have left the field.
      const state = now && fine ? "good" : left && (now || required) ? "wrong" : "";
      input.parentElement?.setAttribute("data-state", state);
      input.setAttribute("aria-invalid", String(state === "wrong"));
      note.textContent = state === "wrong" ? say(now ? "file.does-not-fit" : "file.is-missing", { hint }) : hint;
    };
    const made = element("div", { class: "field" },
      element("label", { for: `field-${name}` }, title, required ? null : element("span", {}, say("file.optional"))),
      input, note,
      list.length ? element("datalist", { id: `list-${name}` }, list.map((item) => element("option", { value: item }))) : null);
    look(wrong);
    return made;
  }
}
