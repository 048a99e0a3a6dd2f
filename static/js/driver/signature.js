// Takes a signature by finger. The box is drawn at the screen's own sharpness, and again when it is turned.
globalThis.driverSignature = (box) => {
  const canvas = box.querySelector("canvas");
  const area = box.querySelector("[data-signature-area]");
  const pad = new SignaturePad(canvas, { minWidth: 0.8, maxWidth: 2.6 });
  const state = () => box.querySelector("input[type=radio]:checked").value;

  const fit = () => {
    const sharp = Math.max(window.devicePixelRatio || 1, 1);
    if (!canvas.offsetWidth || canvas.width === Math.round(canvas.offsetWidth * sharp)) return;
    const drawn = pad.toData();
    canvas.width = Math.round(canvas.offsetWidth * sharp);
    canvas.height = Math.round(canvas.offsetHeight * sharp);
    canvas.getContext("2d").scale(sharp, sharp);
    pad.fromData(drawn);
  };

  const dress = () => {
    area.hidden = state() !== "signed";
    fit();
  };
  box.addEventListener("change", dress);
  box.querySelector("[data-clear]").addEventListener("click", () => pad.clear());
  new ResizeObserver(fit).observe(canvas);
  dress();

  return {
    state,
    missing: () => (state() === "signed" && pad.isEmpty() ? box.querySelector("input[type=radio]:checked") : null),
    picture: () => (state() === "signed" && !pad.isEmpty()
      ? new Promise((done) => { canvas.toBlob(done, "image/png"); })
      : null),
  };
};
