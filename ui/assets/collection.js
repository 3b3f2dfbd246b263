// Picking a clause, on every page: `button.kb-pick` with the clause's id as its value and the quoted ranges as its name, "7-19,30-41",
// followed by "|2018-01-01" where the day is known on which its validity was judged.
(() => {
  "use strict";

  const words = {
    zh: { added: "已收入", failed: "没有收入" },
    en: { added: "Added", failed: "Not added" },
  };
  const own = () => words[window.policyDesk.english() ? "en" : "zh"];

  function show(count) {
    const badge = document.getElementById("kb-picked");
    if (badge) badge.textContent = count;
  }

  async function pick(button) {
    const [quotes, day] = button.name.split("|");
    const body = new URLSearchParams({ clause: button.value, quotes, as_of: day || "" });
    window.policyDesk.untell();
    try {
      const response = await fetch(window.policyDesk.url("/collection/items"), { method: "POST", body, headers: { Accept: "application/json" } });
      if (window.policyDesk.signedOut(response, button.parentElement)) return;
      const said = await response.json();
      if (said.count !== undefined) show(said.count);
      window.policyDesk.say(button, said.problem ? own().failed : own().added);
      if (said.problem) window.policyDesk.tell(button.parentElement, said.problem);
    } catch {
      window.policyDesk.say(button, own().failed);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.kb-pick");
    if (button) pick(button);
  });
  document.addEventListener("kb-swapped", (event) => {
    if (event.detail.id === "kb-collection") show(event.detail.dataset.count);
  });
})();
