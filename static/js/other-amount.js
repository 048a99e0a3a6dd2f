// In [data-other-amount], choosing another amount leads to its box.
for (const part of document.querySelectorAll("[data-other-amount]")) {
  const box = part.querySelector("[name=amount]");
  part.addEventListener("change", (event) => {
    if (event.target.name === "chip" && event.target.value === "other") box.focus();
  });
}
