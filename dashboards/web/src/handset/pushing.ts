// Being called while the phone sleeps (Web Push): where the hub is configured for it and the person wants it.

import { ref } from "vue";

import { hub, taken } from "@/api/asking";
import { say } from "@/words";
import { registerWorker } from "./installing";

/** Whether this device can be called at all; and whether it is. */
export const canBeCalled = ref(false);
export const isCalled = ref(false);
/** The person, or the device, does not let the page show notifications. */
export const forbidden = ref(false);

let key = "";

async function worker(): Promise<ServiceWorkerRegistration | null> {
  const registered = await registerWorker();
  return registered && "pushManager" in registered ? registered : null;
}

/** After a login: see whether calls are possible, and have the new login take over what the last one wanted. */
export async function prepare(): Promise<void> {
  const [registered, told] = await Promise.all([worker(), taken(hub.GET("/api/me/push"))]);
  key = told.key ?? "";
  canBeCalled.value = registered !== null && key !== "" && "Notification" in window;
  if (!registered || !canBeCalled.value) return;
  const held = await registered.pushManager.getSubscription();
  if (held) await tellHub(held);
  isCalled.value = held !== null;
  await tellWords();
}

/** The worker knows no language: it keeps these words for when it is called. */
export async function tellWords(): Promise<void> {
  const registered = await worker();
  const active = registered && (await navigator.serviceWorker.ready).active;
  active?.postMessage({ title: say("product"), body: say("push.called") });
}

/** Have this device called, or not any more. */
export async function setCalled(wanted: boolean): Promise<void> {
  const registered = await worker();
  if (!registered) return;
  if (wanted) {
    forbidden.value = (await Notification.requestPermission()) !== "granted";
    if (forbidden.value) return;
    const usual = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
    await tellHub(await registered.pushManager.subscribe(usual));
    await tellWords();
  } else {
    await taken(hub.DELETE("/api/me/push"));
    await (await registered.pushManager.getSubscription())?.unsubscribe();
  }
  isCalled.value = wanted;
}

async function tellHub(subscription: PushSubscription): Promise<void> {
  await taken(hub.POST("/api/me/push", { body: { address: subscription.endpoint } }));
}

/** The bytes of a base64url text without padding. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
