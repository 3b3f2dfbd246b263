// The batch page: the file is judged where it was chosen and kept whatever happens; the progress is asked for while the page is open.
(() => {
  "use strict";

  const EVERY = 700;
  const area = () => document.getElementById("kb-batch");
  let timer = 0;

  // -- sending

  function complain(form, words) {
    const place = form.querySelector("#kb-file-problem");
    const line = document.createElement("p");
    line.className = "kb-error";
    line.textContent = words;
    place.replaceChildren(line);
    const input = form.querySelector("input[type=file]");
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }

  function clean(form) {
    window.policyDesk.untell();
    form.querySelector("#kb-file-problem").replaceChildren();
    form.querySelector("input[type=file]").removeAttribute("aria-invalid");
  }

  async function send(form) {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file) return complain(form, form.dataset.noFile);
    if (file.size > Number(form.dataset.most)) return complain(form, form.dataset.tooLarge);
    const button = form.querySelector("button");
    clean(form);
    button.disabled = true;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (window.policyDesk.signedOut(response, form)) return;
      if (response.status === 413) return complain(form, form.dataset.tooLarge);
      const said = await response.json();
      if (said.problem) return complain(form, said.problem);
      await fresh();
    } catch {
      window.policyDesk.away(form);
    } finally {
      button.disabled = false;
    }
  }

  // -- progress

  async function fresh() {
    const response = await fetch(area().dataset.page);
    if (window.policyDesk.signedOut(response, area())) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.getElementById("kb-batch");
    if (!next) throw new Error(String(response.status));
    area().replaceWith(next);
    const title = next.querySelector("[data-focus]");
    if (title) {
      title.tabIndex = -1;
      title.focus();
    }
    follow();
  }

  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  async function look() {
    try {
      const response = await fetch(`${area().dataset.page}/status`);
      if (window.policyDesk.signedOut(response, area())) return;
      const now = await response.json();
      if (now.state !== area().dataset.state) return await fresh();
      const bar = document.getElementById("kb-progress");
      bar.max = now.total;
      bar.value = now.done;
      const text = document.getElementById("kb-progress-text");
      text.textContent = filled(text.dataset.words, now);
      const ahead = document.getElementById("kb-ahead");
      ahead.hidden = !now.ahead;
      ahead.textContent = filled(ahead.dataset.words, { n: now.ahead });
    } catch {
      // The server is away for a moment: the next look tells.
    }
    follow();
  }

  function follow() {
    clearTimeout(timer);
    if (["waiting", "running"].includes(area()?.dataset.state)) timer = setTimeout(look, EVERY);
  }

  // Before the site's own script, which sends what nobody has.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "kb-upload") return;
    event.preventDefault();
    send(event.target);
  }, true);
  document.addEventListener("change", (event) => {
    if (event.target.id === "kb-file") clean(event.target.form);
  });
  document.addEventListener("kb-swapped", follow);
  follow();
})();
