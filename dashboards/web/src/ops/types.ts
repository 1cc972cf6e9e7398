// The hub's answers by the names that this face uses.

import type { components } from "@/api/hub";

type Schemas = components["schemas"];

export type Me = Schemas["MeView"];
export type BranchLine = Schemas["BranchLineView"];
export type BranchPage = Schemas["BranchPageView"];
export type DeviceLine = Schemas["DeviceLineView"];
export type DevicePage = Schemas["DevicePageView"];
export type PersonLine = Schemas["PersonLineView"];
export type PersonState = PersonLine["state"];
export type CaseLine = Schemas["CaseRecordView"];
export type Flight = Schemas["FlightView"];
export type Timeline = Schemas["TimelineView"];
export type Entry = Schemas["EntryView"];
export type Levels = Schemas["LevelsView"];
export type Level = Schemas["LevelView"];
export type Casework = Schemas["CaseworkView"];
export type CaseworkBucket = Schemas["CaseworkBucketView"];
export type Health = Schemas["HealthView"];
export type Alarm = Schemas["AlarmView"];
export type BranchAlarms = Schemas["BranchAlarmsView"];
export type DeviceHistory = Schemas["DeviceHistoryView"];
export type Bucket = Schemas["BucketView"];
export type Metric = Schemas["MetricView"];
export type Fleet = Schemas["FleetView"];
export type FleetLine = Schemas["FleetDeviceView"];
/** A metric within a bucket: its lowest, mean and highest. */
export type Spread = Bucket["metrics"][string];

/** How a thing looks: red needs somebody, amber waits, blue-grey is unknown, green is well. */
export type Tone = "needs" | "waiting" | "unknown" | "done";
export const TONES: readonly Tone[] = ["needs", "waiting", "unknown", "done"];
