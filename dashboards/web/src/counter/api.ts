// The words of the counter's own interface, as types.

import type { components } from "@/api/counter";

type Schemas = components["schemas"];

export type State = Schemas["StateView"];
export type Filed = Schemas["OriginCaseView"];
export type Handled = Schemas["HandledCaseView"];
export type Capture = Schemas["CaptureView"];
export type Record = Schemas["MaterialRecord"];
export type Finding = Schemas["Finding"];
export type Procedure = Schemas["Procedure"];
export type MaterialKind = Schemas["MaterialKind"];
export type Field = Schemas["ApplicationField"];
export type Told = Schemas["Told"];
export type Print = Schemas["PrintView"];
export type Code = Schemas["CodeView"];
export type Peripheral = Schemas["PeripheralView"];
export type Consent = Schemas["ConsentView"];
export type FileRequest = Schemas["FileCaseRequest"];
export type Procedures = { [procedure: string]: Procedure };
