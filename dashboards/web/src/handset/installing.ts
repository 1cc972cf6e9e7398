// Lets the page be installed, and open without the hub: registers its service worker.

/** Do so where the browser can: on a secure address, in a built page. */
export async function registerWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return null;
  // The scope is this page alone: the others of this address are none of its business.
  return navigator.serviceWorker.register("handset-worker.js", { scope: "handset.html" }).catch(() => null);
}
