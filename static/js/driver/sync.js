// Sends what waits, one after the other in its order; a key lets the server take each only once.
globalThis.driverSync = (() => {
  const REFUSED = new Set([400, 401, 409, 413, 422]); // sending it again would not help: a person must

  const body = (entry) => {
    const form = new FormData();
    form.append("report", entry.report);
    if (entry.signature) form.append("signature", entry.signature, "signature.png");
    entry.photos.forEach((photo, number) => form.append("photo", photo, `photo-${number + 1}.jpg`));
    return form;
  };

  const send = async (entry) => {
    const answer = await fetch(entry.url, {
      method: "POST",
      body: body(entry),
      credentials: "omit",
      redirect: "error",
      headers: { Authorization: `Bearer ${entry.token}`, "Idempotency-Key": entry.key },
      signal: AbortSignal.timeout(90000),
    });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok && told.key === entry.key) {
      // What is sent leaves the phone; only that it was sent is remembered.
      const { number, route, delivery, key, at } = entry;
      return { number, route, delivery, key, at, sent: told };
    }
    // A fault of ours about one report must not keep the others waiting behind it.
    if (answer.status === 500) return entry;
    if (!REFUSED.has(answer.status)) throw new Error(`not now: ${answer.status}`);
    return { ...entry, refused: told.error ?? String(answer.status) };
  };

  const flush = async (route, tell, again) => {
    for (const entry of await driverQueue.waiting(route)) {
      if (entry.refused && !again) continue;
      const now = await send(entry);
      if (now === entry) continue;
      await driverQueue.put(now);
      tell(now);
    }
  };

  return {
    // True when nothing stops what waits: a phone without signal answers false and tries again later.
    // What was refused is tried once more only when the driver asks, `again`.
    flush: async (route, tell, again) => {
      try {
        await navigator.locks.request(`relief-driver:${route}`, () => flush(route, tell, again));
        return true;
      } catch {
        return false;
      }
    },
  };
})();
