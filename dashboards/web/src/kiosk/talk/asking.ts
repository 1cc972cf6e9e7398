// Asks for a person. With a case open the reviewer who has it is called; without one, a talk is what is wanted.

import { ref } from "vue";

import { counter, taken } from "@/api/asking";

/** `asked`: somebody was called; `nobody`: it cannot be done from here now. */
export type Asked = "no" | "asked" | "nobody";

export function useAsking() {
  const asked = ref<Asked>("no");

  async function ask(id: string): Promise<void> {
    try {
      await taken(counter.POST("/api/calls/ask", { body: { case: id } }));
      asked.value = "asked";
    } catch {
      asked.value = "nobody";
    }
  }
  return { asked, ask };
}
