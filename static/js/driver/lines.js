// One line of a stop: delivered and rejected are counted, what is short is the rest of what was sent.
globalThis.driverLine = (box) => {
  const sent = Number(box.dataset.sent);
  const [accepted, rejected] = ["accepted", "rejected"].map((name) => box.querySelector(`[data-count=${name}]`));
  const short = box.querySelector("[data-short]");
  const why = box.querySelector("[data-why]");
  const reason = why.querySelector("select");
  const read = (field) => Math.max(0, Math.min(sent, Math.trunc(Number(field.value)) || 0));
  const rest = () => sent - read(accepted) - read(rejected);

  const count = (changed) => {
    const other = changed === accepted ? rejected : accepted;
    changed.value = read(changed);
    if (rest() < 0) other.value = sent - read(changed);
    short.textContent = rest() ? short.dataset.short.replace("9", rest()) : "";
    why.hidden = read(accepted) === sent;
  };

  for (const field of [accepted, rejected]) field.addEventListener("change", () => count(field));
  box.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    const field = step.parentElement.querySelector("input");
    field.value = read(field) + Number(step.dataset.step);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  count(accepted);

  return {
    recount: () => count(accepted),
    unexplained: () => (why.hidden || reason.value ? null : reason),
    told: () => ({
      line: box.dataset.line,
      accepted: read(accepted),
      short: rest(),
      rejected: read(rejected),
      reason: why.hidden ? null : reason.value,
      note: why.hidden ? "" : why.querySelector("[data-note]").value,
    }),
  };
};
