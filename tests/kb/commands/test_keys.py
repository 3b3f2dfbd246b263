"""keys add, list and remove as an administrator sees them, and the file they leave."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from command_line import Call, Run, run

from kb.errors import KeysError
from kb.people import SCOPES, AuditLog, Keys, add_key, read_keys


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Calls `policy-kb keys …` over a folder of the test's own."""

    def call(*words: str) -> Run:
        return run("keys", *words, "--data", str(tmp_path), capsys=capsys, monkeypatch=monkeypatch)

    return call


def test_a_key_is_shown_once_and_stands_nowhere(cli: Call, tmp_path: Path):
    added = cli("add", "门户网站", "--scope", "search, ask", "--rate", "60/min")
    secret = added.out.strip()
    assert added.code == 0 and secret.startswith("kb_") and len(secret) > 40 and "once" in added.err
    path = tmp_path / "keys.json"
    (held,) = json.loads(path.read_text("utf-8"))
    assert held["sha256"] == hashlib.sha256(secret.encode()).hexdigest() and held["scopes"] == ["ask", "search"]
    assert secret not in path.read_text("utf-8") and path.stat().st_mode & 0o777 == 0o600
    assert cli("list").out.startswith("门户网站  ask,search  60/min  ")
    assert Keys(path).holder(secret) and Keys(path).holder(secret + "x") is None


def test_a_key_removed_opens_nothing_any_more(cli: Call, tmp_path: Path):
    secret = cli("add", "a").out.strip()
    keys = Keys(tmp_path / "keys.json")
    held = keys.holder(secret)
    assert held and held.scopes == SCOPES and held.rate == 120
    assert cli("remove", "a").code == 0
    deeds = [(entry.deed, entry.subject) for entry in AuditLog(tmp_path).entries()]
    assert sorted(deeds) == [("key_added", "a"), ("key_removed", "a")]
    assert keys.holder(secret) is None and cli("list").out == ""
    gone = cli("remove", "a")
    assert gone.code == 1 and "No such key" in gone.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "两 字"], 1, "without space"),
        (["add", "a", "--rate", "0/min"], 1, "1 to 100000"),
        (["add", "a", "--rate", "60"], 2, "60/min"),
        (["add", "a", "--scope", "ask,everything"], 2, "Must be among these"),
        (["add", "a", "--scope", ","], 2, "Must be among these"),
    ],
)
def test_what_is_no_key_is_refused(cli: Call, words: list[str], code: int, said: str):
    refused = cli(*words)
    assert refused.code == code and said in refused.err and refused.out == ""


def test_a_name_is_given_once(cli: Call):
    assert cli("add", "a").code == 0
    again = cli("add", "a")
    assert again.code == 1 and "keys remove" in again.err and again.out == ""


def test_a_file_that_is_wrong_opens_nothing(tmp_path: Path):
    path = tmp_path / "keys.json"
    secret = add_key(path, "a")
    keys = Keys(path)
    assert keys.holder(secret)
    path.write_text('[{"name": "a"}]', "utf-8")
    with pytest.raises(KeysError, match="sha256"):
        keys.holder(secret)
    path.unlink()
    with pytest.raises(KeysError):
        keys.holder(secret)
    assert read_keys(path) == ()
