// The first page: which screen this address serves, and where the other is.

import { bar } from "../shared/controls.js";
import { element, region } from "../shared/element.js";
import { language, onLanguage, say } from "../shared/words.js";

const top = region(document.getElementById("bar"), language);
const now = region(document.getElementById("now"), language);
const atCounter = await fetch("/api/procedures").then((response) => response.ok, () => false);

function card(name, here) {
  const inside = [
    element("strong", {}, say(`front.${name}`)),
    element("span", {}, say(`front.${name}.for`)),
    element("small", {}, here ? say("front.here") : say(`front.${name}.elsewhere`)),
  ];
  return here ? element("a", { class: "card", href: `${name}.html` }, inside) : element("div", { class: "card away" }, inside);
}

function draw() {
  document.title = `${say("product")} · ${say("product.long")}`;
  top(null, () => bar(say("product.long"), ""));
  now(null, () => [
    element("h1", {}, say("front.title")),
    element("div", { class: "cards" }, card("counter", atCounter), card("handset", !atCounter)),
  ]);
}

onLanguage(draw);
draw();
