"""What changed in a corpus between two builds is recorded, also what was edited by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kb.people import AuditLog
from kb.settings import Settings
from kb.upkeep import record_build


def test_texts_and_edited_lines_are_told_before_and_after(tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path / "corpus", data=tmp_path / "data")
    settings.corpus.mkdir()
    catalog = settings.corpus / "catalog.yaml"
    for name in "甲乙":
        (settings.corpus / f"{name}.txt").write_text(name, encoding="utf-8")
    catalog.write_text("documents:\n  - file: 甲.txt\n    region: 江苏\n", encoding="utf-8")
    record_build(settings, "wang")
    (settings.corpus / "甲.txt").write_text("甲二", encoding="utf-8")
    (settings.corpus / "乙.txt").unlink()
    catalog.write_text("documents:\n  - file: 甲.txt\n    region: 海南\n", encoding="utf-8")
    record_build(settings, "li")
    record_build(settings, "li")  # nothing has changed since
    first, second = AuditLog(settings.data).entries()
    assert set(first.details["added"]) == {"甲.txt", "乙.txt"}
    hashes = {text: hashlib.sha256(text.encode()).hexdigest() for text in ("甲", "甲二", "乙")}
    assert (second.who, second.deed) == ("li", "corpus_built")
    assert second.details == {
        "changed": {"甲.txt": {"before": hashes["甲"], "after": hashes["甲二"]}},
        "removed": {"乙.txt": hashes["乙"]},
        "lines": {"catalog.yaml": ["@@ -3 +3 @@", "-    region: 江苏", "+    region: 海南"]},
    }
