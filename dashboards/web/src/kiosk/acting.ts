// What the customer does at the kiosk: one thing at a time, and what went wrong with it.

import { defineStore } from "pinia";

import { counter, taken } from "@/api/asking";
import { useDoing } from "@/shared/doing";
import type { Signature } from "@/shared/pad/strokes";
import { language } from "@/words";
import { useMemory } from "./memory";

const TOUCH_EVERY_MS = 3_000;
const THANKS_MS = 6_000;

export const useActing = defineStore("kiosk-acting", () => {
  const memory = useMemory();
  const { busy, problem, begin, insist } = useDoing();
  let touchedAt = -TOUCH_EVERY_MS;

  const of = (id: string) => ({ params: { path: { case: id } } });
  const named = (id: string, material: string) => ({ params: { path: { case: id, material } } });

  /** Somebody touches the screen. The agent need not hear of each touch. */
  function touch(atOnce = false): void {
    const now = performance.now();
    if (!atOnce && now - touchedAt < TOUCH_EVERY_MS) return;
    touchedAt = now;
    void counter.POST("/api/kiosk/touch").catch(() => undefined);
  }
  const file = (): Promise<boolean> =>
    begin("file", async () => {
      const { visit, procedure, face, video } = memory.it;
      const body = { visit, procedure: procedure ?? "", language: language.value, face_comparison: face, video };
      await taken(counter.POST("/api/kiosk/begin", { body }));
    });
  const capture = (id: string, material: string, scanner: string | null = null): Promise<boolean> =>
    begin(`capture ${material}`, async () => {
      await taken(counter.POST("/api/kiosk/cases/{case}/capture", { ...of(id), body: { material, scanner } }));
    });
  const fillIn = (id: string): Promise<boolean> =>
    begin("fill-in", async () => {
      const body = { application: { ...memory.it.values } };
      await taken(counter.PUT("/api/kiosk/cases/{case}/application", { ...of(id), body }));
    });
  const finish = (id: string): Promise<boolean> =>
    begin("finish", async () => {
      await taken(counter.POST("/api/cases/{case}/collected", of(id)));
    });
  const print = (id: string, material: string): Promise<boolean> =>
    begin("print", async () => {
      await taken(counter.POST("/api/cases/{case}/forms/{material}/print", named(id, material)));
    });
  const sign = (id: string, material: string, signature: Signature): Promise<boolean> =>
    begin("sign", async () => {
      const body = signature as never; // the document says the body is any: `strokes.ts` has its shape
      await taken(counter.POST("/api/cases/{case}/signature/{material}", { ...named(id, material), body }));
    });
  const callBack = (id: string, phone: string): Promise<boolean> =>
    begin("callback", async () => {
      await taken(counter.POST("/api/kiosk/cases/{case}/callback", { ...of(id), body: { phone } }));
    });
  async function withdraw(id: string, covers: "face-comparison" | "video"): Promise<void> {
    const told = await begin("withdraw", async () => {
      const body = { covers, given: false, language: language.value };
      await taken(counter.POST("/api/cases/{case}/consent", { ...of(id), body }));
    });
    if (told && covers === "video") await stop(); // nobody may look on any more
  }
  /** The customer is done, or wants no more: at once nothing of them is here, whatever was still being done. */
  const stop = (): Promise<boolean> =>
    insist("stop", async () => {
      memory.forget();
      await taken(counter.POST("/api/kiosk/stop"));
    });
  async function goodBye(): Promise<void> {
    if (!(await stop())) return;
    memory.thanks = true;
    setTimeout(() => (memory.thanks = false), THANKS_MS);
  }
  return { busy, problem, touch, file, capture, fillIn, finish, print, sign, callBack, withdraw, stop, goodBye };
});
