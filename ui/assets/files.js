// The pages of an editor: files are sent one after the other, each with its own outcome; the index is followed while it is brought up to
// date; the words selected in a draft's text can be taken over into a correction.
(() => {
  "use strict";

  const EVERY = 1000;

  // -- handing files in

  const form = document.getElementById("kb-files-form");
  const outcomes = document.getElementById("kb-outcomes");

  function outcome(name) {
    const line = document.createElement("li");
    const called = document.createElement("bdi");
    called.textContent = name;
    line.append(called, " ");
    outcomes.append(line);
    return line;
  }

  function tell(line, said, kind, url) {
    line.className = kind;
    while (line.childNodes.length > 2) line.lastChild.remove();
    if (!url) return line.append(said);
    const link = document.createElement("a");
    link.href = url;
    link.textContent = said;
    line.append(link);
  }

  async function send(file) {
    const line = outcome(file.name);
    if (!file.size) return tell(line, form.dataset.empty, "kb-error");
    if (file.size > Number(form.dataset.most)) return tell(line, form.dataset.tooLarge, "kb-error");
    tell(line, form.dataset.reading, "kb-going");
    const body = new FormData();
    body.append("file", file);
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (window.policyDesk.signedOut(response, form)) return line.remove();
      const answer = await response.json();
      if (answer.problem) return tell(line, answer.problem, "kb-error");
      answer.files.forEach((one, n) => tell(n ? outcome(one.name) : line, one.said, one.url ? "kb-done" : "kb-error", one.url));
    } catch {
      tell(line, form.dataset.lost, "kb-error");
    }
  }

  async function refreshQueue() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const next = page.getElementById("kb-queue");
    if (next) document.getElementById("kb-queue").replaceWith(next);
  }

  async function sendAll(files) {
    const button = form.querySelector(".kb-main");
    outcomes.replaceChildren();
    if (!files.length) return tell(outcome(""), form.dataset.noFile, "kb-error");
    button.disabled = true;
    window.policyDesk.untell();
    for (const file of files) await send(file);
    button.disabled = false;
    // What was not taken for want of a sign-in stays chosen.
    if (!form.querySelector(".kb-lost")) form.reset();
    await refreshQueue().catch(() => {});
  }

  if (form) {
    const drop = document.getElementById("kb-drop");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sendAll([...form.querySelector("input[type=file]").files]);
    });
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("kb-over", name === "dragover");
        if (name === "drop") sendAll([...event.dataTransfer.files]);
      });
    }
  }

  // -- the index

  async function follow() {
    const area = document.getElementById("kb-indexing");
    if (area?.dataset.state !== "running") return;
    try {
      const response = await fetch(area.dataset.status);
      if (window.policyDesk.signedOut(response, area)) return;
      const now = await response.json();
      if (now.state !== "running") {
        const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
        const next = page.getElementById("kb-indexing");
        if (next) area.replaceWith(next);
        if (document.getElementById("kb-queue")) await refreshQueue();
      } else if (now.total) {
        const text = document.getElementById("kb-indexing-text");
        text.textContent = text.dataset.words.replace(/\{(\w+)\}/g, (_, name) => now[name]);
        const bar = document.getElementById("kb-indexing-bar");
        bar.max = now.total;
        bar.value = now.done;
      }
    } catch {
      // The server is away for a moment: the next look tells.
    }
    setTimeout(follow, EVERY);
  }
  setTimeout(follow, EVERY);

  // -- words selected in the text

  const text = document.getElementById("kb-draft-text");
  let selected = "";
  if (text) {
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      if (!chosen.rangeCount || !text.contains(chosen.anchorNode) || !String(chosen).trim()) return;
      const copy = chosen.getRangeAt(0).cloneContents();
      // The numbers of the marks are no words of the text.
      copy.querySelectorAll("sup").forEach((number) => number.remove());
      selected = copy.textContent.trim().slice(0, 500);
      document.querySelectorAll(".kb-take-selected").forEach((button) => { button.hidden = false; });
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest?.(".kb-take-selected");
      if (!button) return;
      const field = document.getElementById(button.dataset.into);
      field.value = selected;
      field.focus();
    });
  }
})();
