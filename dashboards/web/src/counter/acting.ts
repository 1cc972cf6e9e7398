// What the person does at the counter: one thing at a time, and what went wrong with it.

import { defineStore } from "pinia";
import { ref } from "vue";

import { counter, taken } from "@/api/asking";
import { useDoing } from "@/shared/doing";
import type { Code, FileRequest } from "./api";
import { usePlace } from "./place";
import type { Signature } from "@/shared/pad/strokes";

export const useActing = defineStore("acting", () => {
  const place = usePlace();
  const { busy, problem, begin } = useDoing();
  /** The one-time code that is shown; null when none is. */
  const code = ref<Code | null>(null);
  /** The material last captured, by case: it is looked at next. */
  const looking = ref<{ [id: string]: string }>({});

  const of = (id: string) => ({ params: { path: { case: id } } });
  const named = (id: string, material: string) => ({ params: { path: { case: id, material } } });

  const look = (id: string, material: string): void => {
    looking.value = { ...looking.value, [id]: material };
  };

  const file = (body: FileRequest): Promise<boolean> =>
    begin("file", async () => {
      const filed = await taken(counter.POST("/api/cases", { body }));
      place.open({ view: "filed", case: filed.case });
    });
  const scan = (id: string, material: string, scanner: string): Promise<boolean> =>
    begin(`scan ${material}`, async () => {
      await taken(counter.POST("/api/cases/{case}/scan", { ...of(id), body: { material, scanner } }));
      look(id, material);
    });
  const print = (id: string, material: string): Promise<boolean> =>
    begin(`print ${material}`, async () => {
      await taken(counter.POST("/api/cases/{case}/forms/{material}/print", named(id, material)));
    });
  const printReceipt = (id: string): Promise<boolean> =>
    begin("print receipt", async () => {
      await taken(counter.POST("/api/cases/{case}/receipt/print", of(id)));
    });
  const sign = (id: string, material: string, signature: Signature | null): Promise<boolean> =>
    begin(`sign ${material}`, async () => {
      const body = signature as never; // the document says the body is any: `strokes.ts` has its shape
      await taken(counter.POST("/api/cases/{case}/signature/{material}", { ...named(id, material), body }));
      look(id, material);
    });
  const consent = (id: string, given: boolean, language: "zh" | "en"): Promise<boolean> =>
    begin("consent", async () => {
      const body = { covers: "face-comparison" as const, given, language };
      await taken(counter.POST("/api/cases/{case}/consent", { ...of(id), body }));
    });
  const finish = (id: string): Promise<boolean> =>
    begin("finish", async () => {
      await taken(counter.POST("/api/cases/{case}/collected", of(id)));
    });
  const seen = (id: string): Promise<boolean> =>
    begin("seen", async () => {
      await taken(counter.POST("/api/cases/{case}/result-shown", of(id)));
    });
  const cancel = (id: string, reason: string): Promise<boolean> =>
    begin("cancel", async () => {
      await taken(counter.POST("/api/cases/{case}/cancel", { ...of(id), body: { reason } }));
    });
  const askForAnother = (id: string): Promise<boolean> =>
    begin("another", async () => {
      await taken(counter.POST("/api/cases/{case}/ask-for-another", of(id)));
    });
  const decide = (id: string, passed: boolean, reasons: string[], evidence: string[]): Promise<boolean> =>
    begin("decide", async () => {
      await taken(counter.POST("/api/handled/{case}/review", { ...of(id), body: { passed, reasons, evidence } }));
    });
  const recapture = (id: string, materials: string[], reasons: string[]): Promise<boolean> =>
    begin("decide", async () => {
      await taken(counter.POST("/api/handled/{case}/recapture", { ...of(id), body: { materials, reasons } }));
    });
  const showCode = (): Promise<boolean> =>
    begin("sign-in", async () => {
      code.value = await taken(counter.POST("/api/sign-in-code"));
      place.open({ view: "code", case: null });
    });
  const leave = (): Promise<boolean> =>
    begin("leave", async () => {
      await taken(counter.POST("/api/leave"));
    });

  return {
    busy, problem, code, looking, look, file, scan, print, printReceipt, sign, consent, finish, seen, cancel,
    askForAnother, decide, recapture, showCode, leave,
  };
});
