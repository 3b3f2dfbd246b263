// What the eye and the finger would mind on the terminal's screen, measured. In: `least` for the side of a target, `key` for that of a key
// (px). Out: a line for each flaw.
({ least, key }) => {
  const flaws = [];
  const name = (e) => `${e.tagName.toLowerCase()}${e.id ? `#${e.id}` : ""}.${e.className} "${e.textContent.trim().slice(0, 12)}"`;
  const seen = (e) => e.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }) && e.getBoundingClientRect().width > 1;

  // -- targets: large enough, and apart from each other
  const targets = [...document.querySelectorAll("button, a, summary, textarea, .kk-choice")].filter((e) => seen(e) && !e.matches(".kk-skip"));
  const fixed = (e) => Boolean(e.closest(".kk-bar, .kk-panel, .kk-end"));
  const boxes = targets.map((e) => e.getBoundingClientRect());
  targets.forEach((e, n) => {
    const need = e.matches(".hg-button, .kk-candidates *") ? key : least;
    const [wide, high] = [boxes[n].width, boxes[n].height].map((x) => x + 0.5);
    if (wide < need || high < need) flaws.push(`small ${Math.round(wide)}×${Math.round(high)}: ${name(e)}`);
  });
  const apart = (a, b) => Math.max(Math.max(a.left, b.left) - Math.min(a.right, b.right), Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom));
  targets.forEach((a, n) => targets.slice(n + 1).forEach((b, m) => {
    // What stands above the page may cover it; keys may be closer where they may be smaller.
    if (fixed(a) !== fixed(b) || a.contains(b) || b.contains(a)) return;
    const need = a.matches(".hg-button") && key < 60 ? 4 : 8;
    const gap = apart(boxes[n], boxes[n + 1 + m]);
    if (gap < need - 0.6) flaws.push(`${gap.toFixed(1)} px between ${name(a)} and ${name(b)}`);
  }));

  // -- text: large enough, dark enough on what is behind it, lines apart
  const channel = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const behind = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.textContent.trim() || !seen(e) || e.closest("script, style, noscript, .kk-unseen, .kk-skip, svg")) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    const contrast = ratio(numbers(style.color), behind(e));
    if (contrast < 7) flaws.push(`contrast ${contrast.toFixed(2)}: ${name(e)}`);
    if (size < 24) flaws.push(`${size} px: ${name(e)}`);
    if (!e.closest("button, .kk-mark, .kk-sign") && parseFloat(style.lineHeight) / size < 1.3) flaws.push(`line height: ${name(e)}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.right > innerWidth + 1 || box.left < -1) { flaws.push(`beyond the edge: ${name(e)}`); break; }
    }
  }
  const field = document.getElementById("question");
  if (seen(field)) {
    const pale = ratio(numbers(getComputedStyle(field, "::placeholder").color), behind(field));
    const line = ratio(numbers(getComputedStyle(field).borderColor), behind(document.body));
    if (pale < 7) flaws.push(`placeholder ${pale.toFixed(2)}`);
    if (line < 3) flaws.push(`the field's border ${line.toFixed(2)}`);
  }
  // Controls are told from what is behind them by their border or their own ground.
  for (const e of targets.filter((each) => each.matches("button, .kk-choice span"))) {
    const style = getComputedStyle(e), around = behind(e.parentElement);
    const best = Math.max(ratio(numbers(style.borderTopColor), around), ratio(behind(e), around));
    if (best < 3) flaws.push(`border ${best.toFixed(2)}: ${name(e)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) flaws.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${innerWidth}`);
  return flaws;
}
