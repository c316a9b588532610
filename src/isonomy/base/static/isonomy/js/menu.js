// Menus close on Escape and on a click outside; toasts and dialogs listen here too. Pages work without it.
const open = () => document.querySelectorAll("details.switch[open], details.more[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;

  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
  const copier = event.target.closest("[data-copies]");
  if (copier) {
    const text = document.getElementById(copier.dataset.copies)?.textContent ?? "";
    navigator.clipboard?.writeText(text.trim()).then(() => {
      if (copier.dataset.copied) copier.textContent = copier.dataset.copied;
    });
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// a form that came back with errors: the summary is read first
document.querySelector("[data-focus]")?.focus({ preventScroll: false });

// filters apply as they are chosen; the button stays for those without a script
for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// light, dark or as the system: at once, without loading the page again
for (const form of document.querySelectorAll("form[data-theme-choice]")) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=theme]");
    if (!button) return;
    event.preventDefault();
    const chosen = button.value;
    if (chosen === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
    for (const one of form.querySelectorAll("button")) {
      one.setAttribute("aria-pressed", String(one === button));
    }
  });
}
