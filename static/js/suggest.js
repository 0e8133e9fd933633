// Suggestions under the search box, as a combobox: htmx brings the list, arrows walk it, Enter
// takes one, Escape closes it. Nothing is sent until one searches.
(() => {
  "use strict";

  const input = document.getElementById("find");
  const box = document.getElementById("suggestions");
  if (!input || !box || !window.htmx) return;
  let active = -1;

  const options = () => [...box.querySelectorAll("[role=option]")];

  function show(open) {
    box.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  function choose(at) {
    const all = options();
    active = all.length ? ((at + 1 + all.length + 1) % (all.length + 1)) - 1 : -1;
    all.forEach((one, n) => one.setAttribute("aria-selected", String(n === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  }

  function take(one) {
    input.value = one.dataset.query;
    box.replaceChildren();
    show(false);
    input.focus();
  }

  function onKey(event) {
    if (box.hidden) {
      if (event.key === "ArrowDown" && options().length) show(true);
      return;
    }
    if (event.key === "ArrowDown") choose(active + 1);
    else if (event.key === "ArrowUp") choose(active < 0 ? options().length - 1 : active - 1);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && active >= 0) take(options()[active]);
    else return;
    event.preventDefault();
  }

  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Suggestions");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", "suggestions");
  show(false);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () => show(false));
  box.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  box.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) take(one);
  });
  new MutationObserver(() => {
    choose(-1);
    show(options().length > 0 && document.activeElement === input);
  }).observe(box, { childList: true });
})();
