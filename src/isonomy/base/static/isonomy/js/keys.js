// One-letter keys: j k next and previous, 1 to 5 verdict, n note, e evidence, / find, ? all keys.
// Off inside fields, off with Ctrl, Alt or Meta, and off for good where a person switches them off.
const STORE = "isonomy-keys";
const remembered = () => {
  const account = document.documentElement.dataset.keys !== "off";
  try {
    return { on: true, off: false }[localStorage.getItem(STORE)] ?? account;
  } catch {
    return account;
  }
};
let on = remembered();

for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    try {
      localStorage.setItem(STORE, on ? "on" : "off");
    } catch {
      // private windows remember nothing; the choice holds for this page
    }
    document.documentElement.toggleAttribute("data-no-keys", !on);
  });
}
document.documentElement.toggleAttribute("data-no-keys", !on);

const writes = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable || element.matches("input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select"));

const follow = (rel) => document.querySelector(`main a[rel~="${rel}"]`)?.click();

const focus = (selector) => {
  const field = document.querySelector(selector);
  field?.focus();
  return Boolean(field);
};

const choose = (digit) => {
  const held = document.activeElement?.closest?.("fieldset.verdict");
  const group = held ?? document.querySelector("fieldset.verdict:not(.small):not(:disabled)");
  const radio = group?.querySelector(`input[data-key="${digit}"]`) ?? held?.querySelectorAll("input")[digit - 1];
  if (!radio || radio.disabled) return false;
  radio.focus();
  if (!radio.checked) radio.click();
  return true;
};

const ACTS = {
  j: () => follow("next"),
  k: () => follow("prev"),
  n: () => focus("[data-note], main textarea"),
  e: () => document.querySelector("[data-evidence]")?.click(),
  "/": () => focus("#tree input[type=search]") || focus("#find"),
  "?": () => document.getElementById("all-keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape" && writes(document.activeElement) && !document.activeElement.closest("dialog")) {
    document.activeElement.blur();
    return;
  }
  if (!on || writes(event.target) || document.querySelector("dialog[open]:not(.static)")) return;
  const act = /^[1-5]$/.test(event.key) ? () => choose(Number(event.key)) : ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
