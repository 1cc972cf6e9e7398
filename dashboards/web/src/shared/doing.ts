// One thing at a time: what the person's press has begun, and what went wrong with it.

import { ref, type Ref } from "vue";

import { problemOf, type Problem } from "@/api/problem";

export interface Doing {
  /** The name of what is being done, so that its button can say what it waits for. */
  busy: Ref<string | null>;
  problem: Ref<Problem | null>;
  /** Do it, unless something is being done; whether it went well. */
  begin: (name: string, work: () => Promise<void>) => Promise<boolean>;
}

export function useDoing(): Doing {
  const busy = ref<string | null>(null);
  const problem = ref<Problem | null>(null) as Ref<Problem | null>;

  async function begin(name: string, work: () => Promise<void>): Promise<boolean> {
    if (busy.value !== null) return false;
    [busy.value, problem.value] = [name, null];
    try {
      await work();
      return true;
    } catch (thrown) {
      problem.value = problemOf(thrown);
      return false;
    } finally {
      busy.value = null;
    }
  }
  return { busy, problem, begin };
}
