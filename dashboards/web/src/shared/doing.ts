// One thing at a time: what the person's press has begun, and what went wrong with it.

import { ref, type Ref } from "vue";

import { problemOf, type Problem } from "@/api/problem";

export interface Doing {
  /** The name of what is being done, so that its button can say what it waits for. */
  busy: Ref<string | null>;
  problem: Ref<Problem | null>;
  /** Do it, unless something is being done; whether it went well. */
  begin: (name: string, work: () => Promise<void>) => Promise<boolean>;
  /** Do it even so: how what was being done ends is of no matter any more. */
  insist: (name: string, work: () => Promise<void>) => Promise<boolean>;
}

export function useDoing(): Doing {
  const busy = ref<string | null>(null);
  const problem = ref<Problem | null>(null) as Ref<Problem | null>;

  let latest = 0;

  async function insist(name: string, work: () => Promise<void>): Promise<boolean> {
    const mine = ++latest;
    [busy.value, problem.value] = [name, null];
    try {
      await work();
      return mine === latest;
    } catch (thrown) {
      if (mine === latest) problem.value = problemOf(thrown);
      return false;
    } finally {
      if (mine === latest) busy.value = null;
    }
  }
  const begin = async (name: string, work: () => Promise<void>): Promise<boolean> =>
    busy.value === null && (await insist(name, work));
  return { busy, problem, begin, insist };
}
