// Which page is looked at: the part of the address behind the #, so that a page can be kept and sent.

import { computed, nextTick, readonly, ref, watch } from "vue";

export const PAGES = ["branches", "devices", "alarms", "cases", "search", "levels", "health"] as const;
export type PageName = (typeof PAGES)[number];

export interface Place {
  page: PageName;
  /** Of one branch, device or case; empty for the list of all. */
  id: string;
  query: Readonly<Record<string, string>>;
}

/** The place that an address names; anything else is the first page. */
export function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [first = "", ...rest] = path.split("/").map(decoded);
  const page = PAGES.find((each) => each === first);
  if (!page) return { page: "branches", id: "", query: {} };
  return { page, id: rest.join("/"), query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a place; what is empty in the query is left out. */
export function addressOf(page: PageName, id = "", query: Record<string, string | null | undefined> = {}): string {
  const told = Object.entries(query).filter((each): each is [string, string] => Boolean(each[1]));
  const asked = new URLSearchParams(told).toString();
  return `#/${page}${id && `/${id.split("/").map(encodeURIComponent).join("/")}`}${asked && `?${asked}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const hash = ref(location.hash);
const scrolled = new Map<string, number>();
window.addEventListener("hashchange", ({ oldURL }) => {
  scrolled.set(new URL(oldURL).hash, scrollY);
  hash.value = location.hash;
});

/** Where the person is. */
export const place = readonly(computed(() => placeOf(hash.value)));

/** Go there; `instead` of here, so that “back” leads to the page before. */
export function go(address: string, instead = false): void {
  if (instead) {
    history.replaceState(history.state, "", address);
    hash.value = address;
  } else {
    location.hash = address;
  }
}

/** After each change of page: its heading has the focus, and the view is where the person left it. */
export function followPlace(): void {
  watch(
    () => `${place.value.page}/${place.value.id}`,
    async () => {
      await nextTick();
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
      scrollTo(0, scrolled.get(hash.value) ?? 0);
    },
    { flush: "post" },
  );
}
