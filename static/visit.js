/* A page left open is put away when its visit ends: here, in another tab, or where the server cannot
   be reached. The page says when that is at the latest and whom to ask; every page works without. */

const about = { ...document.body.dataset };
const others = "BroadcastChannel" in window ? new BroadcastChannel("visit") : null;
const HOW_TO_COME_BACK = {
  room: "Open the link in our mail to you and press Continue. If the mail is gone, ask at the plan’s address for a new link.",
  desk: "Sign in again to go on.",
};

function putAway() {
  const shown = document.createElement("main");
  shown.className = "wrap narrow door shut";
  const heading = document.createElement("h1");
  heading.textContent = "Your visit has ended";
  heading.tabIndex = -1;
  const sheet = document.createElement("div");
  sheet.className = "sheet pad stack";
  for (const words of ["What stood here was put away with it.", HOW_TO_COME_BACK[about.visit]]) {
    sheet.append(Object.assign(document.createElement("p"), { textContent: words }));
  }
  if (about.visit === "desk") {
    const way = Object.assign(document.createElement("a"), { href: "/desk/sign-in", textContent: "Sign in" });
    way.className = "btn";
    sheet.append(way);
  }
  shown.append(heading, sheet);
  document.title = heading.textContent;
  document.body.replaceChildren(shown);
  heading.focus();
}

function stay() {
  let used = Date.now();
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    clearInterval(clock);
    putAway();
  };
  const isDue = () => Date.now() >= Math.min(Date.parse(about.until), used + about.idle * 1000);
  /* The server's word counts before the clock of this machine, which may be wrong; `known` says that
     the visit has ended, if the server cannot be asked. */
  const ask = async (known = false) => {
    if (over) return;
    try {
      const how = { headers: { "X-Poll": "1" }, cache: "no-store", redirect: "manual" };
      const answer = await fetch(about.asks, how);
      const isEnded = answer.status === 401 || answer.type === "opaqueredirect";
      if (isEnded || (answer.status >= 500 && isDue())) end();
    } catch {
      if (known || isDue()) end();
    }
  };
  const clock = setInterval(() => isDue() && ask(), 15000);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  document.addEventListener("visit-over", end);
  window.addEventListener("pageshow", (event) => event.persisted && ask());
  others?.addEventListener("message", ({ data }) => {
    if (data.visit !== about.visit) return;
    if (data.ended) ask(true);
    else used = Date.now();
  });
  others?.postMessage({ visit: about.visit, ended: false });
}

if (about.ended) others?.postMessage({ visit: about.ended, ended: true });
else if (about.visit) stay();
