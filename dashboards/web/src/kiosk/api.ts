// The words of the kiosk's own interface, as types.

import type { components } from "@/api/counter";

type Schemas = components["schemas"];

export type State = Schemas["KioskView"];
export type Current = Schemas["KioskCaseView"];
export type Procedure = Schemas["Procedure"];
export type Procedures = { [procedure: string]: Procedure };
export type Field = Schemas["ApplicationField"];
export type Capture = Schemas["CaptureView"];
export type Told = Schemas["Told"];
export type Offered = Schemas["OfferedView"];
