// What a page knows, as one value; whoever draws it is called once after each change.

/** A store: `get()`, `set(part)` to change some of it, `redraw()`. */
export function createStore(initial, draw) {
  let value = initial;
  let asked = false;
  const redraw = () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      draw(value);
    });
  };
  return {
    get: () => value,
    set(part) {
      value = { ...value, ...part };
      redraw();
    },
    redraw,
  };
}
