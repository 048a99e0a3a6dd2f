// [data-scan-rows]: a scanned label leads to the row of its lot and asks for its number; letters narrow the rows.
// A row that holds a number already says so, so that a box scanned twice is not counted twice.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const finder of document.querySelectorAll("[data-scan-rows]")) {
  const box = finder.querySelector("input");
  const word = finder.querySelector("[data-scan-word]");
  const rows = [...document.querySelectorAll("[data-scan-row]")];
  const first = (row) => row.querySelector("input:not([type=hidden])");

  const narrow = (text) => {
    const key = fold(text.trim());
    for (const row of rows) row.hidden = !(fold(row.textContent) + fold(row.dataset.scanRow)).includes(key);
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
    word.textContent = number.value ? `${finder.dataset.again}: ${number.value}` : "";
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
