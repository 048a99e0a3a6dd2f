// A stop: what is written at the door becomes one report, kept in the phone before anything is sent.
globalThis.driverStop = (form, { route, saved }) => {
  const lines = [...form.querySelectorAll("[data-line]")].map(driverLine);
  const photos = driverPictures(form.querySelector("[data-photos]"));
  const signing = form.querySelector("[data-signature]");
  const signature = signing ? driverSignature(signing) : null;
  const trouble = form.querySelector("[data-error]");
  const draft = `relief-driver:${form.id}`;
  const typed = () => [...form.elements].filter((field) => field.id && !["file", "submit", "button"].includes(field.type));

  const refuse = (field, words) => {
    trouble.textContent = words;
    trouble.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  };

  const missing = () => {
    for (const line of lines) if (line.unexplained()) return [line.unexplained(), trouble.dataset.lacksReason];
    const empty = [...form.querySelectorAll("[data-required]")].find((field) => !field.value.trim());
    if (empty) return [empty, trouble.dataset.lacksText];
    return signature?.missing() ? [signature.missing(), trouble.dataset.lacksSignature] : null;
  };

  const report = (key) => JSON.stringify({
    key,
    delivery: form.dataset.delivery,
    kind: form.dataset.report,
    happened_at: new Date().toISOString(),
    lines: lines.map((line) => line.told()),
    signature: signature?.state() ?? null,
    ...Object.fromEntries([...form.querySelectorAll("[data-tell]")].map((field) => [field.dataset.tell, field.value])),
  });

  form.addEventListener("input", (event) => {
    event.target.removeAttribute("aria-invalid");
    trouble.hidden = true;
    const kept = typed().map((field) => [field.id, field.type === "radio" ? field.checked : field.value]);
    localStorage.setItem(draft, JSON.stringify(kept));
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const lacks = missing();
    if (lacks) return refuse(...lacks);
    const button = form.querySelector("[type=submit]");
    if (button.getAttribute("aria-disabled")) return undefined;
    button.setAttribute("aria-disabled", "true");
    const key = crypto.randomUUID();
    try {
      const entry = {
        route, key, delivery: form.dataset.delivery, url: form.dataset.url, token: form.dataset.token,
        at: Date.now(), report: report(key), photos: [...photos], signature: await signature?.picture() ?? null,
      };
      await driverQueue.add(entry);
      localStorage.removeItem(draft);
      saved(entry);
    } catch {
      button.removeAttribute("aria-disabled");
      refuse(button, trouble.dataset.full);
    }
    return undefined;
  });

  // What was typed before the phone closed the page is there again.
  for (const [id, value] of JSON.parse(localStorage.getItem(draft) ?? "[]")) {
    const field = form.elements.namedItem(id) ?? document.getElementById(id);
    if (field?.type === "radio") field.checked = value;
    else if (field) field.value = value;
  }
  for (const line of lines) line.recount();
  signing?.dispatchEvent(new Event("change"));
};
