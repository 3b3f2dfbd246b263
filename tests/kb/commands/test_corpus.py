"""add, remove and replace as scripts see them: what is shown, what is asked, and exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Call, Run, run

OLD = "关于做好就业扶贫工作的通知\n\n临人社发〔2016〕12号\n\n各县区：\n\n一、每人补贴1000元。\n\n临沂市人力资源和社会保障局\n2016年6月12日\n"
NEW = (
    "关于进一步做好就业帮扶工作的通知\n\n临人社发〔2020〕30号\n\n各县区：\n\n一、每人补贴1200元。\n\n"
    "二、本通知替代《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）。\n\n临沂市人力资源和社会保障局\n2020年5月20日\n"
)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the command line in this process with `typed` on its standard input."""

    def call(*words: str, typed: str = "") -> Run:
        return run(*words, typed=typed, capsys=capsys, monkeypatch=monkeypatch)

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "旧通知.txt").write_text(OLD, encoding="utf-8")
    (corpus / "catalog.yaml").write_text("documents:\n  - file: 旧通知.txt\n", encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    return corpus


@pytest.mark.parametrize("command", ["add", "remove", "replace"])
def test_help_shows_an_example(cli: Call, command: str) -> None:
    shown = cli(command, "--help")
    assert shown.code == 0
    assert f"policy-kb {command}" in shown.out.split("Example")[1]


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_without_a_yes_nothing_changes(cli: Call, folder: Path, typed: str) -> None:
    shown = cli("add", str(folder.parent / "new.txt"), "--corpus", str(folder), typed=typed)
    assert shown.code == 1
    assert "没有改动" in shown.err
    assert sorted(path.name for path in folder.iterdir()) == ["catalog.yaml", "旧通知.txt"]


def test_add_shows_the_draft_and_on_a_yes_takes_it_in(cli: Call, folder: Path) -> None:
    shown = cli("add", str(folder.parent / "new.txt"), "--corpus", str(folder), typed="y\n")
    assert shown.code == 0
    assert "文号 number: 临人社发〔2020〕30号  ← “临人社发〔2020〕30号”（第 3 行）" in shown.out
    assert "? 没有写明有效期" in shown.out
    assert "临人社发〔2020〕30号 二：废止 临人社发〔2016〕12号，自2020-05-20起" in shown.out
    assert "：“替代《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）”。" in shown.out
    assert f"policy-kb build --corpus {folder}" in shown.err
    assert len(list(folder.glob("*.txt"))) == 2
    again = cli("add", str(folder.parent / "new.txt"), "--corpus", str(folder), "--yes")
    assert (again.code, again.out) == (1, "")
    assert "已在语料中" in again.err
    assert again.err.strip().count("\n") == 0


def test_words_are_asked_for_where_a_given_value_needs_them(cli: Call, folder: Path) -> None:
    file = folder.parent / "帮扶工作安排.txt"
    file.write_text("帮扶工作安排的通知\n\n一、在琼企业可以申请补贴。\n", encoding="utf-8")
    words = ("add", str(file), "--corpus", str(folder), "--region", "海南", "--id", "bangfu")
    refused = cli(*words, "--yes")
    assert (refused.code, refused.out) == (1, "")
    assert "--rests-on" in refused.err
    shown = cli(*words, typed="在琼企业\ny\n")
    assert shown.code == 0
    assert "地区 region: 海南省  ← “在琼企业”" in shown.out
    assert "rests_on: 在琼企业" in (folder / "catalog.yaml").read_text(encoding="utf-8")


def test_replace_then_remove(cli: Call, folder: Path) -> None:
    shown = cli("replace", "临人社发[2016]12号", str(folder.parent / "new.txt"), "--corpus", str(folder), "--yes")
    assert shown.code == 0
    assert "临人社发〔2020〕30号 二：废止 临人社发〔2016〕12号，自2020-05-20起" in shown.out
    (folder / "benefits.yaml").write_text(
        "subjects: {grant: {zh: 补贴, en: grants}}\ncards:\n  - {id: a-grant, subject: grant, document: 临人社发〔2016〕12号, clause: 一,"
        " kind: subsidy, name: 补贴, official: 补贴, english: A grant, claimant: {who: person, words: 贫困人口}}\n",
        encoding="utf-8",
    )
    shown = cli("remove", "关于做好就业扶贫工作的通知", "--corpus", str(folder), "--yes")
    assert shown.code == 0
    assert "移出 remove: 临人社发〔2016〕12号" in shown.out
    assert "! benefits.yaml 里还有这份文件的 1 张待遇卡" in shown.out
    assert len(list((folder.parent / "removed").iterdir())) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "/nowhere/x.txt"), "找不到文件"),
        (("remove", "不存在"), "临人社发〔2016〕12号"),
        (("replace", "不存在", "new.txt"), "new.txt"),
    ],
)
def test_bad_input_is_one_line_and_exit_1(cli: Call, folder: Path, words: tuple[str, ...], told: str) -> None:
    shown = cli(*words, "--corpus", str(folder))
    assert (shown.code, shown.out) == (1, "")
    assert told in shown.err
    assert shown.err.strip().count("\n") == 0


def test_wrong_usage_exits_2(cli: Call) -> None:
    assert cli("add").code == 2
    assert cli("replace", "x").code == 2
