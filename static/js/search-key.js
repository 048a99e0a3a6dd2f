// The key "/" goes to the search box of a list.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
  const box = document.querySelector("[data-search-key] input:not([type=hidden])");
  if (!box) return;
  event.preventDefault();
  box.focus();
});
