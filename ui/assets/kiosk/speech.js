// Reading aloud with the browser's own voice. Only a voice of the machine itself speaks: others send the words away.

const PAUSE = /[^。；！？]+[。；！？]?/g;

function voice() {
  const chinese = window.speechSynthesis?.getVoices().filter((each) => each.localService && /^(?:zh(?!.*(?:yue|HK))|cmn)/i.test(each.lang)) ?? [];
  return chinese.find((each) => /^(?:zh[-_](?:CN|Hans)|cmn)/i.test(each.lang)) ?? chinese[0];
}

let button = null;

function offer(article) {
  const own = voice();
  for (const each of article.querySelectorAll('[data-do="speak"]')) each.hidden = !own;
  tellVoice(own);
}

// Once, in the help of the start screen.
function tellVoice(own) {
  const line = document.querySelector("[data-voiceless]");
  line.textContent = own ? line.dataset.voice : line.dataset.voiceless;
}

// What is folded up is not read.
function words(article) {
  return [...article.querySelectorAll("[data-say]")].filter((each) => each.checkVisibility()).flatMap((each) => each.innerText.match(PAUSE) ?? []);
}

function start(article) {
  const own = voice();
  if (!own) return;
  button = article.querySelector('[data-do="speak"]');
  button.textContent = button.dataset.silent;
  button.setAttribute("aria-pressed", "true");
  const pieces = words(article);
  pieces.forEach((text, place) => {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = own;
    said.lang = own.lang;
    said.rate = 0.85;
    if (place === pieces.length - 1) said.onend = said.onerror = rest;
    speechSynthesis.speak(said);
  });
}

function rest() {
  if (!button) return;
  button.textContent = button.dataset.speak;
  button.setAttribute("aria-pressed", "false");
  button = null;
}

function stop() {
  window.speechSynthesis?.cancel();
  rest();
}

tellVoice(voice());
window.speechSynthesis?.addEventListener?.("voiceschanged", () => {
  tellVoice(voice());
  const article = document.querySelector("#result article");
  if (article) offer(article);
});

export const speech = {
  offer,
  stop,
  toggle: (article) => (button ? stop() : start(article)),
  isSpeaking: () => button !== null,
};
