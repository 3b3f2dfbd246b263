// How the start screen and the page look: the region chosen with its tiles, the size of the text, the contrast.

// The sizes of the text in px; the first is the page's own.
const SIZES = ["24", "28", "34", "40"];

const root = document.documentElement;
const regions = () => document.getElementById("ask").elements.region;

export function choose(region) {
  const own = [...regions()].find((each) => each.value === region);
  if (own) own.checked = true;
  offerTiles(regions().value);
}

export function offerTiles(region) {
  for (const each of document.querySelectorAll("[data-near]")) each.value = region;
  for (const tile of document.querySelectorAll("[data-tile]")) {
    const examples = [...tile.querySelectorAll("form")];
    const first = examples.find((each) => JSON.parse(each.dataset.regions).includes(region));
    for (const each of examples) {
      each.hidden = each !== first;
      each.elements.region.value = region;
    }
    tile.hidden = !first;
  }
}

export function resize(step) {
  const now = SIZES.indexOf(root.dataset.size ?? SIZES[0]);
  const next = SIZES[Math.min(Math.max(now + step, 0), SIZES.length - 1)];
  if (next === SIZES[0]) delete root.dataset.size;
  else root.dataset.size = next;
  document.getElementById("smaller").setAttribute("aria-disabled", String(next === SIZES[0]));
  document.getElementById("larger").setAttribute("aria-disabled", String(next === SIZES.at(-1)));
}

export function toggleContrast(button) {
  const high = root.dataset.contrast !== "high";
  if (high) root.dataset.contrast = "high";
  else delete root.dataset.contrast;
  button.setAttribute("aria-pressed", String(high));
}

// Whether somebody has changed how the page looks.
export function isChanged() {
  return root.dataset.size !== undefined || root.dataset.contrast !== undefined;
}

export function reset() {
  delete root.dataset.size;
  delete root.dataset.contrast;
}
