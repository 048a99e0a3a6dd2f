// Dragging for those who like it: a card dropped on a column or on another card presses the button
// that does the same. Every such button is on the page, so nothing can only be dragged.
let held = null;

document.addEventListener("dragstart", (event) => {
  held = event.target.closest("[data-drag]");
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  held.classList.add("dragged");
});

document.addEventListener("dragend", () => {
  held?.classList.remove("dragged");
  for (const each of document.querySelectorAll(".drop-here")) each.classList.remove("drop-here");
  held = null;
});

const goal = (event) => {
  const found = held && event.target.closest("[data-drop]");
  if (!found || found === held) return null;
  return form(found) ? found : null;
};

// A column takes a card by the card's own form for that state; a stop takes another's place in the order.
const form = (found) => held.querySelector(found.dataset.drop ? `form[data-to="${found.dataset.drop}"]` : "form[data-place]");

document.addEventListener("dragover", (event) => {
  const found = goal(event);
  for (const each of document.querySelectorAll(".drop-here")) each.classList.toggle("drop-here", each === found);
  if (!found) return;
  event.preventDefault();
  found.classList.add("drop-here");
});

document.addEventListener("drop", (event) => {
  const found = goal(event);
  if (!found) return;
  event.preventDefault();
  const act = form(found);
  if (!found.dataset.drop) act.elements.position.value = found.dataset.position;
  act.requestSubmit();
});
