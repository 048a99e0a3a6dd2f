// Moves the reader to the summary of errors when a form comes back with one.
document.querySelector("[data-focus]")?.focus();
