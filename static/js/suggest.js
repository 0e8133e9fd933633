// Suggestions under the search box, as a combobox: htmx brings the list, arrows walk it, Enter
// takes one, Escape closes it.
const input = document.getElementById("find");
const box = document.getElementById("suggestions");
let active = -1;

const options = () => [...box.querySelectorAll("[role=option]")];

function show(open) {
  box.hidden = !open;
  input.ariaExpanded = open;
  if (!open) choose(-1);
}

function choose(at) {
  const all = options();
  active = ((at + all.length + 2) % (all.length + 1)) - 1; // -1: none
  all.forEach((one, n) => (one.ariaSelected = n === active));
  input.setAttribute("aria-activedescendant", all[active]?.id ?? "");
  all[active]?.scrollIntoView({ block: "nearest" });
}

function take(one) {
  input.value = one.dataset.query;
  box.replaceChildren();
  show(false);
  input.focus();
}

function onKey(event) {
  const { key } = event;
  if (box.hidden) {
    if (key === "ArrowDown" && options().length) show(true);
    return;
  }
  if (key === "ArrowDown") choose(active + 1);
  else if (key === "ArrowUp") choose(active - 1);
  else if (key === "Escape") show(false);
  else if (key === "Enter" && active >= 0) take(options()[active]);
  else return;
  event.preventDefault();
}

if (input && box && window.htmx) {
  box.role = "listbox";
  box.ariaLabel = "Suggestions";
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.setAttribute("aria-controls", "suggestions");
  show(false);
  input.onkeydown = onKey;
  input.onblur = () => show(false);
  box.onmousedown = () => false; // the box keeps the focus
  box.onclick = ({ target }) => {
    const one = target.closest("[role=option]");
    if (one) take(one);
  };
  new MutationObserver(() => {
    choose(-1);
    show(options().length > 0 && document.activeElement === input);
  }).observe(box, { childList: true });
}
