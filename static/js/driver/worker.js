// Keeps the driver's page, and nothing else of the house, for where there is no signal.
const ROUTE = new URL(self.registration.scope).pathname;
const STORE = `driver:${ROUTE}`;
const HERE = { cacheName: STORE }; // looked into without being made
const PATIENCE = 6000; // milliseconds for a network that is there and does not answer

async function forget() {
  await caches.delete(STORE);
  await self.registration.unregister();
}

async function page() {
  const kept = await caches.match(ROUTE, HERE);
  try {
    const signal = AbortSignal.timeout(kept ? PATIENCE : 60000);
    const answer = await fetch(ROUTE, { credentials: "same-origin", signal });
    if (answer.ok) await (await caches.open(STORE)).put(ROUTE, answer.clone());
    if (answer.status !== 404) return answer.ok ? answer : kept ?? answer;
    // The link is dead, or its cookie: what still waits is sent first, by tokens of its own.
    if (kept && (await driverQueue.waiting(ROUTE)).length) return kept;
    await forget();
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

async function asset(request) {
  return await caches.match(request, HERE) ?? fetch(request);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (pathname === ROUTE) event.respondWith(page());
  else if (pathname.startsWith("/static/")) event.respondWith(asset(event.request));
});
