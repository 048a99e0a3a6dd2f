// Adds rows to [data-add-line] from its <template>, whose names hold __n__, and takes rows away.
for (const list of document.querySelectorAll("[data-add-line]")) {
  const lines = list.querySelector("[data-lines]");
  const blank = list.querySelector("template");
  const add = list.querySelector("[data-add]");
  const dress = () => {
    const rows = lines.querySelectorAll("[data-line]");
    for (const row of rows) row.querySelector("[data-remove]").hidden = rows.length < 2;
  };

  if (add) {
    add.hidden = false;
    add.addEventListener("click", () => {
      const number = list.dataset.next++;
      const holder = document.createElement("div");
      holder.innerHTML = blank.innerHTML.replaceAll("__n__", number);
      const row = lines.appendChild(holder.firstElementChild);
      dress();
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
  }

  lines.addEventListener("click", (event) => {
    if (!event.target.closest("[data-remove]")) return;
    event.target.closest("[data-line]").remove();
    dress();
    (lines.querySelector("input:not([type=hidden]), select, textarea") ?? add)?.focus();
  });
  dress();
}
