// The paper beside the text. A word pointed at is boxed on the scan, and the other way round; both
// stay on one page. Words are found by their offsets in the source: a paragraph says where its
// characters come from (data-at), and the words of a page come with their boxes.
(() => {
  "use strict";
  const panel = document.querySelector(".scan");
  if (!panel) return;
  const find = (selector) => panel.querySelector(selector);
  const [picture, stage, figure, said, opener] = ["svg.leaf", ".stage", "figure", "figcaption", ".open"].map(find);
  const greeting = said.textContent;
  const pages = [...panel.querySelectorAll(".thumbs a")].map((link) => {
    const [width, height, start, end] = link.dataset.place.split(" ").map(Number);
    return { number: Number(link.dataset.page), link, image: link.dataset.image, width, height, start, end };
  });
  let shown = pages[0];
  let viewer, overlay, pointed, traced;
  let busy = 0; // until when the text scrolls because of us

  // Words and boxes, in pixels of the page image.
  const between = (list, at) => list.find((one) => one.start <= at && at < one.end);

  async function fetched(page) {
    const answer = await fetch(`${panel.dataset.words}/${page.number}.json${panel.dataset.query}`);
    const told = await answer.json();
    let at = told.start;
    const words = told.words.map(([gap, length, x, y, width, height, doubt]) => {
      const start = at + gap;
      at = start + length;
      return { start, end: at, x, y, width, height, doubt };
    });
    return { words, hits: told.hits.map(([x, y, width, height]) => ({ x, y, width, height })) };
  }
  const wordsOf = (page) => (page.read ??= fetched(page).catch(() => ({ words: [], hits: [] })));

  function box(kind, places, room = 0) {
    for (const group of [picture, overlay].map((one) => one?.querySelector(".boxes"))) {
      group?.querySelectorAll(`.${kind}`).forEach((old) => old.remove());
      for (const place of group ? places : []) {
        const rect = document.createElementNS(picture.namespaceURI, "rect");
        const { x, y, width, height } = place;
        const shape = { class: kind, x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room };
        for (const name in shape) rect.setAttribute(name, shape[name]);
        group.append(rect);
      }
    }
  }

  async function show(page, leads) {
    if (!page) return;
    if (page !== shown) {
      shown = page;
      picture.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
      picture.setAttribute("aria-label", `Page ${page.number} of the scan`);
      const shape = { href: page.link.dataset.source, width: page.width, height: page.height };
      for (const name in shape) picture.querySelector("image").setAttribute(name, shape[name]);
      find(".at").textContent = page.number;
      opener.href = page.link.href;
      point();
      viewer?.open(`${page.image}/info.json`);
    }
    for (const { link } of pages) {
      if (link === page.link) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
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
      for (const [, join, start, length] of paragraph.dataset.at.matchAll(/(\D?)(\d+)\+(\d+)/g)) {
        at += join === " " ? 1 : 0;
        pieces.push({ at, start: Number(start), end: Number(start) + Number(length) });
        at += Number(length);
      }
      return { paragraph, nodes, pieces };
    }));

  function sourceAt(node, offset) {
    const own = paragraphs().find(({ paragraph }) => paragraph.contains(node));
    const held = own?.nodes.find((one) => one.node === node);
    const piece = held && own.pieces.findLast((one) => one.at <= held.at + offset);
    return piece ? Math.min(piece.start + held.at + offset - piece.at, piece.end) : -1;
  }

  function rangeOf(word) {
    for (const { nodes, pieces } of paragraphs()) {
      const piece = pieces.find((one) => one.start < word.end && word.start < one.end);
      if (!piece) continue;
      const from = piece.at + Math.max(word.start - piece.start, 0);
      const to = piece.at + Math.min(word.end, piece.end) - piece.start;
      const [first, last] = [nodes.findLast((one) => one.at <= from), nodes.findLast((one) => one.at < to)];
      const range = document.createRange();
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
    const old = caret ? null : document.caretRangeFromPoint?.(x, y);
    const node = caret?.offsetNode ?? old?.startContainer;
    const at = node ? sourceAt(node, caret?.offset ?? old.startOffset) : -1;
    const page = between(pages, at) ?? between(pages, at - 1);
    const words = page ? (await wordsOf(page)).words : [];
    const word = between(words, at) ?? between(words, at - 1);
    const range = word && rangeOf(word);
    const under = [...(range?.getClientRects() ?? [])].some(
      (one) => x > one.left - 2 && x < one.right + 2 && y > one.top && y < one.bottom,
    );
    if (under) show(page);
    point(under ? word : undefined, range);
  }

  async function pointOnPaper(x, y) {
    const matrix = (viewer ? overlay : picture)?.getScreenCTM();
    if (!matrix) return;
    const spot = new DOMPoint(x, y).matrixTransform(matrix.inverse());
    const inside = (one) => spot.x > one.x && spot.x < one.x + one.width && spot.y > one.y && spot.y < one.y + one.height;
    point((await wordsOf(shown)).words.find(inside));
  }

  // Words that are selected, with the keyboard too, are boxed.
  async function boxSelected() {
    const picked = document.getSelection();
    const range = picked.isCollapsed ? null : picked.getRangeAt(0);
    const [start, end] = range
      ? [sourceAt(range.startContainer, range.startOffset), sourceAt(range.endContainer, range.endOffset)]
      : [-1, -1];
    const page = start < 0 ? undefined : between(pages, start);
    const { words } = page ? await wordsOf(page) : { words: [] };
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
      // It adds a style of its own unless it finds one; even an empty one would break the policy, so
      // this is an element of that name that is no style to the browser.
      const style = document.createElementNS("urn:none", "style");
      style.setAttribute("data-openseadragon-mobile-css", "");
      const script = document.createElement("script");
      script.src = panel.dataset.viewer;
      document.head.append(style, script);
      await new Promise((loaded, failed) => Object.assign(script, { onload: loaded, onerror: failed }));
    }
    opened(true);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    viewer = window.OpenSeadragon({
      element: stage, drawer: "canvas", showNavigationControl: false, animationTime: still ? 0 : 0.4,
      maxZoomPixelRatio: 3, gestureSettingsMouse: { clickToZoom: false },
    });
    viewer.addHandler("open", () => {
      overlay = picture.cloneNode(true);
      overlay.setAttribute("class", "over");
      overlay.querySelector("image").remove();
      viewer.clearOverlays();
      viewer.addOverlay(overlay, new window.OpenSeadragon.Rect(0, 0, 1, shown.height / shown.width));
      stage.dataset.open = shown.number;
    });
    viewer.canvas.setAttribute("aria-label", "The scan: arrows move, plus and minus zoom, R turns, I inverts, Escape closes");
    viewer.open(`${shown.image}/info.json`);
    viewer.canvas.focus({ preventScroll: true });
  }

  function opened(is) {
    picture.toggleAttribute("hidden", is);
    opener.hidden = is;
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
    invert: () => find("[data-do=invert]").setAttribute("aria-pressed", stage.classList.toggle("inverted")),
    close: () => {
      viewer.destroy();
      viewer = overlay = undefined;
      delete stage.dataset.open;
      opened(false);
      opener.focus({ preventScroll: true });
    },
  };

  panel.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const deed = deeds[event.target.closest("[data-do]")?.dataset.do];
    const thumb = event.target.closest(".thumbs a");
    if (deed) deed();
    else if (thumb) show(pages.find((page) => page.link === thumb), true);
    else if (event.target.closest(".open") && panel.dataset.viewer) open().catch(() => location.assign(opener.href));
    else if (pointed) bring(rangeOf(pointed)?.startContainer.parentElement, "center");
    else return;
    event.preventDefault();
  });
  panel.addEventListener("keydown", (event) => {
    const deed = deeds[{ Escape: "close", i: "invert", PageDown: "on", PageUp: "back" }[event.key]];
    if (!viewer || !deed || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    deed();
  });
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
})();
