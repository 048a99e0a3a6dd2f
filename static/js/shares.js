// The table of a proposal: arrows and Enter go from number to number, Esc puts back what the rule
// says, the sums follow what is typed, and a reason is asked for only beside another number.
for (const form of document.querySelectorAll("[data-shares]")) {
  const grouped = new Intl.NumberFormat(form.dataset.locale === "en" ? "en-US" : "es-MX");
  const boxes = [...form.querySelectorAll("[data-quantity]")];

  const sum = (group) => {
    const numbers = [...group.querySelectorAll("[data-quantity]")].map((box) => Number(box.value) || 0);
    const given = numbers.reduce((total, each) => total + each, 0);
    const left = Number(group.dataset.there) - given;
    group.querySelector("[data-given]").textContent = grouped.format(given);
    const shown = group.querySelector("[data-left]");
    shown.textContent = grouped.format(left);
    shown.classList.toggle("share-over", left < 0);
  };
  const ask = (box) => {
    const reason = box.closest("[data-share]").querySelector("[data-reason]");
    const asked = box.value !== box.dataset.quantity || reason.getAttribute("aria-invalid");
    reason.closest("td").classList.toggle("share-unasked", !asked);
  };
  const dress = (box) => {
    ask(box);
    sum(box.closest("[data-there]"));
  };

  form.addEventListener("input", (event) => {
    if (boxes.includes(event.target)) dress(event.target);
  });
  form.addEventListener("keydown", (event) => {
    const here = boxes.indexOf(event.target);
    if (here < 0) return;
    const steps = { ArrowDown: 1, Enter: 1, ArrowUp: -1 };
    if (event.key === "Escape") {
      event.target.value = event.target.dataset.quantity;
      dress(event.target);
    } else if (event.key in steps) {
      event.preventDefault();
      boxes[here + steps[event.key]]?.focus();
    }
  });
  form.addEventListener("focusin", (event) => {
    if (boxes.includes(event.target)) event.target.select();
  });
  boxes.forEach(dress);
}
