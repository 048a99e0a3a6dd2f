// Takes the text of [data-copy] to the clipboard; the button appears only where that is possible.
for (const box of document.querySelectorAll("[data-copy]")) {
  const button = box.querySelector("button");
  const word = button.querySelector("[role=status]");
  const before = word.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.querySelector(".copyable-text").textContent.trim());
    word.textContent = box.dataset.copied;
    setTimeout(() => { word.textContent = before; }, 2500);
  });
}
