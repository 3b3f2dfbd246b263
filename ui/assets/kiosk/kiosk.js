// The public terminal's page: which screen is shown, what a tap does. Screens are parts of one document, so the browser's history has nothing
// to go back to. Nothing is kept but the machine's region.
import { startIdle } from "./idle.js";
import { Keyboard } from "./keyboard.js";
import { choose, isChanged, offerTiles, reset, resize, toggleContrast } from "./look.js";
import { isAlive, send, watchServer } from "./server.js";
import { speech } from "./speech.js";
import { clearStorages, readRegion, writeRegion } from "./traces.js";

// Milliseconds until progress is shown, until slowness is said, until a request is given up.
const PROGRESS = 1000, SLOW = 10_000, GIVE_UP = 30_000;

// The screens that a rule opened from them leads back to.
const LASTING = new Set(["answer", "not_found", "benefits"]);

const at = (id) => document.getElementById(id);
const root = document.documentElement;
const form = at("ask"), field = at("question"), problem = at("problem"), result = at("result"), status = at("status");

// The question under way: what was sent, from where, its timers and the way to stop it; null where none is.
let pending = null;
// The last answer, to come back to from a related rule.
let answer = null;
// What to ask once more when the server is back.
let afterLoss = null;
// In another language than Chinese, which the next person finds again.
const isFramed = document.body.hasAttribute("data-framed");
let isLost = false, isPrinting = false, isLeaving = false;

// ------------------------------------------------------------------------------------------------ screens

function show(name) {
  for (const id of ["start", "result", "lost"]) at(id).hidden = id !== name;
  root.dataset.screen = name;
}

function toTop(heading) {
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

function toStart() {
  speech.stop();
  show("start");
}

function back() {
  toStart();
  window.scrollTo(0, 0);
  field.focus({ preventScroll: true });
}

function home() {
  toStart();
  at("topics")?.scrollIntoView({ block: "start" });
  toTop(at("greeting"));
}

function tell(words) {
  // Emptied first, so that the same words are said again.
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = words; });
}

function say(reason) {
  problem.textContent = reason;
  problem.hidden = !reason;
  field.setAttribute("aria-invalid", String(Boolean(reason)));
}

function showProblem(reason) {
  toStart();
  say(reason);
  problem.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}

function showResult(article) {
  result.replaceChildren(article);
  if (LASTING.has(article.dataset.screen)) answer = article;
  if (article.hasAttribute("data-masked")) forgetNumber(article.dataset.asked);
  say("");
  keyboard.close();
  show("result");
  speech.offer(article);
  toTop(article.querySelector("h1"));
  tell([...article.querySelectorAll(".kk-card > .kk-banner strong, h1")].map((each) => each.textContent).join(document.documentElement.lang.startsWith("zh") ? "。" : ". "));
}

// The number typed is taken out of the field too.
function forgetNumber(asked) {
  if (field.value.trim()) field.value = field.defaultValue = asked;
}

// ------------------------------------------------------------------------------------------------ asking

function bodyOf(sent, button) {
  const body = new URLSearchParams(new FormData(sent));
  if (button?.name) body.set(button.name, button.value);
  return body;
}

function submit(sent, button) {
  if (isLeaving || isLost) return;
  const path = new URL(sent.action).pathname;
  const body = bodyOf(sent, button);
  // Further taps on the same thing are the same question; a tap on another one is meant instead.
  if (pending?.key === `${path}?${body}`) return;
  ask(path, body, button, true);
}

async function ask(path, body, button, mayRetry) {
  stopAsking();
  speech.stop();
  say("");
  const own = begin(path, body, button);
  const reply = await send(path, body, own.stop.signal);
  if (pending !== own) return;
  finish();
  if (reply === null) {
    lose(mayRetry ? { path, body } : null);
    return;
  }
  const nodes = [...new DOMParser().parseFromString(reply.html, "text/html").body.children];
  const screen = nodes[0]?.dataset.screen;
  if (screen && screen !== "problem") showResult(nodes[0]);
  else showProblem(screen ? nodes[0].textContent : problem.dataset.failed);
}

function begin(path, body, button) {
  const own = { key: `${path}?${body}`, path, body, button, stop: new AbortController(), timers: [] };
  pending = own;
  button?.setAttribute("aria-busy", "true");
  own.timers.push(
    setTimeout(() => wait(false), PROGRESS),
    setTimeout(() => wait(true), SLOW),
    setTimeout(() => own.stop.abort(), GIVE_UP),
  );
  return own;
}

function wait(isSlow) {
  const text = at("waiting-text");
  text.textContent = isSlow ? text.dataset.slow : text.dataset.waiting;
  at("waiting-choices").hidden = !isSlow;
  at("waiting").hidden = false;
  tell(text.textContent);
}

