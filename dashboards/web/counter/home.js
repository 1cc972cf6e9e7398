// Nothing waits: what can be begun here, and signing in with a one-time code.

import { button, countdown } from "../shared/controls.js";
import { element } from "../shared/element.js";
import { say } from "../shared/words.js";

const CODE_LIVES_MS = 120_000;

/** The two things that can be begun at a quiet counter. */
export function home({ state, busy }, { file, signIn }) {
  return [
    element("h1", {}, state.person ? say("home.ready", { name: state.person.name }) : say("home.title")),
    element("p", { class: "lead" }, state.person ? say("home.ready.lead") : say("home.lead")),
    element("div", { class: "tiles" },
      tile("file.start", "file.for", file),
      state.person ? null : tile("sign-in.start", "sign-in.for", signIn, busy === "sign-in")),
  ];
}

function tile(words, purpose, press, waits = false) {
  return element("button", {
    type: "button", class: "tile", onclick: press, "data-focus": `tile ${words}`, disabled: waits,
  }, element("strong", {}, say(words)), element("span", {}, waits ? say("sign-in.asking") : say(purpose)));
}

/** The code, large enough to read from the other side of the table. */
export function signInCode({ code, online, over, busy }, { signIn, away }) {
  const digits = `${code.code.slice(0, 3)} ${code.code.slice(3)}`;
  return [
    element("h1", {}, over ? say("sign-in.over") : say("sign-in.title")),
    element("p", { class: "lead" }, over ? say("sign-in.over.lead") : say("sign-in.lead")),
    over ? null : element("p", { class: "code" }, digits),
    over ? null : element("p", { class: "code-time" },
      say("sign-in.remaining"), " ", countdown(code.expires_at, CODE_LIVES_MS)),
    over || online ? null : element("p", { class: "remark needs" }, say("sign-in.needs-link")),
    element("div", { class: "actions" },
      over ? button(say("sign-in.again"), signIn, {
        kind: "primary", busy: busy === "sign-in" ? say("sign-in.asking") : null,
      }) : null,
      button(say("sign-in.away"), away)),
  ];
}
