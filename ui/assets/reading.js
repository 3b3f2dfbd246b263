// The reading pane: finding words in a document, turning the pages of its source, following the outline. Works on the document's own
// page and where the pane is put beside an answer (event `kb-pane`). What is typed stays in this script.
(() => {
  "use strict";

  const FOUND = "kb-found";
  const NOW = "kb-found-now";
  const MOST = 2000;
  const NARROW = 940;

  // -- words compared without white space, width, case, or the kind of bracket and quotation mark

  const LOOKALIKE = { "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")", "—": "-", "–": "-", "―": "-", "。": "." };

  function folded(character) {
    let out = "";
    for (const each of character.normalize("NFKC").toLowerCase()) {
      if (!/\s/u.test(each)) out += LOOKALIKE[each] ?? each;
    }
    return out;
  }

  const fold = (text) => Array.from(text, folded).join("");

  // The text as one folded string; `at[i]` says which node and place its i-th code unit came from. Clauses, paragraphs and cells are
  // parted by a sign that nobody can type, so that nothing is found across them.
  function indexOf(area) {
    const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
    const at = [];
    let text = "";
    let block = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const home = node.parentElement.closest("p, h2, h3, h4, h5, h6, td, dd, .kb-text");
      if (!home || !home.closest(".kb-clause-text, td, .kb-grid-note")) continue;
      if (home !== block) {
        text += "\u0000";
        at.push(null);
        block = home;
      }
      let place = 0;
      for (const character of node.data) {
        const plain = folded(character);
        for (let i = 0; i < plain.length; i += 1) at.push([node, place, character.length]);
        text += plain;
        place += character.length;
      }
    }
    return { text, at };
  }

  function rangesOf(index, wanted) {
    const ranges = [];
    if (!wanted) return ranges;
    for (let from = index.text.indexOf(wanted); from >= 0 && ranges.length < MOST; from = index.text.indexOf(wanted, from + wanted.length)) {
      const [startNode, start] = index.at[from];
      const [endNode, last, length] = index.at[from + wanted.length - 1];
      const range = document.createRange();
      range.setStart(startNode, start);
      range.setEnd(endNode, last + length);
      ranges.push(range);
    }
    return ranges;
  }

  // -- showing what was found: highlights where the browser has them, else elements around the words

  const modern = typeof Highlight === "function" && Boolean(CSS.highlights);

  function wrapped(range, name) {
    const nodes = [];
    const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
    if (range.commonAncestorContainer.nodeType === Node.TEXT_NODE) nodes.push(range.commonAncestorContainer);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if (range.intersectsNode(node)) nodes.push(node);
    return nodes.map((node) => {
      const piece = document.createRange();
      piece.setStart(node, node === range.startContainer ? range.startOffset : 0);
      piece.setEnd(node, node === range.endContainer ? range.endOffset : node.length);
      const around = document.createElement("span");
      around.className = name;
      piece.surroundContents(around);
      return around;
    });
  }

  function unwrapped(area) {
    for (const around of area.querySelectorAll(`.${FOUND}, .${NOW}`)) around.replaceWith(...around.childNodes);
    area.normalize();
  }

  // -- scrolling: the nearest thing that scrolls, the page itself or the room of the pane

  function scroller(element) {
    for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight + 1) return each;
    }
    return document.scrollingElement;
  }

  function bringIntoView(range, area) {
    const host = range.startContainer.parentElement ?? area;
    const room = host.closest(".kb-grid-room");
    if (room) {
      const box = range.getBoundingClientRect();
      const view = room.getBoundingClientRect();
      if (box.left < view.left || box.right > view.right) room.scrollLeft += box.left - view.left - view.width / 3;
    }
    const scrolls = scroller(area);
    const own = scrolls === document.scrollingElement;
    const top = own ? 0 : scrolls.getBoundingClientRect().top;
    const height = own ? innerHeight : scrolls.clientHeight;
    const box = range.getBoundingClientRect();
    if (box.top < top + 90 || box.bottom > top + height - 40) scrolls.scrollTop += box.top - top - height * 0.4;
  }

  // -- the search field

  function findIn(pane) {
    const bar = pane.querySelector(".kb-doc-find");
    const area = pane.querySelector(".kb-doc-text");
    if (!bar || !area) return;
    const field = bar.querySelector("input");
    const count = bar.querySelector(".kb-find-count");
    const turns = bar.querySelectorAll("button");
    let index = null;
    let ranges = [];
    let now = -1;

    function paint() {
      if (modern) {
        CSS.highlights.set(FOUND, new Highlight(...ranges.filter((_, n) => n !== now)));
        CSS.highlights.set(NOW, new Highlight(...ranges.slice(now, now + 1)));
      }
      count.value = ranges.length ? `${now + 1} / ${ranges.length}` : fold(field.value) ? count.dataset.none : "";
      field.setAttribute("aria-invalid", String(!ranges.length && Boolean(fold(field.value))));
      for (const button of turns) button.disabled = ranges.length < 2;
    }

    function search() {
      if (!modern) {
        unwrapped(area);
        index = null;
      }
      index ??= indexOf(area);
      ranges = rangesOf(index, fold(field.value));
      // The first one at or below the cited clause, so that looking starts where reading does.
      const cited = area.querySelector(".kb-cited");
      const below = cited ? ranges.findIndex((range) => range.comparePoint(cited, 0) <= 0) : 0;
      now = ranges.length ? Math.max(below, 0) : -1;
      if (!modern) {
        const around = ranges.map((range) => range.cloneRange()).reverse().map((range) => wrapped(range, FOUND)).reverse();
        ranges = around.map((elements) => {
          const range = document.createRange();
          range.setStartBefore(elements[0]);
          range.setEndAfter(elements[elements.length - 1]);
          return range;
        });
      }
      paint();
      if (ranges.length) bringIntoView(ranges[now], area);
    }

    function step(by) {
      if (!ranges.length) return;
      now = (now + by + ranges.length) % ranges.length;
      paint();
      bringIntoView(ranges[now], area);
    }

    bar.hidden = false;
    field.addEventListener("input", (event) => {
      if (!event.isComposing) search();
    });
    field.addEventListener("compositionend", search);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        event.preventDefault();
        step(event.shiftKey ? -1 : 1);
      } else if (event.key === "Escape" && field.value) {
        event.preventDefault();
        event.stopPropagation();
        field.value = "";
        search();
      }
    });
    bar.querySelector(".kb-find-before").addEventListener("click", () => step(-1));
    bar.querySelector(".kb-find-after").addEventListener("click", () => step(1));
    if (modern) for (const name of [FOUND, NOW]) CSS.highlights.delete(name);
  }

  // A single sign may only be a key while the pane has the focus; with Alt it always is.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
    const pane = document.getElementById("kb-reading-pane");
    const field = pane?.querySelector("#kb-find");
    if (!field || field === document.activeElement || !field.checkVisibility()) return;
    const inside = pane.contains(document.activeElement) && !document.activeElement.matches("input, textarea, select");
    if (!(event.altKey ? event.code === "Slash" : event.key === "/" && inside)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // A quote in a wide table may stand to the right of what is seen.
  function showsQuote(pane) {
    const quote = pane.querySelector(".kb-clause-row mark");
    const room = quote?.closest(".kb-grid-room");
    if (!room) return;
    const name = quote.closest("tr").querySelector("th").offsetWidth;
    const right = quote.getBoundingClientRect().right - room.getBoundingClientRect().right;
    if (right > 0) room.scrollLeft += Math.min(right + 24, quote.closest("td").getBoundingClientRect().left - room.getBoundingClientRect().left - name);
  }

  // -- the source page

  function turnsPages(pane) {
    const figure = pane.querySelector(".kb-picture figure");
    if (!figure) return;
    const picture = figure.querySelector("img");
    const gone = figure.querySelector(".kb-picture-gone");

    function show(number) {
      const { total, pictures, alt, words } = figure.dataset;
      if (number < 1 || number > Number(total)) return;
      figure.dataset.page = String(number);
      picture.src = pictures.replace("{n}", String(number));
      picture.alt = alt.replace("{n}", String(number));
      picture.parentElement.href = picture.src;
      picture.parentElement.hidden = false;
      gone.hidden = true;
      window.policyDesk.untell();
      figure.querySelector(".kb-picture-number").textContent = words.replace("{n}", String(number));
      for (const turn of figure.querySelectorAll(".kb-turn")) {
        const to = number + Number(turn.dataset.step);
        if (to < 1 || to > Number(total)) turn.removeAttribute("href");
        else turn.href = pictures.replace("{n}", String(to));
      }
    }

    async function explain() {
      let words = "";
      picture.parentElement.hidden = true;
      try {
        const response = await fetch(picture.src);
        if (window.policyDesk.signedOut(response, figure)) return;
        if (response.headers.get("content-type")?.startsWith("text/plain")) words = (await response.text()).slice(0, 400);
      } catch {
        // No answer at all: the words below say so.
      }
      const english = pane.closest("[lang]")?.lang === "en";
      gone.textContent = words || (english ? "The picture did not arrive. Try again in a moment." : "图像没有取到，请稍后再试一次。");
      gone.hidden = false;
    }

    picture.addEventListener("error", explain);
    // It may have failed before this script ran; one that is only waiting to be seen is not complete.
    if (picture.complete && picture.currentSrc && !picture.naturalWidth) explain();
    pane.addEventListener("click", (event) => {
      const link = event.target.closest(".kb-turn[href], .kb-to-page");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(link.dataset.step ? Number(figure.dataset.page) + Number(link.dataset.step) : Number(link.dataset.page));
      const box = figure.getBoundingClientRect();
      if (!link.dataset.step && (box.top < 0 || box.top > innerHeight - 200)) figure.closest("aside").scrollIntoView({ block: "start" });
    });
  }

  // -- the outline: folded where there is no room beside the text, and following the reader where there is

  function follows(pane) {
    const outline = pane.querySelector(".kb-outline");
    if (!outline) return;
    const fold = outline.querySelector("details");
    if (pane.clientWidth < NARROW) fold.open = false;
    const links = new Map();
    for (const link of outline.querySelectorAll("a")) links.set(decodeURIComponent(link.hash.slice(1)), link);
    let last = null;
    const room = outline.querySelector(".kb-outline-room");
    const seen = new IntersectionObserver(
      (entries) => {
        const entry = entries.findLast((each) => each.isIntersecting);
        const link = entry && links.get(entry.target.id);
        if (!link || link === last) return;
        last?.classList.remove("kb-here");
        link.classList.add("kb-here");
        last = link;
        const box = link.getBoundingClientRect();
        const view = room.getBoundingClientRect();
        if (box.top < view.top || box.bottom > view.bottom) room.scrollTop += box.top - view.top - view.height / 3;
      },
      { rootMargin: "-15% 0px -75% 0px" },
    );
    for (const clause of pane.querySelectorAll(".kb-clause, .kb-clause-row")) seen.observe(clause);
  }

  function opensAside(pane) {
    // Where a link leads to what was set aside it should lie open.
    const aside = pane.querySelector("details#kb-set-aside");
    if (aside && location.hash === "#kb-set-aside") aside.open = true;
  }

  function start(pane) {
    if (!pane || pane.dataset.ready) return;
    pane.dataset.ready = "yes";
    follows(pane);
    findIn(pane);
    turnsPages(pane);
    opensAside(pane);
    showsQuote(pane);
  }

  function startHere() {
    const pane = document.getElementById("kb-reading-pane");
    start(pane);
    // Folding the outline moved the text: back to the clause that the address names.
    const target = pane && location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target && pane.contains(target)) target.scrollIntoView({ block: "start" });
  }

  document.addEventListener("kb-pane", (event) => start(event.detail ?? document.getElementById("kb-reading-pane")));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startHere);
  else startHere();
})();
