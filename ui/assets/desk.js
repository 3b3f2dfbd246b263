// What the question page needs beside Gradio: keys, the reading pane, and settings that Gradio would set otherwise.
(() => {
  "use strict";

  const english = document.documentElement.lang === "en";

  // Enter that only accepts a pinyin candidate must not send the question.
  document.addEventListener(
    "keypress",
    (event) => {
      if (event.key === "Enter" && event.isComposing) event.stopImmediatePropagation();
    },
    true,
  );

  // Gradio would follow the system's dark mode.
  function settle() {
    // Asked first: removing what is not there counts as a change, and would call this again for ever.
    if (document.body.classList.contains("dark")) document.body.classList.remove("dark");
    // Gradio's title is Chinese on the English page too.
    const name = document.querySelector(".kb-brand")?.textContent;
    if (name && document.title !== name) document.title = name;
    // Where the skip link leads.
    const main = document.querySelector("gradio-app main:not(#main)");
    if (main) {
      main.id = "main";
      main.tabIndex = -1;
    }
  }

  function announce() {
    for (const area of document.querySelectorAll("#kb-answer-area, #kb-states, #kb-feedback-said, [id^='kb-'][id$='-error']")) {
      if (!area.hasAttribute("aria-live")) area.setAttribute("aria-live", "polite");
    }
  }

  // -- the reading pane: a document's own page, its reading section put beside the answer

  let opener = null;

  function pane() {
    const there = document.getElementById("kb-pane");
    if (there) return there;
    const made = document.createElement("aside");
    made.id = "kb-pane";
    made.setAttribute("aria-label", english ? "Document" : "文件");
    const bar = document.createElement("p");
    bar.className = "kb-pane-bar";
    const out = document.createElement("a");
    out.className = "kb-button kb-small";
    out.target = "_blank";
    out.textContent = english ? "Open as a page" : "单独打开";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "kb-button kb-small kb-pane-close";
    close.textContent = english ? "Close (Esc)" : "关闭（Esc）";
    bar.append(out, close);
    const room = document.createElement("div");
    room.className = "kb-pane-room";
    room.tabIndex = 0;
    room.setAttribute("role", "region");
    room.setAttribute("aria-label", english ? "Text of the document" : "文件正文");
    made.append(bar, room);
    document.body.append(made);
    return made;
  }

  async function open(link) {
    opener = link;
    const address = new URL(link.href, location.href);
    const aside = pane();
    const room = aside.querySelector(".kb-pane-room");
    aside.querySelector("a").href = address.href;
    aside.hidden = false;
    document.documentElement.classList.add("kb-split");
    room.replaceChildren();
    room.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address);
      if (!window.policyDesk.signedOut(response, room)) {
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const section = page.getElementById("kb-reading-pane") ?? page.querySelector("main");
        room.replaceChildren(document.adoptNode(section));
        document.dispatchEvent(new CustomEvent("kb-pane", { detail: section }));
      }
    } catch {
      window.policyDesk.away(room);
    }
    room.removeAttribute("aria-busy");
    const clause = document.getElementById(decodeURIComponent(address.hash.slice(1)));
    if (clause) clause.scrollIntoView({ block: "start" });
    else room.scrollTop = 0;
    room.focus({ preventScroll: true });
  }

  function shut() {
    const aside = document.getElementById("kb-pane");
    if (!aside || aside.hidden) return false;
    aside.hidden = true;
    document.documentElement.classList.remove("kb-split");
    opener?.focus();
    return true;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.kb-open, #kb-answer-area .kb-documents a");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    } else if (event.target.closest?.(".kb-pane-close")) shut();
  });

  // -- keys, all with Alt: a single letter would get in the way of people who dictate

  function digitOf(event) {
    return /^Digit[1-9]$/.test(event.code) ? event.code.slice(5) : null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!event.isComposing) shut();
      return;
    }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const number = digitOf(event);
    let target = null;
    if (event.code === "KeyQ") target = document.querySelector("#kb-question textarea");
    else if (event.code === "KeyC") target = document.querySelector("#kb-answer-area .kb-copy-both");
    else if (event.code === "KeyS") target = document.querySelector("#kb-answer-area .kb-sheet-link");
    else if (number) target = document.querySelector(`#kb-cite-${number} a.kb-open`);
    if (!target) return;
    event.preventDefault();
    if (target.select) {
      target.focus();
      target.select();
    } else target.click();
  });

  function watch() {
    settle();
    announce();
    const settling = new MutationObserver(settle);
    settling.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    new MutationObserver(() => { settle(); announce(); }).observe(document.body, { childList: true, subtree: true });
  }

  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();
