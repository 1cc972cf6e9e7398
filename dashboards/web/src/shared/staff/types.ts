// What the hub says, by the names that this face uses.

import type { components } from "@/api/hub";

type Schemas = components["schemas"];

export type Me = Schemas["MeView"];
export type Line = Schemas["CaseLine"];
export type View = Schemas["CaseView"];
export type Entry = Schemas["EntryView"];
export type Asking = Schemas["AskingView"];
export type Candidate = Schemas["CandidateView"];
export type Colleague = Schemas["ColleagueView"];
export type Procedure = Schemas["Procedure"];

export const STAFF_ROLES: readonly string[] = ["teller", "lobby_manager", "reviewer"];
