/* Passkeys: a form that carries what a device is asked, and posts what it answers. Without this file,
   or in a browser that knows no passkeys, the form stays hidden and the password remains. A form that
   only offers one as another proof of who is here has a button of its own for it. */

const { browserSupportsWebAuthn, startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser;
const start = { create: startRegistration };

async function ask(form) {
  const told = form.querySelector("[role=status]");
  told.textContent = "";
  try {
    const optionsJSON = JSON.parse(form.dataset.options);
    const answer = await (start[form.dataset.passkey] ?? startAuthentication)({ optionsJSON });
    form.querySelector("[name$=credential]").value = JSON.stringify(answer);
    form.submit();
  } catch {
    told.textContent = form.dataset.failed;
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
}

if (browserSupportsWebAuthn()) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) return;
      event.preventDefault();
      ask(form);
    });
  }
  for (const button of document.querySelectorAll("form[data-proves] [data-use-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      ask(button.form);
    });
  }
}
