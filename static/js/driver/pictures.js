// Makes photographs small enough to keep and to send, and loses where they were taken on the way.
globalThis.driverPictures = (() => {
  const LONGEST = 1600;
  const MOST = 6;

  const shrink = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const content = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
    if (!content) throw new Error("no picture");
    return { canvas, content };
  };

  return (box) => {
    const photos = [];
    const list = box.querySelector("[data-thumbs]");
    const told = box.querySelector("[data-photo-error]");
    const field = box.querySelector("input[type=file]");

    const show = ({ canvas, content }) => {
      const item = document.createElement("li");
      const remove = box.querySelector("template").content.firstElementChild.cloneNode(true);
      remove.addEventListener("click", () => {
        photos.splice(photos.indexOf(content), 1);
        item.remove();
        field.focus();
      });
      item.append(canvas, remove);
      list.append(item);
    };

    field.addEventListener("change", async () => {
      told.hidden = true;
      for (const file of field.files) {
        try {
          if (photos.length >= MOST) throw new Error("too many");
          const made = await shrink(file);
          photos.push(made.content);
          show(made);
        } catch {
          told.hidden = false;
        }
      }
      field.value = "";
    });
    return photos;
  };
})();
