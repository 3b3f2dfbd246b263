// The desk's own script: what Gradio does not do. No templates, no eval, nothing kept.
(() => {
  "use strict";

  async function write(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Plain http on an office network has no clipboard API: select the words instead.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("copy refused");
  }

  async function copy(button) {
    const before = button.textContent;
    try {
      await write(button.value);
      button.textContent = button.name;
      button.classList.add("kb-copied");
      setTimeout(() => {
        button.textContent = before;
        button.classList.remove("kb-copied");
      }, 2000);
    } catch {
      const line = button.parentElement.querySelector(".kb-line-text");
      getSelection().selectAllChildren(line);
    }
    button.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.kb-copy");
    if (button) copy(button);
  });

  // Enter that only accepts a pinyin candidate must not send the question.
  document.addEventListener(
    "keypress",
    (event) => {
      if (event.key === "Enter" && event.isComposing) event.stopImmediatePropagation();
    },
    true,
  );

  // The desk is light whatever the system prefers, and Chinese whatever language the browser speaks (its English parts say
  // so themselves); Gradio would set both after the system.
  function settle() {
    // Asked first: removing what is not there counts as a change, and would call this again for ever.
    if (document.body.classList.contains("dark")) document.body.classList.remove("dark");
    if (document.documentElement.lang !== "zh-CN") document.documentElement.lang = "zh-CN";
  }

  function announce() {
    for (const id of ["kb-answer-area", "kb-question-error", "kb-region-error", "kb-date-error"]) {
      const area = document.getElementById(id);
      if (area && !area.hasAttribute("aria-live")) area.setAttribute("aria-live", "polite");
    }
  }

  function watch() {
    settle();
    announce();
    const settling = new MutationObserver(settle);
    settling.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    settling.observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
    new MutationObserver(announce).observe(document.body, { childList: true, subtree: true });
  }

  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();
