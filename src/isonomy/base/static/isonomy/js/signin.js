// Sign-in pages: passkeys only where the browser allows them, and a word when one was not used.
const able = window.isSecureContext && "credentials" in navigator && "PublicKeyCredential" in window;

if (!able) {
  for (const words of document.querySelectorAll("[data-no-passkey]")) words.hidden = false;
  for (const control of document.querySelectorAll("[data-passkey]")) {
    if (control instanceof HTMLButtonElement) control.disabled = true;
    else control.hidden = true;
  }
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-failed]")) words.hidden = false;
});

const saved = document.getElementById("recovery_codes");
saved?.addEventListener("click", () => saved.select());
