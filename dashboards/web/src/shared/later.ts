// The pages that a face does not open with: brought once the first one is shown, or when one is wanted sooner.
// They are not left until somebody wants them: by then there may be no link, or a newer hub without these files.

import { defineAsyncComponent, type AsyncComponentLoader, type Component } from "vue";

const pages: AsyncComponentLoader[] = [];

/** A page of the face that is shown before its script is here, and comes with it. */
export function later<T extends Component>(load: () => Promise<{ default: T }>): T {
  pages.push(load);
  return defineAsyncComponent(load) as T;
}

/** Bring them all. What does not come now is asked for again when it is wanted. */
export const bringPages = (): Promise<unknown> => Promise.allSettled(pages.map((load) => load()));
