// The driver's page: the list and one stop at a time, what waits to be sent, and the page kept for later.
(() => {
  const root = document.querySelector("[data-driver]");
  const route = location.pathname;
  const net = document.querySelector("[data-net]");
  const sendNow = document.querySelector("[data-send]");
  const list = root.querySelector("[data-list]");
  const stops = [...list.querySelectorAll("[data-delivery]")];
  const FONTS = [400, 500, 600, 700].map((weight) => `${weight} 1rem "IBM Plex Sans"`).concat('400 1rem "IBM Plex Mono"');
  const AGAIN = 20000;
  const OLD = 7 * 24 * 3600 * 1000;

  const show = () => {
    const named = document.getElementById(location.hash.slice(1));
    const chosen = named?.matches("[data-stop]") ? named : null;
    for (const part of root.querySelectorAll("[data-stop]")) part.hidden = part !== chosen;
    list.hidden = Boolean(chosen);
    window.scrollTo(0, 0);
    chosen?.querySelector("h2").focus();
  };

  const mark = (entry) => {
    const item = stops.find((each) => each.dataset.delivery === entry.delivery);
    if (!item) return;
    const told = item.querySelector("[data-told]");
    const settled = entry.sent?.status === "open" ? `${root.dataset.open}: ${entry.sent.told}` : root.dataset.sent;
    told.textContent = entry.refused ? `${root.dataset.refused}: ${entry.refused}` : entry.sent ? settled : root.dataset.saved;
    item.dataset.done = entry.sent ? "sent" : "saved";
    // A second report of a stop is for a person to judge: only one that was refused is written anew.
    if (!entry.refused) item.querySelector("a")?.removeAttribute("href");
    item.parentElement.append(item);
    stops.forEach((each) => each.classList.remove("driver-next"));
    stops.find((each) => !each.dataset.done)?.classList.add("driver-next");
  };

  const tellState = async () => {
    const waiting = (await driverQueue.waiting(route)).length;
    const away = !navigator.onLine;
    net.textContent = [
      away ? root.dataset.away : "",
      waiting ? root.dataset.waiting.replace("9", waiting) : away ? "" : root.dataset.empty,
    ].filter(Boolean).join(" · ");
    net.dataset.state = waiting ? "waiting" : away ? "away" : "well";
    sendNow.hidden = !waiting;
    return waiting;
  };

  let flushing = false;
  let asked = false; // what is saved while others are being sent goes right after them
  const flush = async (again) => {
    asked = flushing;
    if (flushing) return;
    flushing = true;
    try {
      if (await tellState() && navigator.onLine) {
        await driverSync.flush(route, (entry) => { mark(entry); tellState(); }, again);
      }
      await tellState();
    } finally {
      flushing = false;
    }
    if (asked) await flush();
  };

  const keepPage = async () => {
    await navigator.serviceWorker?.register(`${route}/worker.js`, { scope: route });
    await navigator.storage?.persist?.();
    if (!navigator.onLine) return;
    await Promise.all(FONTS.map((each) => document.fonts.load(each, "Aá").catch(() => null)));
    const store = await caches.open(`driver:${route}`);
    const used = performance.getEntriesByType("resource").map((each) => new URL(each.name));
    const wanted = used.filter((each) => each.origin === location.origin && each.pathname.startsWith("/static/"));
    const known = new Set((await store.keys()).map((each) => each.url));
    await Promise.all([...new Set([route, ...wanted.map((each) => each.href)])]
      .filter((each) => each === route || !known.has(each)).map((each) => store.add(each).catch(() => null)));
  };

  const saved = (entry) => {
    mark(entry);
    location.hash = "";
    flush();
  };

  const begin = async () => {
    for (const form of root.querySelectorAll("[data-report]")) driverStop(form, { route, saved });
    window.addEventListener("hashchange", show);
    show();
    for (const entry of await driverQueue.all(route)) {
      if (entry.sent && Date.now() - entry.at > OLD) await driverQueue.remove(entry.number);
      else mark(entry);
    }
    for (const sign of ["online", "offline"]) window.addEventListener(sign, () => flush());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
    sendNow.addEventListener("click", () => flush(true));
    setInterval(() => flush(), AGAIN);
    await flush();
    await keepPage();
    root.dataset.ready = "yes";
  };
  begin();
})();
