// Comforts on top of pages that work without them: the margins follow the reader, the page being
// read is named there, citation and permalink can be copied, Escape closes what a page mark says.
(() => {
  "use strict";

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  function follow() {
    each(".face, .margin", (side) => {
      side.classList.toggle("follows", side.offsetHeight + 32 < window.innerHeight);
    });
  }

  function addCopyButtons() {
    if (!navigator.clipboard) return;
    each("[data-copy]", (words) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button copy";
      button.textContent = "Copy";
      const what = words.classList.contains("citation") ? "the citation" : "the permalink";
      const text = words.textContent.trim();
      button.setAttribute("aria-label", `Copy ${what}`);
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(text);
        say(`Copied ${what}.`);
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy"), 2000);
      });
      words.closest("p").append(button);
    });
  }

  function say(words) {
    let voice = document.getElementById("voice");
    if (!voice) {
      voice = document.createElement("p");
      voice.id = "voice";
      voice.className = "visually-hidden";
      voice.setAttribute("role", "status");
      document.querySelector("main").append(voice);
    }
    voice.textContent = words;
  }

  // The last page mark above the upper third of the window names the page being read; the scan
  // beside the text hears of it.
  let named = 0;
  function nameThePage() {
    const entries = [...document.querySelectorAll(".pages [data-page]")];
    const marks = [...document.querySelectorAll(".text [id^='page-']")];
    if (!marks.length) return;
    const line = window.innerHeight / 3;
    const above = marks.filter((mark) => mark.getBoundingClientRect().top < line).pop() ?? marks[0];
    const page = Number(above.id.slice("page-".length));
    if (page !== named) document.dispatchEvent(new CustomEvent("reftel:page", { detail: page }));
    named = page;
    const entry = entries.filter((e) => Number(e.dataset.page) <= page).pop();
    entries.forEach((e) => (e === entry ? e.setAttribute("aria-current", "location") : e.removeAttribute("aria-current")));
  }

  let waiting = false;
  function onScroll() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      nameThePage();
    });
  }

  function quieten(event) {
    if (event.key !== "Escape") return;
    each(".break, .break-in", (mark) => mark.classList.add("quiet"));
  }
  const listen = (event) => event.target.closest?.(".break, .break-in")?.classList.remove("quiet");

  addCopyButtons();
  follow();
  nameThePage();
  window.addEventListener("resize", follow);
  window.addEventListener("scroll", onScroll, { passive: true });
  document.addEventListener("keydown", quieten);
  document.addEventListener("mouseover", listen);
  document.addEventListener("focusin", listen);
  document.addEventListener("htmx:after:swap", () => { follow(); nameThePage(); });
})();
