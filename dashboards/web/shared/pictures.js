// Pictures of papers. An image that stays on the page is not fetched again when the page is redrawn.

import { element } from "./element.js";
import { say } from "./words.js";

const kept = new Map();

/** The picture at `address`; pressing it shows it at full size, to read the small print. */
export function picture(address, words, size) {
  const key = `${size} ${address}`;
  let image = kept.get(key);
  if (!image) {
    image = element("img", { src: address });
    image.addEventListener("error", () => {
      const missing = element("p", { class: "missing" }, say("picture.missing"));
      kept.delete(key);
      image.replaceWith(missing);
    });
    kept.set(key, image);
  }
  image.alt = words;
  return image;
}

/** A picture that can be pressed to read the small print. */
export function readable(address, words) {
  const frame = element("button", {
    type: "button", class: "paper", "aria-pressed": "false", "data-focus": `paper ${address}`,
    title: say("picture.zoom"),
    onclick: () => {
      const zoomed = frame.classList.toggle("zoomed");
      frame.setAttribute("aria-pressed", String(zoomed));
    },
  }, picture(address, words, "large"));
  return frame;
}

/** Let go of what is not on the page any more: nothing of a customer stays behind. */
export function forgetPictures() {
  for (const [key, image] of kept) if (!image.isConnected) kept.delete(key);
}
