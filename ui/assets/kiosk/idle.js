// Asks after a time without a touch whether anybody is still there, and wipes where nobody says so. Times in milliseconds.

const SIGNS = ["pointerdown", "keydown", "wheel", "touchmove", "input"];
const LOOK = 500;
// Longer than the tap of a slow hand.
const TAP = 1500;

export function startIdle({ warnAfter, extendWithin, isDirty, isActive, bar, left, stay, wipe }) {
  let last = Date.now();
  // Where the focus was when the question was put; undefined while it is not.
  let before;

  function warn() {
    before = document.activeElement;
    bar.hidden = false;
    stay.focus({ preventScroll: true });
  }

  function extend() {
    bar.hidden = true;
    if (document.activeElement === stay || document.activeElement === document.body) before?.focus?.({ preventScroll: true });
    before = undefined;
  }

  function stir({ target }) {
    last = Date.now();
    // The bar stays until a tap on it is over: gone before, the rest of the tap would go to what lies under it.
    if (!bar.hidden && !bar.contains(target)) extend();
  }

  function look() {
    if (!isDirty() || isActive()) {
      last = Date.now();
      if (!bar.hidden) extend();
      return;
    }
    const idle = Date.now() - last;
    if (idle >= warnAfter + extendWithin) {
      last = Date.now();
      wipe();
    } else if (idle >= warnAfter) {
      left.textContent = String(Math.ceil((warnAfter + extendWithin - idle) / 1000));
      if (bar.hidden) warn();
    } else if (!bar.hidden && idle > TAP) extend();
  }

  bar.addEventListener("click", extend);
  for (const sign of SIGNS) document.addEventListener(sign, stir, { capture: true, passive: true });
  setInterval(look, LOOK);
}
