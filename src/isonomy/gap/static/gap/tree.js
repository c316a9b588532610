// The tree beside the working page: find as you type, keep the open question in sight, take new signs in.
const tree = document.getElementById("tree");
const field = tree?.querySelector("[data-tree-filter]");
const none = tree?.querySelector("[data-tree-none]");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const rows = () => [...(tree?.querySelectorAll("li") ?? [])];

field?.addEventListener("input", () => {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of rows()) {
    row.dataset.text ??= fold(row.textContent);
    const hit = words.every((word) => row.dataset.text.includes(word));
    row.hidden = !hit;
    found += hit;
  }
  for (const group of tree.querySelectorAll("details")) {
    group.hidden = words.length > 0 && !group.querySelector("li:not([hidden])");
  }
  if (none) none.hidden = found > 0;
});

field?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  tree.querySelector("li:not([hidden]) a")?.click();
});

const here = tree?.querySelector("[aria-current=page]");
if (here && tree.scrollHeight > tree.clientHeight) {
  tree.scrollTop = here.offsetTop - tree.clientHeight / 2;
}

// Lists and summaries cannot stand alone in an answer, so they come in a template.
document.addEventListener("isonomy:pieces", (event) => {
  for (const piece of event.detail.querySelectorAll("[id]")) {
    document.getElementById(piece.id)?.replaceWith(document.adoptNode(piece));
  }
});
