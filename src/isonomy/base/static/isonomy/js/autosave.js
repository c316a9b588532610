// Save as you go: forms with data-autosave are sent a moment after the last change.
// The form names its words: data-saving, data-saved, data-failed, data-offline; [data-save-state] shows them.
// The answer is html: elements with an id and hx-swap-oob replace their like; X-Version carries the new version.
const PAUSE = 700;
const RETRY = 5000;

class Saver {
  constructor(form) {
    this.form = form;
    this.timer = 0;
    this.dirty = false;
    this.busy = false;
    this.place = form.querySelector("[data-save-state]") ?? document.querySelector("[data-save-state]");
    form.addEventListener("input", () => this.touch(PAUSE));
    form.addEventListener("change", () => this.touch(0));
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("data-leave")) return;
      event.preventDefault();
      this.touch(0);
    });
  }

  touch(wait) {
    if (this.halted) return;
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  say(state, extra = "") {
    if (!this.place) return;
    const words = this.form.dataset[state] ?? "";
    this.place.dataset.state = state;
    this.place.textContent = extra ? `${words} ${extra}` : words;
  }

  async save() {
    if (this.busy) {
      this.touch(200);
      return;
    }
    if (!navigator.onLine) {
      this.say("offline");
      return;
    }
    this.busy = true;
    this.dirty = false;
    this.say("saving");
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "HX-Request": "true", "X-Autosave": "1" },
        credentials: "same-origin",
      });
      await this.take(answer);
    } catch {
      this.dirty = true;
      this.say(navigator.onLine ? "failed" : "offline");
      this.timer = setTimeout(() => this.save(), RETRY);
    } finally {
      this.busy = false;
    }
  }

  // Two versions are on the page: nothing is sent until a person has chosen, and no word is typed in vain.
  halt() {
    this.halted = true;
    this.dirty = false;
    for (const field of this.form.querySelectorAll("textarea, input:not([type=hidden])")) field.readOnly = true;
    document.querySelector(".conflict textarea")?.focus();
  }

  async take(answer) {
    if (answer.redirected || !answer.ok && answer.status !== 409 && answer.status !== 422) throw new Error(answer.status);
    const text = await answer.text();
    const version = answer.headers.get("X-Version");
    const field = this.form.elements.namedItem("version");
    if (version && field) field.value = version;
    const marks = answer.headers.get("X-Marks");
    const shown = this.form.elements.namedItem("marks");
    if (marks && shown) shown.value = marks;
    swap(text);
    if (answer.status === 409) this.halt();
    if (answer.ok) {
      const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      this.say("saved", now);
      this.form.dispatchEvent(new CustomEvent("isonomy:saved", { bubbles: true }));
    } else {
      this.say("failed");
    }
  }
}

function swap(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const bundle of parsed.querySelectorAll("template[data-pieces]")) {
    document.dispatchEvent(new CustomEvent("isonomy:pieces", { detail: bundle.content }));
  }
  for (const piece of parsed.querySelectorAll("[id][hx-swap-oob]")) {
    const old = document.getElementById(piece.id);
    if (!old) continue;
    piece.removeAttribute("hx-swap-oob");
    old.replaceWith(document.adoptNode(piece));
    window.htmx?.process(piece);
  }
}

const savers = [];
const wireAll = (root) => {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    if (form.dataset.wired) continue;
    form.dataset.wired = "yes";
    savers.push(new Saver(form));
  }
};
wireAll(document);
document.addEventListener("htmx:load", (event) => wireAll(event.target.parentNode ?? document));

window.addEventListener("online", () => savers.filter((saver) => saver.dirty).forEach((saver) => saver.touch(0)));
window.addEventListener("offline", () => savers.forEach((saver) => saver.say("offline")));
window.addEventListener("beforeunload", (event) => {
  if (savers.some((saver) => saver.form.isConnected && (saver.dirty || saver.busy))) event.preventDefault();
});
