// The camera reads a code for a [data-scan], where the browser can: the part hears "scan:read" with the text.
const FORMATS = ["qr_code", "code_128", "code_39", "ean_13", "ean_8", "upc_a", "data_matrix"];

const watch = (part, view, detector) => async () => {
  if (!view.open) return;
  const [found] = await detector.detect(view.querySelector("video")).catch(() => []);
  if (!found) {
    setTimeout(watch(part, view, detector), 150);
    return;
  }
  view.close();
  navigator.vibrate?.(60);
  part.dispatchEvent(new CustomEvent("scan:read", { detail: { text: found.rawValue } }));
};

const open = async (part, view, formats) => {
  const video = view.querySelector("video");
  const word = view.querySelector("[role=status]");
  word.textContent = view.dataset.aim;
  view.showModal();
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await video.play();
  } catch {
    word.textContent = view.dataset.refused;
    return;
  }
  watch(part, view, new BarcodeDetector({ formats }))();
};

const offer = async (part) => {
  const readable = await BarcodeDetector.getSupportedFormats();
  const formats = FORMATS.filter((each) => readable.includes(each));
  if (!formats.length) return;
  const view = part.querySelector("dialog");
  const button = part.querySelector("[data-scan-camera]");
  button.hidden = false;
  button.addEventListener("click", () => open(part, view, formats));
  view.querySelector("[data-scan-close]").addEventListener("click", () => view.close());
  view.addEventListener("close", () => {
    const video = view.querySelector("video");
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    video.srcObject = null;
  });
};

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  for (const part of document.querySelectorAll("[data-scan]")) offer(part);
}
