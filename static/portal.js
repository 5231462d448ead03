/* Progressive enhancement only: every page works with this file missing. */

const page = document.documentElement;
page.classList.add("js");

/* The question that belongs to a chosen answer opens under it. */
function reveal() {
  for (const part of document.querySelectorAll(".reveal[data-for]")) {
    part.hidden = !document.getElementById(part.dataset.for)?.checked;
  }
}
document.addEventListener("change", reveal);
document.addEventListener("reset", () => setTimeout(reveal));
reveal();

document.querySelector(".errsum")?.focus();

/* One press, one post: the second press of the same form is dropped until the page is shown again. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  reveal();
});

/* Copies the value of the field named by data-copy, and says so beside the button. */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select();
    return;
  }
  const told = button.parentElement.querySelector("[role=status]");
  if (told) told.textContent = "Copied";
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});

/* A room asks every 15 seconds, while somebody looks at it, whether it still is what it shows.
   It never replaces the page: words being typed are worth more than news. */
function watch(told) {
  let etag = told.dataset.etag;
  let changed = false;
  const ask = async () => {
    if (changed || document.hidden) return;
    const headers = { "X-Poll": "1", ...(etag && { "If-None-Match": etag }) };
    const answer = await fetch(told.dataset.poll, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status === 401) document.dispatchEvent(new Event("visit-over"));
    if (answer.status !== 200 || changed) return;
    if (!etag) {
      etag = answer.headers.get("ETag");
      return;
    }
    changed = true;
    clearInterval(clock);
    told.append(told.querySelector("template").content.cloneNode(true));
  };
  const quietly = () => ask().catch(() => {});
  const clock = setInterval(quietly, 15000);
  document.addEventListener("visibilitychange", quietly);
}
document.querySelectorAll("[data-poll]").forEach(watch);

/* A page that only passes on what a browser was sent back with presses its own button. */
document.querySelector("form[data-goes-on]")?.requestSubmit();
