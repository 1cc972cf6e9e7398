// The small parts that every page is made of: bar, buttons, chips, countdowns.

import { serverNow } from "./api.js";
import { element } from "./element.js";
import { remaining } from "./forms.js";
import { language, say, speak } from "./words.js";

/** The line at the top: what this is, where, how the link is, and the language. */
export function bar(title, place, ...right) {
  const other = language() === "zh" ? "en" : "zh";
  return [
    element("a", { class: "brand", href: "index.html", "data-focus": "brand" },
      element("img", { src: "favicon.svg", alt: "", width: "28", height: "28" }),
      element("strong", {}, say("product")),
      element("span", {}, title)),
    element("span", { class: "place" }, place ?? ""),
    element("span", { class: "gap" }),
    ...right,
    element("button", {
      class: "quiet", lang: other, "data-focus": "language", type: "button", onclick: () => speak(other),
    }, say("language.other")),
  ];
}

/** A state beside its sign: `done`, `waiting`, `needs` or `unknown`. */
export function chip(state, words) {
  return element("span", { class: `chip ${state}` }, element("i", { "aria-hidden": "true" }), words);
}

/** A button. While `busy`, it says what is waited for and cannot be pressed. */
export function button(words, press, { kind = "", busy = null, disabled = false, focus = null, ...rest } = {}) {
  return element("button", {
    type: "button", class: kind, onclick: press, disabled: disabled || busy !== null,
    "aria-busy": busy !== null ? "true" : null, "data-focus": focus ?? words, ...rest,
  }, busy ?? words);
}

/** The way out of a page that does not belong to this address. */
export const firstPage = () => element("p", {}, element("a", { class: "button", href: "index.html" }, say("wait.first-page")));

/** A place that counts down to `until` (Unix ms). `whole` ms fill its ring. */
export function countdown(until, whole, attributes = {}) {
  const made = element("span", { "data-until": String(until), "data-whole": String(whole), role: "timer", ...attributes });
  tick(made);
  return made;
}

/** Keep every countdown of the page going; `over` is called when one has just ended. */
export function startCountdowns(over) {
  setInterval(() => {
    let ended = false;
    for (const node of document.querySelectorAll("[data-until]")) ended = tick(node) || ended;
    if (ended) over();
  }, 250);
}

function tick(node) {
  const left = Number(node.dataset.until) - serverNow();
  const text = remaining(left);
  if (node.textContent !== text) node.textContent = text;
  node.style.setProperty("--left", String(Math.max(0, Math.min(1, left / Number(node.dataset.whole)))));
  const ended = left <= 0 && !node.hasAttribute("data-over");
  if (left <= 0) node.setAttribute("data-over", "");
  return ended;
}
