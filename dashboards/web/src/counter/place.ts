// What the person has opened, kept in the address, so that going back and a reload find it again.

import { defineStore } from "pinia";
import { computed, ref } from "vue";

import { mostUrgent, type Shown } from "./standing";
import { useFollowing } from "./following";

function read(): Shown | null {
  const [view, id = ""] = location.hash.replace(/^#/, "").split("/");
  if (view === "filed" || view === "handled") return id ? { view, case: id } : null;
  return view === "home" || view === "file" || view === "code" ? { view, case: null } : null;
}

export const usePlace = defineStore("place", () => {
  const following = useFollowing();
  const chosen = ref<Shown | null>(read());
  addEventListener("hashchange", () => (chosen.value = read()));

  /** Open something; null leaves it to what is most urgent. */
  function open(next: Shown | null): void {
    chosen.value = next;
    const hash = next === null ? "" : `#${next.view}${next.case ? `/${next.case}` : ""}`;
    if (hash !== location.hash) history.pushState(null, "", hash || location.pathname);
  }

  /** What is on the page: what the person opened, while it is there; else what is most urgent. */
  const shown = computed<Shown>(() => {
    const state = following.state;
    const wanted = chosen.value;
    if (!state) return { view: "home", case: null };
    if (wanted && (wanted.view === "filed" || wanted.view === "handled")) {
      const there = (state[wanted.view] as readonly { case: string }[]).some((each) => each.case === wanted.case);
      if (there) return wanted;
      return mostUrgent(state, following.procedures);
    }
    return wanted ?? mostUrgent(state, following.procedures);
  });

  return { chosen, shown, open };
});
