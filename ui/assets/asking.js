// What becomes of a question: whether the sign-in was lost or the server is away, whether the filters changed after the answer; filters folded.
// The words stand in the page; which of them is shown is told by the root's data-asking.
(() => {
  "use strict";

  const root = document.documentElement;
  const at = (selector) => document.querySelector(selector);
  const ask = () => at("#kb-ask")?.click();

  function tell(state) {
    if (state) root.dataset.asking = state;
    else delete root.dataset.asking;
  }

  // -- what the server says to a question. Gradio would show the bare error of a reply it cannot read.

  const reach = window.fetch.bind(window);

  function carriesQuestion(init) {
    const typed = at("#kb-question textarea")?.value;
    return Boolean(typed) && String(init?.body).includes(JSON.stringify(typed));
  }

  function unread() {
    return new Response(JSON.stringify({ detail: "" }), { status: 500, headers: { "Content-Type": "application/json" } });
  }

  const lost = (response) => tell(response?.status === 401 ? "signed-out" : "away");

  async function send(input, init) {
    let response;
    try {
      response = await reach(input, init);
    } catch {
      lost();
      return unread();
    }
    if (response.ok) {
      // What follows a question that failed may get through where it did not: only a question takes the message away.
      if (!carriesQuestion(init)) return response;
      asked = filters();
      tell("");
      setTimeout(compare, 300);
      return response;
    }
    lost(response);
    return unread();
  }

  // The stream that the answers come by. Where it breaks off Gradio takes no further question until the page is loaded anew: it is told of an
  // error instead.
  const BROKEN = ["unexpected_error", "close_stream"].map((msg) => `data: ${JSON.stringify({ msg })}\n\n`).join("");

  async function listen(input, init) {
    const response = await reach(input, init).catch(() => null);
    const source = response?.ok ? response.body.pipeThrough(new TextDecoderStream()).getReader() : null;
    let said = "";
    const pull = async (controller) => {
      const { done, value } = source ? await source.read().catch(() => ({ done: true })) : { done: true };
      if (!done) {
        said = said.slice(-40) + value;
        return controller.enqueue(value);
      }
      if (!said.includes('"close_stream"') && !init?.signal?.aborted) {
        lost(response);
        controller.enqueue(BROKEN);
      }
      controller.close();
    };
    const body = new ReadableStream({ pull, cancel: (why) => source?.cancel(why) }).pipeThrough(new TextEncoderStream());
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }

  window.fetch = (input, init) => {
    const path = new URL(input.url ?? input, location.href).pathname;
    if (path.endsWith("/queue/join")) return send(input, init);
    return path.endsWith("/queue/data") ? listen(input, init) : reach(input, init);
  };

  // -- the filters: folded into a line once there is an answer, and held against those it was asked with

  const FIELDS = ["#kb-region input", "#kb-document input", "#kb-kind input", "#kb-as-of :is(input, textarea)"];
  let asked = null;

  function filters() {
    const chosen = FIELDS.map((field) => at(field)?.value ?? "");
    return JSON.stringify([...chosen, at("#kb-in-force input")?.checked ?? false]);
  }

  function compare() {
    const fold = at(".kb-fold");
    if (!fold) return;
    const [region, document_, kind, day, isInForce] = JSON.parse(filters());
    const ticked = isInForce ? at("#kb-in-force .label-text, #kb-in-force label")?.textContent.trim() : "";
    fold.textContent = fold.dataset.name + [region, document_, kind, day, ticked].filter(Boolean).join(" · ");
    if (root.dataset.asking === "signed-out" || root.dataset.asking === "away" || asked === null) return;
    tell(at(".kb-asked") && filters() !== asked ? "changed" : "");
  }

  function unfold(isOpen) {
    root.classList.toggle("kb-filters-open", isOpen);
    at(".kb-fold")?.setAttribute("aria-expanded", String(isOpen));
  }

  // Where a question was restored, its filters are those it was asked with.
  function settle() {
    const fold = at(".kb-fold");
    if (!fold || fold.dataset.name) return;
    fold.dataset.name = fold.textContent;
    fold.setAttribute("aria-controls", "kb-filters");
    unfold(false);
    compare();
  }

  function begin() {
    new MutationObserver(() => {
      settle();
      // Gradio fills the fields after it has drawn them.
      if (at(".kb-fold")?.textContent === at(".kb-fold")?.dataset.name) setTimeout(compare, 300);
      if (asked === null && at(".kb-asked")) setTimeout(() => { asked ??= filters(); compare(); }, 300);
    }).observe(document.body, { childList: true, subtree: true });
    for (const kind of ["click", "input", "change", "focusout", "keyup"]) {
      document.addEventListener(kind, (event) => {
        // Gradio sets a field after the event that chooses.
        if (event.target.closest?.("#kb-filters, .options")) setTimeout(compare, 120);
      });
    }
    // Gradio lets go of a field once something is chosen there: the next thing to press is the button.
    document.addEventListener("focusout", (event) => {
      if (!event.target.closest?.("#kb-filters")) return;
      setTimeout(() => { if (document.activeElement === document.body) at("#kb-ask")?.focus(); }, 150);
    });
    document.addEventListener("click", (event) => {
      if (event.target.closest?.(".kb-fold")) unfold(!root.classList.contains("kb-filters-open"));
      else if (event.target.closest?.(".kb-again")) ask();
      // Another question of the session brings its own filters.
      else if (event.target.closest?.("#kb-history")) asked = null;
    });
    document.addEventListener("keydown", (event) => {
      if (event.altKey && event.code === "KeyR" && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        ask();
      }
    });
  }

  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
