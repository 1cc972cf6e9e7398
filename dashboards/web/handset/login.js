// Logging in on one's own handset, and confirming the code that a counter shows.

import { button } from "../shared/controls.js";
import { element } from "../shared/element.js";
import { say } from "../shared/words.js";

/** Name and password. */
export function login({ busy }, { logIn }) {
  const person = element("input", {
    id: "person", autocomplete: "username", autocapitalize: "off", spellcheck: "false", required: true, "data-focus": "person",
  });
  const password = element("input", {
    id: "password", type: "password", autocomplete: "current-password", required: true, "data-focus": "password",
  });
  return [
    element("h1", {}, say("login.title")),
    element("form", {
      class: "form card",
      onsubmit: (event) => {
        event.preventDefault();
        logIn(person.value.trim().toLowerCase(), password.value);
      },
    },
    element("div", { class: "field" }, element("label", { for: "person" }, say("login.person")), person),
    element("div", { class: "field" }, element("label", { for: "password" }, say("login.password")), password),
    button(say("login.submit"), null, {
      kind: "primary", type: "submit", busy: busy === "login" ? say("login.busy") : null, focus: "login",
    })),
  ];
}

/** Duty, as a switch. */
export function duty(me, busy, { change }) {
  return element("section", { class: "card duty" },
    element("div", {},
      element("strong", {}, say(me.on_duty ? "duty.on" : "duty.off")),
      element("small", {}, me.branch)),
    element("button", {
      type: "button", role: "switch", "aria-checked": String(me.on_duty), class: "toggle", "data-focus": "duty",
      "aria-label": say("duty.switch"), disabled: busy !== null, onclick: () => change(!me.on_duty),
    }, element("i", { "aria-hidden": "true" })));
}

/** The counter where the person sits, or the way to sit down at one. */
export function counter(me, busy, { confirm, leave }) {
  if (me.counter) {
    return element("section", { class: "card seat" },
      element("div", {},
        element("strong", {}, me.counter),
        element("small", {}, say(me.counter_online ? "seat.online" : "seat.offline"))),
      button(say("seat.leave"), leave, { kind: "quiet", disabled: busy !== null, focus: "leave" }));
  }
  const code = element("input", {
    id: "code", class: "digits", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "7",
    "data-focus": "code", "aria-describedby": "code-hint",
    oninput: () => { submit.disabled = digits(code.value).length !== 6; },
  });
  const submit = button(say("seat.confirm"), null, {
    kind: "primary", type: "submit", disabled: true, busy: busy === "code" ? say("seat.confirming") : null, focus: "confirm",
  });
  return element("section", { class: "card" },
    element("form", {
      class: "form",
      onsubmit: (event) => {
        event.preventDefault();
        if (digits(code.value).length === 6) confirm(digits(code.value));
      },
    },
    element("div", { class: "field" },
      element("label", { for: "code" }, say("seat.code")), code, element("small", { id: "code-hint" }, say("seat.code.hint"))),
    submit));
}

const digits = (text) => text.replace(/[^0-9]/g, "");
