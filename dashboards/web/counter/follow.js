// Follows the agent's state by long polling, and says since when it has not answered.

import { ask } from "../shared/api.js";

const AGAIN_MS = 1_500;

/** Call `took(state)` with each new state, and `lost(since, problem)` while the agent does not answer. */
export async function follow(took, lost) {
  let version = -1;
  let since = null;
  for (;;) {
    try {
      const state = await ask("GET", `/api/state?after=${version}`);
      version = state.version;
      since = null;
      took(state);
    } catch (problem) {
      since ??= Date.now();
      version = -1;
      lost(since, problem);
      await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
  }
}
