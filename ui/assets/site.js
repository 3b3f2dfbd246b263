// What every page of the desk needs: the contrast switch, copying, forms that swap a part of the page. Nothing is kept on the machine but
// the contrast and the office's name on sheets.
(() => {
  "use strict";

  const english = () => document.documentElement.lang === "en";
  // The path that the site lies under, "" for none.
  const root = document.documentElement.dataset.root || "";
  // An address of the site in the page's language.
  const url = (path) => root + (english() ? "/en" : "") + path;

  // -- contrast: a cookie of this machine, so that the next page comes in it already

  function toggleContrast(button) {
    const high = document.documentElement.dataset.contrast !== "high";
    if (high) document.documentElement.dataset.contrast = "high";
    else delete document.documentElement.dataset.contrast;
    button.setAttribute("aria-pressed", String(high));
    const keep = high ? "high; Max-Age=31536000" : "; Max-Age=0";
    document.cookie = `kb-contrast=${keep}; Path=${root || "/"}; SameSite=Strict`;
  }

  // -- copying

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

  function say(button, words) {
    const before = button.textContent;
    button.textContent = words;
    button.classList.add("kb-copied");
    setTimeout(() => {
      button.textContent = before;
      button.classList.remove("kb-copied");
    }, 2000);
  }

  async function copy(button) {
    try {
      await write(button.value);
      say(button, english() ? "Copied" : "已复制");
    } catch {
      const line = button.parentElement.querySelector(".kb-line-text");
      if (line) getSelection().selectAllChildren(line);
      say(button, english() ? "Press Ctrl+C" : "请按 Ctrl+C");
    }
    button.focus();
  }

  // -- what became of something sent, said where it was: what was typed stays

  const AWAY = {
    zh: "服务器没有回应，您填写的内容还在，请稍后再试一次。",
    en: "The server did not answer; what you typed is kept. Try again in a moment.",
  };
  const away = (place) => tell(place, AWAY[english() ? "en" : "zh"]);

  const untell = () => document.querySelector(".kb-lost")?.remove();

  function tell(place, words, address) {
    untell();
    const line = document.createElement("p");
    line.className = "kb-error kb-lost";
    line.setAttribute("role", "alert");
    line.textContent = words;
    if (address) {
      const link = document.createElement("a");
      link.className = "kb-button kb-small";
      link.href = address;
      link.target = "_blank";
      link.textContent = english() ? "Sign in (new window)" : "去登录（新窗口）";
      line.append(" ", link);
    }
    place.append(line);
  }

  // Whether a reply leads to where one signs in, which is then told in place of going there; an answer goes, which was for who had signed in.
  function signedOut(response, place) {
    const led = response.redirected && new URL(response.url).pathname.endsWith("/sign-in");
    if (!led && response.type !== "opaqueredirect" && response.status !== 401) return false;
    if (place.closest("#kb-answer-area")) {
      document.documentElement.dataset.asking = "signed-out";
      return true;
    }
    const words = english()
      ? "Sign in again. What you typed is kept: come back here afterwards and press once more."
      : "请重新登录。您填写的内容还在；登录后回到这里，再按一次。";
    tell(place, words, url("/sign-in"));
    return true;
  }

  // -- forms with data-swap="#id": sent in place, the element of the answer page with this id takes the old one's place

  async function swap(form, submitter) {
    const target = form.dataset.swap;
    const area = document.querySelector(target);
    const body = new FormData(form, submitter);
    const plain = form.enctype === "multipart/form-data" ? body : new URLSearchParams(body);
    // Said beside the button that was pressed: a form may be longer than the screen.
    const beside = submitter?.parentElement ?? form;
    untell();
    area.setAttribute("aria-busy", "true");
    if (submitter) submitter.disabled = true;
    try {
      const response = await fetch(form.action, { method: "POST", body: plain, redirect: "follow" });
      if (signedOut(response, beside)) {
        area.removeAttribute("aria-busy");
        return;
      }
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(target);
      if (!fresh) throw new Error(String(response.status));
      area.replaceWith(fresh);
      const first = fresh.querySelector("[data-focus], .kb-error, h2");
      if (first) {
        first.tabIndex = -1;
        first.focus();
      }
      document.dispatchEvent(new CustomEvent("kb-swapped", { detail: fresh }));
    } catch {
      area.removeAttribute("aria-busy");
      away(beside);
    } finally {
      if (submitter) submitter.disabled = false;
    }
  }

  // -- what leaves the page with what was typed there, or brings a file: gone on with where the sign-in still holds, which is asked first

  let passed = null;

  async function ask(leaving, place, go) {
    untell();
    try {
      if (signedOut(await fetch(url("/signed-in"), { method: "POST", redirect: "manual" }), place)) return;
    } catch {
      away(place);
      return;
    }
    passed = leaving;
    go();
    passed = null;
  }

  function stopped(event, leaving) {
    // Where nobody signs in, nothing can be lost.
    if (event.defaultPrevented || leaving === passed || !document.querySelector(".kb-user")) return false;
    event.preventDefault();
    return true;
  }

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    // A button with an address of its own goes there: a sheet to print is a page, not a part of one.
    if (form.dataset.swap && !submitter?.hasAttribute("formaction")) {
      event.preventDefault();
      swap(form, submitter);
    } else if (!form.closest(".kb-bar") && stopped(event, form)) {
      ask(form, submitter?.parentElement ?? form, () => form.requestSubmit(submitter));
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[download], a.kb-sheet-link");
    if (link && stopped(event, link)) ask(link, link.parentElement, () => link.click());
  });

  // -- what a machine's sheets have in common: its office's name, typed once and kept there

  for (const field of document.querySelectorAll("[data-kept]")) {
    const name = `policy-kb-${field.dataset.kept}`;
    try {
      field.value = localStorage.getItem(name) ?? "";
      field.addEventListener("change", () => {
        if (field.value.trim()) localStorage.setItem(name, field.value.trim());
        else localStorage.removeItem(name);
      });
    } catch {
      // A browser that keeps nothing: it is typed each time.
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.id === "kb-contrast") toggleContrast(button);
    else if (button.classList.contains("kb-copy")) copy(button);
    else if (button.classList.contains("kb-print")) window.print();
  });

  window.policyDesk = { say, english, url, tell, untell, away, signedOut };
})();
