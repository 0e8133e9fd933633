// The paper beside the text: a word pointed at is boxed, and the other way round; both stay on one
// page. A paragraph says where in the source its characters stand (data-at), a word where it does.
const panel = document.querySelector(".scan");
const find = (selector) => panel.querySelector(selector);
const [picture, stage, figure, said, opener] = ["svg.leaf", ".stage", "figure", "figcaption", ".open"].map(find);
const greeting = said.textContent;
const pages = [...panel.querySelectorAll(".thumbs a")].map((link) => {
  const [width, height, start, end] = link.dataset.place.split(" ").map(Number);
  return { number: +link.dataset.page, link, image: link.dataset.image, width, height, start, end };
});
let shown = pages[0];
let viewer, overlay, pointed, traced;
let busy = 0; // until when the text scrolls because of us

// Words and boxes, in pixels of the page image.
const between = (list, at) => list.find((one) => one.start <= at && at < one.end);

async function fetched(page) {
  const { words: base, query } = panel.dataset;
  const told = await (await fetch(`${base}/${page.number}.json${query}`)).json();
  let end = told.start;
  const words = told.words.map(([gap, length, x, y, width, height, doubt]) => {
    const start = end + gap;
    end = start + length;
    return { start, end, x, y, width, height, doubt };
  });
  return { words, hits: told.hits.map(([x, y, width, height]) => ({ x, y, width, height })) };
}
const wordsOf = (page) => (page.read ??= fetched(page).catch(() => ({ words: [], hits: [] })));

const set = (element, values) => {
  for (const name in values) element.setAttribute(name, values[name]);
};

function box(kind, places, room = 0) {
  for (const root of overlay ? [picture, overlay] : [picture]) {
    const group = root.querySelector(".boxes");
    group.querySelectorAll(`.${kind}`).forEach((old) => old.remove());
    for (const { x, y, width, height } of places) {
      const rect = document.createElementNS(picture.namespaceURI, "rect");
      set(rect, { class: kind, x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room });
      group.append(rect);
    }
  }
}

async function show(page, leads) {
  if (!page) return;
  if (page !== shown) {
    const { number, link, width, height } = (shown = page);
    set(picture, { viewBox: `0 0 ${width} ${height}`, "aria-label": `Page ${number} of the scan` });
    set(picture.querySelector("image"), { href: link.dataset.source, width, height });
    find(".at").textContent = number;
    opener.href = link.href;
    point();
    viewer?.open(`${page.image}/info.json`);
  }
  for (const one of pages) one.link.ariaCurrent = one === page;
  find("[data-do=back]").disabled = page === pages[0];
  find("[data-do=on]").disabled = page === pages.at(-1);
  if (leads) bring(document.getElementById(`page-${page.number}`), "start");
  const { words, hits } = await wordsOf(page);
  if (page !== shown) return;
  box("hit", hits);
  box("doubt", words.filter((word) => word.doubt));
}

function bring(mark, block) {
  busy = Date.now() + 1200;
  mark?.scrollIntoView({ block });
}

// The text: where the characters of each paragraph stand in the source.
const paragraphs = () =>
  (traced ??= [...document.querySelectorAll("[data-at]")].map((paragraph) => {
    const nodes = [];
    const pieces = [];
    const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let at = 0;
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (node.parentElement.closest(".pilcrow, .break-in")) continue;
      nodes.push({ node, at });
      at += node.data.length;
    }
    at = 0;
    for (const [, join, from, length] of paragraph.dataset.at.matchAll(/(\D?)(\d+)\+(\d+)/g)) {
      at += join === " ";
      pieces.push({ at, start: +from, end: +from + +length });
      at += +length;
    }
    return { nodes, pieces };
  }));

function sourceAt(node, offset) {
  for (const { nodes, pieces } of paragraphs()) {
    const held = nodes.find((one) => one.node === node);
    const at = held?.at + offset;
    const piece = held && pieces.findLast((one) => one.at <= at);
    if (piece) return Math.min(piece.start + at - piece.at, piece.end);
  }
  return -1;
}

function rangeOf(word) {
  for (const { nodes, pieces } of paragraphs()) {
    const piece = pieces.find((one) => one.start < word.end && word.start < one.end);
    if (!piece) continue;
    const from = piece.at + Math.max(word.start - piece.start, 0);
    const to = piece.at + Math.min(word.end, piece.end) - piece.start;
    const first = nodes.findLast((one) => one.at <= from);
    const last = nodes.findLast((one) => one.at < to);
    const range = new Range();
    range.setStart(first.node, from - first.at);
    range.setEnd(last.node, to - last.at);
    return range;
  }
}

// Pointing.
function point(word, range = word && rangeOf(word)) {
  if (word === pointed) return;
  pointed = word;
  box("pointed", word ? [word] : [], 3);
  if (window.Highlight) CSS.highlights.set("pointed", new Highlight(...(range ? [range] : [])));
  said.textContent = word?.doubt ? `Doubtful: ${word.doubt}` : greeting;
}

