// Scanning into the box of a [data-scan], by a keyboard wedge wherever the cursor is, or by the camera (camera.js).
// "submit" sends the form; "stay" sends nothing. Either way the box fires "scanned" with the text.
const QUICK = 50; // milliseconds between two keys: no hand types a whole code so fast
const LEAST = 4;
const parts = document.querySelectorAll("[data-scan]");

const take = (part, text) => {
  const box = part.querySelector("input");
  box.value = text;
  box.dispatchEvent(new CustomEvent("scanned", { bubbles: true, detail: { text } }));
  if (part.dataset.scan === "submit") box.form.requestSubmit();
};

for (const part of parts) {
  part.addEventListener("scan:read", (event) => take(part, event.detail.text));
  part.querySelector("input").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || part.dataset.scan !== "stay") return;
    event.preventDefault();
    if (event.target.value.trim()) take(part, event.target.value.trim());
  });
}

// The wedge types where the cursor happens to be: what it put there is taken out again.
const typed = { text: "", at: 0, into: null, before: "" };
const listen = (event) => {
  const quick = event.timeStamp - typed.at < QUICK;
  typed.at = event.timeStamp;
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    if (!quick || typed.into !== event.target) {
      Object.assign(typed, { text: "", into: event.target, before: event.target.value });
    }
    typed.text += event.key;
    return;
  }
  if (event.key !== "Enter" || !quick || typed.text.length < LEAST) return;
  const text = typed.text;
  typed.text = "";
  if (event.target.closest("[data-scan], textarea")) return;
  event.preventDefault();
  if (typed.before !== undefined) event.target.value = typed.before;
  take(parts[0], text);
};
if (parts.length) document.addEventListener("keydown", listen, true);
