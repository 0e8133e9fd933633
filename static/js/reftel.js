// Comforts of pages that work without them: margins that follow, the page being read named there,
// copy buttons, Escape that closes what a page mark says.
const all = (selector) => [...document.querySelectorAll(selector)];
const made = (name, values) => Object.assign(document.createElement(name), values);

function follow() {
  for (const side of all(".face, .margin")) {
    side.classList.toggle("follows", side.offsetHeight + 32 < innerHeight);
  }
}

function addCopyButtons() {
  for (const words of navigator.clipboard ? all("[data-copy]") : []) {
    const what = words.classList.contains("citation") ? "the citation" : "the permalink";
    const text = words.textContent.trim();
    const button = made("button", { type: "button", className: "button copy", textContent: "Copy" });
    button.ariaLabel = `Copy ${what}`;
    button.onclick = async () => {
      await navigator.clipboard.writeText(text);
      say(`Copied ${what}.`);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    };
    words.closest("p").append(button);
  }
}

let voice;
function say(words) {
  if (!voice) {
    voice = made("p", { className: "visually-hidden", role: "status" });
    document.querySelector("main").append(voice);
  }
  voice.textContent = words;
}

// The last page mark above the upper third of the window names the page being read; the scan
// beside the text hears of it.
let named = 0;
function nameThePage() {
  const marks = all(".text [id^='page-']");
  if (!marks.length) return;
  const above = marks.findLast((mark) => mark.getBoundingClientRect().top < innerHeight / 3) ?? marks[0];
  const page = +above.id.slice(5);
  if (page !== named) document.dispatchEvent(new CustomEvent("reftel:page", { detail: page }));
  named = page;
  const entries = all(".pages [data-page]");
  const entry = entries.findLast((one) => +one.dataset.page <= page);
  for (const one of entries) one.ariaCurrent = one === entry ? "location" : null;
}

let waiting = false;
function onScroll() {
  if (!waiting) requestAnimationFrame(() => (nameThePage(), (waiting = false)));
  waiting = true;
}

function quieten({ key }) {
  if (key === "Escape") all(".break, .break-in").forEach((mark) => mark.classList.add("quiet"));
}
const listen = ({ target }) => target.closest?.(".break, .break-in")?.classList.remove("quiet");

addCopyButtons();
follow();
nameThePage();
addEventListener("resize", follow);
addEventListener("scroll", onScroll, { passive: true });
document.addEventListener("keydown", quieten);
document.addEventListener("mouseover", listen);
document.addEventListener("focusin", listen);
document.addEventListener("htmx:after:swap", () => { follow(); nameThePage(); });
