// Builds elements. Data reaches a page only as text here, never as markup.

/**
 * An element with attributes and children. Functions are listeners, `true` sets a bare attribute;
 * null, undefined and false are left out, among attributes and children alike.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.replace(/^on/, ""), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/**
 * A part of the page that is built anew only when `key` or the language has changed.
 * Elements with `data-focus` keep the keyboard's focus across a rebuild.
 */
export function region(node, language) {
  let shown = null;
  return (key, build) => {
    const wanted = JSON.stringify([language(), key]);
    if (wanted === shown) return;
    shown = wanted;
    const active = node.contains(document.activeElement) ? document.activeElement : null;
    const focus = active?.dataset.focus;
    const caret = active?.selectionStart;
    node.replaceChildren(...[build()].flat(2).filter(Boolean));
    if (!focus) return;
    const again = node.querySelector(`[data-focus="${CSS.escape(focus)}"]`);
    again?.focus({ preventScroll: true });
    if (typeof caret === "number" && again?.setSelectionRange) again.setSelectionRange(caret, caret);
  };
}
