// How values are written: times, sizes, identity numbers, and what went wrong.

import { knows, language, say } from "./words.js";

const two = (number) => String(number).padStart(2, "0");

/** The time of day, 14:05, with the day before it when that is not today. */
export function timeOf(ms) {
  const then = new Date(ms);
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`;
  if (then.toDateString() === new Date().toDateString()) return time;
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())} ${time}`;
}

/** Minutes and seconds, 1:59. */
export function remaining(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** A size for people. */
export function sizeOf(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** An identity number is masked but for its first three and last four characters; other values are not. */
export function masked(value) {
  return /^[0-9]{17}[0-9X]$/.test(value) ? value.slice(0, 3) + "•".repeat(11) + value.slice(-4) : value;
}

/** A case's number as people read it to each other: its region and its last eight places. */
export const shortCase = (id) => `${id.split("-")[0]}-…${id.slice(-8)}`;

/** What a Problem or a Refusal says: our words for its code, or the sentence that came with it. */
export function sentence(problem) {
  const named = `problem.${problem.code}.${problem.field}`; // the same rule, about another than oneself
  const key = knows(named) ? named : `problem.${problem.code}`;
  return knows(key) ? say(key) : problem.says || problem.message || say("problem.no_answer");
}

/** Phrases, or sentences without their full stops, in a row. */
export const listed = (items) => items.map((item) => item.replace(/[.。]$/, "")).join(language() === "zh" ? "、" : ", ");

/** A machine's finding, in words. */
export function findingWords(finding) {
  const key = `finding.${finding.kind}`;
  if (!knows(key)) return finding.says;
  const named = Object.entries(finding.detail).map(([name, value]) => {
    const word = `finding.${name}.${value}`;
    return [name, knows(word) ? say(word) : value];
  });
  return say(key, Object.fromEntries(named));
}
