// A long list to choose from gets a box above it that keeps only what has the written letters, accents or not.
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const narrow = (list, options, key) => {
  const before = list.value;
  const fit = options.filter((each) => !each.value || bare(each.textContent).includes(key));
  const real = fit.filter((each) => each.value);
  const stays = fit.find((each) => each.value === before) ?? fit[0];
  list.replaceChildren(...fit);
  list.value = (real.length === 1 ? real[0] : stays)?.value ?? "";
  if (list.value !== before) list.dispatchEvent(new Event("change", { bubbles: true }));
};

const dress = (list) => {
  const options = [...list.options];
  const label = document.createElement("label");
  const box = document.createElement("input");
  label.className = "find-option";
  label.append(list.dataset.find, box);
  box.type = "search";
  box.className = "field-input";
  box.autocomplete = "off";
  box.addEventListener("input", () => narrow(list, options, bare(box.value.trim())));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.focus();
  });
  list.dataset.found = "yes";
  list.closest(".field-box").before(label);
};

const look = () => document.querySelectorAll("form:not(.filters) select[data-find]:not([data-found])").forEach(dress);
look();
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
