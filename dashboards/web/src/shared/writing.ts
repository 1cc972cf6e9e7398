// How values are written: times in the person's zone, sizes, identity numbers, a case's number.

import { language, say } from "@/words";

const two = (number: number): string => String(number).padStart(2, "0");

/** The time of day, 14:05, with the day before it when that is not today. */
export function timeOf(ms: number): string {
  const then = new Date(ms);
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`;
  if (then.toDateString() === new Date().toDateString()) return time;
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())} ${time}`;
}

/** The day of a month, 11-22. */
export function dayOf(ms: number): string {
  const then = new Date(ms);
  return `${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}

/** A time to the second, for a timeline. */
export const exactTimeOf = (ms: number): string => `${timeOf(ms)}:${two(new Date(ms).getSeconds())}`;

/** Minutes and seconds that are left, 1:59; from an hour on 1:02:00. */
export function remaining(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How long something has lasted, in the two largest units. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return say("time.seconds", { seconds });
  if (seconds < 3600) return say("time.minutes", { minutes: Math.floor(seconds / 60) });
  const hours = Math.floor(seconds / 3600);
  if (hours < 48) return say("time.hours", { hours, minutes: Math.floor(seconds / 60) % 60 });
  return say("time.days", { days: Math.floor(hours / 24) });
}

/** A size for people. */
export const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** An identity number masked but for its first three and last four characters; other values are not. */
export const masked = (value: string): string =>
  /^[0-9]{17}[0-9X]$/.test(value) ? value.slice(0, 3) + "•".repeat(11) + value.slice(-4) : value;

/** A case's number as people read it to each other: its region and its last eight places. */
export const shortCase = (id: string): string => `${id.split("-")[0]}-…${id.slice(-8)}`;

const formats = new Map<string, Intl.NumberFormat>();

/** A number as the language writes it, with at most so many decimals, and no fewer than `least`. */
export function numberOf(value: number, digits = 0, least = 0): string {
  const key = `${language.value} ${digits} ${least}`;
  let format = formats.get(key);
  if (!format) {
    const locale = language.value === "zh" ? "zh-CN" : "en";
    // Making one takes a hundred times as long as using it.
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format.format(value);
}
