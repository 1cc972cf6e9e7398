// Whom and what an id means: people by their names, kinds of business by their titles.

import { defineStore } from "pinia";
import { computed } from "vue";

import { hub } from "@/api/asking";
import { titled } from "@/words";
import { useLive } from "./live";

const EVERY_MS = 60_000;

export const useNames = defineStore("ops-names", () => {
  const people = useLive((headers) => hub.GET("/api/ops/people", { headers }), undefined, EVERY_MS);
  const procedures = useLive((headers) => hub.GET("/api/procedures", { headers }), undefined, EVERY_MS);

  const byPerson = computed(() => new Map(people.content.value?.map((each) => [each.person, each.name])));
  const byProcedure = computed(() => new Map(procedures.content.value?.map((each) => [each.procedure, each.title])));

  /** A person's name; their id while it is not known. */
  const person = (id: string): string => byPerson.value.get(id) ?? id;

  /** A procedure's title; its id when there is none. */
  function procedure(id: string): string {
    const title = byProcedure.value.get(id);
    return title ? titled(title) : id;
  }

  return {
    people: people.content,
    procedures: procedures.content,
    person,
    procedure,
  };
});
