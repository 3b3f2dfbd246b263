// The on-screen keyboard: simple-keyboard draws and presses the keys, this file turns letters into characters and puts them into the field.
// While it is open, letters of a physical keyboard are pinyin too.
import { SimpleKeyboard } from "./vendor/simple-keyboard/index.modern.esm.js";
import chinese from "./vendor/simple-keyboard-layouts/chinese.js";
import { CHINESE, LATIN, LAYOUTS, THEMES, displayed } from "./layouts.js";
import { Pinyin } from "./pinyin.js";

// Ten keys of 60 px with 8 px between them need this much.
const WIDE = 10 * 60 + 9 * 8;

export class Keyboard {
  constructor(container, field, { done, changed }) {
    Object.assign(this, { container, field, done, changed });
    this.isOpen = false;
    this.isChinese = true;
    this.set = "letters";
    this.typed = "";
    this.page = 0;
    field.addEventListener("keydown", (event) => this.physical(event));
    container.addEventListener("pointerdown", (event) => event.preventDefault());
    // A press that no finger or mouse made: a switch, or a screen reader.
    container.addEventListener("click", (event) => {
      const key = event.detail === 0 && event.target.closest("[data-skbtn]");
      if (key) this.press(key.dataset.skbtn);
    });
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.container.hidden = false;
    this.build();
    this.lay();
    this.changed(true);
    this.field.focus({ preventScroll: true });
    this.field.labels[0].scrollIntoView({ block: "start" });
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.compose("");
    this.container.hidden = true;
    this.changed(false);
  }

  forget() {
    this.close();
    this.keys?.clearInput();
  }

  build() {
    if (this.keys) return;
    const box = (name) => {
      const made = document.createElement("div");
      made.className = name;
      this.container.append(made);
      return made;
    };
    this.spelt = box("kk-pinyin");
    this.spelt.setAttribute("aria-live", "polite");
    this.choices = box("kk-candidates");
    this.choices.setAttribute("role", "group");
    this.choices.setAttribute("aria-label", "候选字");
    this.choices.addEventListener("click", (event) => this.tapped(event.target.closest("button")));
    box("kk-keys");
    this.keys = new SimpleKeyboard(".kk-keys", {
      layout: LAYOUTS,
      layoutName: "letters",
      useButtonTag: true,
      enableLayoutCandidates: false,
      physicalKeyboardHighlight: false,
      preventMouseDownDefault: true,
      disableCaretPositioning: true,
      mergeDisplay: true,
      buttonTheme: THEMES,
      onKeyPress: (key) => this.press(key),
    });
    new ResizeObserver(() => this.lay()).observe(this.container);
    this.pinyin = new Pinyin(chinese.layoutCandidates, []);
    fetch("/kiosk/words.json", { cache: "no-store", credentials: "omit" })
      .then((reply) => reply.json())
      .then((words) => { this.pinyin = new Pinyin(chinese.layoutCandidates, words); this.compose(this.typed); })
      .catch(() => {}); // Without the words every character can still be typed by itself.
  }

  // The layout that the width allows, with keys that say what they do.
  lay() {
    if (!this.isOpen) return;
    const width = this.container.clientWidth - 24;
    const name = width >= WIDE ? this.set : `${this.set}Narrow`;
    const language = this.isChinese ? CHINESE : LATIN;
    const state = `${name} ${language}`;
    if (this.laid !== state) {
      this.laid = state;
      this.keys.setOptions({
        layoutName: name,
        display: displayed(language),
      });
    }
    this.suggest();
  }

  // -- keys

  press(key) {
    if (/^[a-z]$/.test(key) && this.isChinese) this.compose(this.typed + key);
    else if (key === "{bksp}") this.erase();
    else if (key === "{space}") this.space();
    else if (key === "{enter}") this.enter();
    else if (key === "{marks}" || key === "{letters}") this.turn(key.slice(1, -1));
    else if (key === "{language}") this.speakOther();
    else this.put(this.first() + key);
  }

  physical(event) {
    if (!this.isOpen || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const taken = /^[a-z]$/.test(event.key) ? this.isChinese : this.typed !== "";
    if (!taken) return;
    const places = this.shown ?? [];
    if (/^[a-z]$/.test(event.key)) this.compose(this.typed + event.key);
    else if (event.key === "Backspace") this.erase();
    else if (event.key === " ") this.space();
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.compose("");
    else if (/^[1-9]$/.test(event.key) && places[event.key - 1]) this.take(places[event.key - 1]);
    else return;
    event.preventDefault();
  }

  erase() {
    if (this.typed) this.compose(this.typed.slice(0, -1));
    else {
      const { selectionStart: from, selectionEnd: to } = this.field;
      if (to > 0) this.replace(from === to ? from - 1 : from, to, "");
    }
  }

  space() {
    const [best] = this.found ?? [];
    if (this.typed && best) this.take(best);
    else this.put(this.typed ? this.first() : " ");
  }

  enter() {
    if (this.typed) this.put(this.first());
    else this.done();
  }

  turn(set) {
    this.set = set;
    this.lay();
  }

  speakOther() {
    this.put(this.first());
    this.isChinese = !this.isChinese;
    this.lay();
  }

  // -- pinyin

  compose(typed) {
    this.typed = typed;
    this.page = 0;
    this.suggest();
  }

  // The letters spelt so far, given up as they are.
  first() {
    const { typed } = this;
    this.compose("");
    return typed;
  }

  take({ text, length }) {
    const rest = this.typed.slice(length);
    this.put(text);
    this.compose(rest);
  }

  suggest() {
    if (!this.choices) return;
    this.found = this.typed ? this.pinyin.candidates(this.typed) : [];
    const pages = this.pages();
    this.shown = pages[this.page] ?? [];
    this.spelt.textContent = this.typed || (this.isChinese ? "先点拼音，再点要的字" : "");
    if (this.typed) {
      const letters = document.createElement("b");
      letters.textContent = this.typed;
      this.spelt.replaceChildren(letters);
    }
    this.choices.replaceChildren(...this.shown.map((each) => key(each.text, "take")), ...this.turns(pages.length));
  }

  // As many to a page as stand in one row, with room to turn it.
  pages() {
    const room = this.choices.clientWidth - 2 * 72;
    const pages = [];
    let left = 0;
    for (const each of this.found) {
      const width = Math.max(64, 28 * each.text.length + 30) + 8;
      if (left < width) {
        pages.push([]);
        left = room;
      }
      pages.at(-1).push(each);
      left -= width;
    }
    return pages;
  }

  turns(pages) {
    if (pages < 2) return [];
    return [key("‹", "back", "上一页", this.page === 0), key("›", "on", "下一页", this.page === pages - 1)];
  }

  tapped(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const does = button.dataset.does;
    if (does === "take") this.take(this.shown[[...this.choices.children].indexOf(button)]);
    else {
      this.page += does === "on" ? 1 : -1;
      this.suggest();
    }
  }

  // -- the field

  put(text) {
    if (text) this.replace(this.field.selectionStart, this.field.selectionEnd, text);
  }

  replace(from, to, text) {
    this.field.setRangeText(text, from, to, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function key(text, does, label, isOff = false) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.dataset.does = does;
  if (label) {
    made.className = "kk-turn";
    made.setAttribute("aria-label", label);
    made.setAttribute("aria-disabled", String(isOff));
  }
  return made;
}
