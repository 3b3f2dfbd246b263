// Words selected in the clause are put into the field beside whose button is pressed.
(() => {
  "use strict";

  // Pressing a button may end the selection: what was selected last in a clause is remembered.
  let selected = null;

  document.addEventListener("selectionchange", () => {
    const now = getSelection();
    const clause = now.rangeCount && !now.isCollapsed ? now.getRangeAt(0).commonAncestorContainer : null;
    const held = clause && (clause.nodeType === Node.TEXT_NODE ? clause.parentElement : clause).closest(".kb-card-clause");
    if (held) selected = { draft: held.closest(".kb-card-draft"), words: now.toString().trim() };
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".kb-take");
    if (!button || !selected?.words || selected.draft !== button.closest(".kb-card-draft")) return;
    const field = document.getElementById(button.value);
    field.value = selected.words;
    field.focus();
  });
})();
