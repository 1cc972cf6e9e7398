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
    onclick: ({ clientX, clientY, detail }) => {
      const { left, top, width, height } = frame.firstElementChild.getBoundingClientRect();
      const zoomed = frame.classList.toggle("zoomed");
      frame.setAttribute("aria-pressed", String(zoomed));
      if (!zoomed || detail === 0) return; // a key press points nowhere
      // What was pressed stays under the finger.
      frame.scrollLeft = ((clientX - left) / width) * frame.scrollWidth - frame.clientWidth / 2;
      frame.scrollTop = ((clientY - top) / height) * frame.scrollHeight - frame.clientHeight / 2;
    },
  }, picture(address, words, "large"));
  return frame;
}

/** Let go of what is not on the page any more: nothing of a customer stays behind. */
export function forgetPictures() {
  for (const [key, image] of kept) if (!image.isConnected) kept.delete(key);
}
