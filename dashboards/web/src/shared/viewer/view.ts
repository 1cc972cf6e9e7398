// How a picture lies in its window: scale, turn and place. Pure; lengths in CSS px.

export interface Size {
  width: number;
  height: number;
}

/** The picture's middle lies `x`, `y` beside the window's middle; `scale` 1 shows a pixel of it as one px. */
export interface View {
  scale: number;
  turn: 0 | 90 | 180 | 270;
  x: number;
  y: number;
}

export interface Point {
  x: number;
  y: number;
}

export const LARGEST_SCALE = 8;
export const STEP = 1.25;

/** The picture's size as it lies, turned. */
export const turned = (picture: Size, turn: View["turn"]): Size =>
  turn % 180 ? { width: picture.height, height: picture.width } : picture;

/** The scale at which all of the picture can be seen. */
export function fitScale(picture: Size, window: Size, turn: View["turn"]): number {
  const lies = turned(picture, turn);
  if (!lies.width || !lies.height) return 1;
  return Math.min(window.width / lies.width, window.height / lies.height);
}

/** All of the picture, in the middle; turned as it was. */
export const fit = (picture: Size, window: Size, turn: View["turn"] = 0): View => ({
  scale: fitScale(picture, window, turn), turn, x: 0, y: 0,
});

/** The view, so that the picture cannot be lost: never smaller than fit, and never pushed out of the window. */
export function within(view: View, picture: Size, window: Size): View {
  const least = Math.min(fitScale(picture, window, view.turn), LARGEST_SCALE);
  const scale = Math.min(LARGEST_SCALE, Math.max(least, view.scale));
  const lies = turned(picture, view.turn);
  const room = (length: number, seen: number): number => Math.max(0, (length * scale - seen) / 2);
  const held = (at: number, most: number): number => Math.min(most, Math.max(-most, at)) || 0;
  return {
    ...view,
    scale,
    x: held(view.x, room(lies.width, window.width)),
    y: held(view.y, room(lies.height, window.height)),
  };
}

/** Larger or smaller by `factor`; what lies under `at`, counted from the window's middle, stays there. */
export function zoom(view: View, factor: number, at: Point, picture: Size, window: Size): View {
  const least = fitScale(picture, window, view.turn);
  const scale = Math.min(LARGEST_SCALE, Math.max(least, view.scale * factor));
  const grown = scale / view.scale;
  const moved = { ...view, scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown };
  return within(moved, picture, window);
}

export const pan = (view: View, by: Point, picture: Size, window: Size): View =>
  within({ ...view, x: view.x + by.x, y: view.y + by.y }, picture, window);

/** A quarter turn to the right; all of it is seen again. */
export const rotate = (view: View, picture: Size, window: Size): View =>
  fit(picture, window, ((view.turn + 90) % 360) as View["turn"]);

/** Whether all of the picture is seen. */
export const isFit = (view: View, picture: Size, window: Size): boolean =>
  view.scale <= fitScale(picture, window, view.turn) * 1.001;
