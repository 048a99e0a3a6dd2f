// [data-scan-rows]: a scanned label leads to the row of its lot and asks for its number; letters narrow the rows.
// A row that holds a number already says so, and each label of a box is known again: no box is counted twice.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const finder of document.querySelectorAll("[data-scan-rows]")) {
  const box = finder.querySelector("input");
  const word = finder.querySelector("[data-scan-word]");
  const rows = [...document.querySelectorAll("[data-scan-row]")];
  const seen = new Map(); // by lot: the boxes whose labels were read on this page
  const first = (row) => row.querySelector("input:not([type=hidden])");

  const narrow = (text) => {
    const key = fold(text.trim());
    for (const row of rows) row.hidden = !(fold(row.textContent) + fold(row.dataset.scanRow)).includes(key);
  };

  const told = (lot, text) => {
    const label = /[?&]box=(\d+)/.exec(text)?.[1];
    if (!label) return "";
    const boxes = seen.get(lot) ?? new Set();
    if (boxes.has(label)) return `${finder.dataset.twice}: ${label}`;
    seen.set(lot, boxes.add(label));
    return `${finder.dataset.boxes}: ${boxes.size}`;
  };

  box.addEventListener("input", () => {
    word.textContent = "";
    narrow(box.value);
  });

  box.addEventListener("scanned", (event) => {
    const text = event.detail.text;
    const key = (/\/lots\/([0-9a-f-]{36})/i.exec(text)?.[1] ?? text).toLowerCase();
    const shown = rows.filter((row) => !row.hidden);
    const row = rows.find((each) => each.dataset.scanRow.toLowerCase().split("|").includes(key))
      ?? (shown.length === 1 ? shown[0] : null);
    if (!row) {
      word.textContent = finder.dataset.missing;
      box.select();
      return;
    }
    box.value = "";
    narrow("");
    const number = first(row);
    word.textContent = told(key, text) || (number.value ? `${finder.dataset.again}: ${number.value}` : "");
    number.focus();
    number.select();
  });

  // Enter after a number leads back to the box, for the next label.
  for (const row of rows) {
    row.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input")) return;
      event.preventDefault();
      box.focus();
    });
  }
}
