// Files dropped on a .drop go into its file field; the names are said. A form with data-sends goes off at once.
const MEGABYTE = 1024 * 1024;

const say = (drop) => {
  const field = drop.querySelector("input[type=file]");
  const chosen = drop.querySelector("[data-chosen]");
  const files = [...field.files];
  const size = (bytes) => (bytes >= MEGABYTE ? `${(bytes / MEGABYTE).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} kB`);
  if (chosen) chosen.textContent = files.map((file) => `${file.name} (${size(file.size)})`).join(", ");
  if (files.length && field.form?.hasAttribute("data-sends")) field.form.requestSubmit();
};

const wire = (drop) => {
  if (drop.dataset.wired) return;
  drop.dataset.wired = "yes";
  const field = drop.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    const given = new DataTransfer();
    for (const file of event.dataTransfer.files) {
      given.items.add(file);
      if (!field.multiple) break;
    }
    if (given.files.length) {
      field.files = given.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  field.addEventListener("change", () => say(drop));
};

const wireAll = (root) => root.querySelectorAll("[data-drop]").forEach(wire);
wireAll(document);
document.addEventListener("htmx:load", (event) => wireAll(event.target.parentNode ?? document));