function finish() {
  pending.timers.forEach(clearTimeout);
  pending.button?.removeAttribute("aria-busy");
  pending = null;
  at("waiting").hidden = true;
}

function stopAsking() {
  if (!pending) return;
  const { stop } = pending;
  finish();
  stop.abort();
}

// ------------------------------------------------------------------------------------------------ the server lost and found

function lose(again) {
  isLost = true;
  afterLoss = again;
  server.soon();
  stopAsking();
  speech.stop();
  show("lost");
  toTop(at("lost-title"));
  tell(at("lost").innerText);
}

function found() {
  isLost = false;
  const again = afterLoss;
  afterLoss = null;
  if (!isDirty()) {
    leave();
  } else if (again) {
    show("start");
    ask(again.path, again.body, null, false);
  } else {
    back();
  }
}

// ------------------------------------------------------------------------------------------------ wiping

function isDirty() {
  return field.value !== "" || result.childElementCount > 0 || pending !== null || afterLoss !== null
    || isChanged() || keyboard.isOpen || isFramed;
}

async function wipe() {
  if (isLeaving) return;
  isLeaving = true;
  stopAsking();
  speech.stop();
  afterLoss = null;
  field.defaultValue = field.value = "";
  for (const each of document.forms) each.reset();
  result.replaceChildren();
  answer = null;
  say("");
  status.textContent = "";
  keyboard.forget();
  getSelection()?.removeAllRanges();
  reset();
  at("idle").hidden = true;
  choose(readRegion());
  await clearStorages();
  // A page that cannot be loaded would leave the browser's own error page standing.
  if (await isAlive()) leave();
  else {
    isLeaving = false;
    lose(null);
  }
}

function leave() {
  location.replace(isFramed ? "/?frame=" : "/");
}

// ------------------------------------------------------------------------------------------------ taps

const keyboard = new Keyboard(at("keyboard"), field, {
  done: () => form.requestSubmit(),
  changed: (isOpen) => {
    const button = at("keyboard-button");
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = isOpen ? button.dataset.close : button.dataset.open;
  },
});

const TAPS = {
  smaller: () => resize(-1),
  larger: () => resize(1),
  contrast: toggleContrast,
  retry: () => { const { path, body, button } = pending; ask(path, body, button, true); },
  cancel: stopAsking,
  stay: () => {},
  "keyboard-button": () => keyboard.toggle(),
};
const DOES = { back, home, answer: () => (answer ? showResult(answer) : home()), print: () => window.print(), speak: (button) => speech.toggle(button.closest("article")) };

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const does = TAPS[button.id] ?? DOES[button.dataset.do];
  if (does) does(button);
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.matches(".kk-end")) wipe();
  else if (event.target.matches(".kk-languages")) location.replace(`/?frame=${encodeURIComponent(event.submitter.value)}`);
  else submit(event.target, event.submitter);
});
form.addEventListener("change", (event) => {
  if (event.target.name !== "region") return;
  writeRegion(event.target.value);
  offerTiles(event.target.value);
});
field.addEventListener("input", () => say(""));
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && !event.defaultPrevented) {
    event.preventDefault();
    form.requestSubmit(at("ask-button"));
  }
});
// Not before the tap is over: the page moves.
field.addEventListener("click", (event) => { if (event.pointerType === "touch") keyboard.open(); });
// Two fingers would enlarge the page beyond its edges; the buttons make the text larger.
document.addEventListener("touchmove", (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });
document.addEventListener("contextmenu", (event) => event.preventDefault());
window.addEventListener("beforeprint", () => { isPrinting = true; });
window.addEventListener("afterprint", () => { isPrinting = false; });
// Back from the browser's memory: that page is somebody else's.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
window.addEventListener("pagehide", () => { field.value = ""; result.replaceChildren(); });

// ------------------------------------------------------------------------------------------------ begin

root.classList.add("kk-scripted");
history.scrollRestoration = "manual";
if (location.pathname !== "/") history.replaceState(null, "", "/");
field.inputMode = "none";
if (!result.childElementCount) field.value = field.defaultValue;
choose(readRegion());
show(result.childElementCount ? "result" : "start");
startIdle({
  warnAfter: Number(document.body.dataset.warnAfter) * 1000,
  extendWithin: Number(document.body.dataset.extendWithin) * 1000,
  isDirty,
  isActive: () => isPrinting || speech.isSpeaking(),
  bar: at("idle"),
  left: at("idle-left"),
  stay: at("stay"),
  wipe,
});
const server = watchServer({ isBusy: () => pending !== null || isLeaving, isLost: () => isLost, lost: () => lose(null), found });