async function pointInText(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const old = caret ? 0 : document.caretRangeFromPoint?.(x, y); // Safari
  const at = sourceAt(caret?.offsetNode ?? old?.startContainer, caret?.offset ?? old?.startOffset);
  const near = (list) => between(list, at) ?? between(list, at - 1);
  const page = near(pages);
  const word = page && near((await wordsOf(page)).words);
  const range = word && rangeOf(word);
  const under = [...(range?.getClientRects() ?? [])].some(
    (one) => x > one.left - 2 && x < one.right + 2 && y > one.top && y < one.bottom,
  );
  if (under) show(page);
  point(under ? word : undefined, range);
}

async function pointOnPaper(clientX, clientY) {
  const matrix = (viewer ? overlay : picture)?.getScreenCTM();
  if (!matrix) return;
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  const { words } = await wordsOf(shown);
  point(words.find((one) => x > one.x && x < one.x + one.width && y > one.y && y < one.y + one.height));
}

// Selected words, by keyboard too, are boxed.
async function boxSelected() {
  const picked = document.getSelection();
  const range = picked.isCollapsed ? undefined : picked.getRangeAt(0);
  const start = sourceAt(range?.startContainer, range?.startOffset);
  const end = sourceAt(range?.endContainer, range?.endOffset);
  const page = between(pages, start);
  const words = page ? (await wordsOf(page)).words : [];
  show(page);
  box("chosen", words.filter((word) => word.start < end && start < word.end), 3);
}

function oncePerFrame(act) {
  let last;
  return (event) => {
    if (!last) requestAnimationFrame(() => (act(last.clientX, last.clientY), (last = undefined)));
    last = event;
  };
}

// The viewer, loaded when it is first opened.
async function open() {
  if (!window.OpenSeadragon) {
    // Unless it finds a style of its own it adds one, which the policy refuses: this is none.
    const style = document.createElementNS("urn:none", "style");
    style.setAttribute("data-openseadragon-mobile-css", "");
    const script = document.createElement("script");
    await new Promise((onload, onerror) => {
      Object.assign(script, { src: panel.dataset.viewer, onload, onerror });
      document.head.append(style, script);
    });
  }
  opened(true);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  viewer = OpenSeadragon({
    element: stage, drawer: "canvas", showNavigationControl: false, animationTime: still ? 0 : 0.4,
    maxZoomPixelRatio: 3, gestureSettingsMouse: { clickToZoom: false },
  });
  viewer.addHandler("open", () => {
    overlay = picture.cloneNode(true);
    overlay.setAttribute("class", "over");
    overlay.querySelector("image").remove();
    viewer.clearOverlays();
    viewer.addOverlay(overlay, new OpenSeadragon.Rect(0, 0, 1, shown.height / shown.width));
    stage.dataset.open = shown.number;
  });
  viewer.canvas.setAttribute("aria-label", "The scan: arrows move, plus and minus zoom, R turns, I inverts, Escape closes");
  viewer.open(`${shown.image}/info.json`);
  viewer.canvas.focus({ preventScroll: true });
}

function opened(is) {
  picture.toggleAttribute("hidden", (opener.hidden = is));
  stage.hidden = find(".tools").hidden = !is;
}

const zoom = (by) => () => viewer.viewport.zoomBy(by).applyConstraints();
const turnPage = (by) => () => show(pages[pages.indexOf(shown) + by], true);
const deeds = {
  back: turnPage(-1),
  on: turnPage(1),
  closer: zoom(1.5),
  further: zoom(1 / 1.5),
  turn: () => viewer.viewport.rotateBy(90),
  invert: () => set(find("[data-do=invert]"), { "aria-pressed": stage.classList.toggle("inverted") }),
  close: () => {
    viewer.destroy();
    viewer = overlay = undefined;
    delete stage.dataset.open;
    opened(false);
    opener.focus({ preventScroll: true });
  },
};

panel.onclick = (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const on = (selector) => event.target.closest(selector);
  const thumb = on(".thumbs a");
  const deed = deeds[on("[data-do]")?.dataset.do];
  if (deed) deed();
  else if (thumb) show(pages.find((page) => page.link === thumb), true);
  else if (on(".open") && panel.dataset.viewer) open().catch(() => location.assign(opener.href));
  else if (pointed) bring(rangeOf(pointed)?.startContainer.parentElement, "center");
  else return;
  event.preventDefault();
};
panel.onkeydown = (event) => {
  const deed = deeds[{ Escape: "close", i: "invert", PageDown: "on", PageUp: "back" }[event.key]];
  if (!viewer || !deed || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  deed();
};
for (const [side, act] of [[document.getElementById("leaf"), pointInText], [figure, pointOnPaper]]) {
  side?.addEventListener("pointermove", oncePerFrame(act), true);
  side?.addEventListener("pointerleave", () => point());
}
document.addEventListener("selectionchange", boxSelected);
document.addEventListener("htmx:after:swap", () => (traced = undefined));
document.addEventListener("reftel:page", ({ detail }) => {
  if (Date.now() > busy) show(pages.find(({ number }) => number === detail));
});
panel.querySelectorAll("nav [data-do]").forEach((button) => (button.hidden = pages.length < 2));
show(shown);
