"""feedback list, show and close as a maintainer sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from command_line import Call, Run, run

from kb.people import FeedbackStore, Judgement
from kb.records import Filters

ROOT = Path(__file__).parents[3]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one entry of everything and one of little."""
    store = FeedbackStore(tmp_path / "data")
    store.add(
        Judgement(
            verdict="wrong",
            question="扶贫车间奖补多少？",
            filters=Filters(region="临沂市", as_of=date(2018, 1, 1), in_force=True),
            cited=("临人社发〔2016〕12号 二（一）1", "临人社发〔2016〕12号 二（一）2"),
            quotes=("按每人1000元的标准。",),
            note="请回电13812345678，\x1b[31m第二行\n在这里",
            right_clause="二（一）2",
            fingerprint="ab12",
        )
    )
    store.add(Judgement(verdict="right", question="Who?", language="en", status="not_found"))
    return tmp_path / "data"


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path) -> Call:
    def call(*words: str, folder: Path = data) -> Run:
        return run("feedback", *words, "--data", str(folder), capsys=capsys, monkeypatch=monkeypatch)

    return call


def test_list(cli: Call) -> None:
    shown = cli("list")
    assert shown.code == 0
    lines = shown.out.splitlines()
    assert lines[0].startswith("1  20")
    assert lines[0].endswith("Z  错误 wrong  待处理 open")
    assert lines[1:5] == [
        "   问题 question: 扶贫车间奖补多少？",
        "   说明 note: 请回电［电话号码］，�[31m第二行 在这里",
        "   正确条款 right clause: 二（一）2",
        "   引用 cited: 临人社发〔2016〕12号 二（一）1；临人社发〔2016〕12号 二（一）2",
    ]
    assert lines[5].endswith("Z  正确 right  待处理 open")
    assert lines[6:] == ["   问题 question: Who?"]


def test_list_by_state_and_as_json(cli: Call) -> None:
    assert cli("close", "1").out == "第 1 条已关闭。 Closed.\n"
    assert [row["number"] for row in json.loads(cli("list", "--state", "open", "--json").out)] == [2]
    assert [row["state"] for row in json.loads(cli("list", "--json").out)] == ["closed", "open"]


def test_show(cli: Call) -> None:
    lines = cli("show", "1").out.splitlines()
    assert lines[5:] == [
        "   地区 region: 临沂市",
        "   日期 as of: 2018-01-01",
        "   只要现行有效的 in force: 是 yes",
        "   回答 status: answered (zh)",
        "   引文 quote: 按每人1000元的标准。",
        "   语料 texts: ab12",
    ]
    row = json.loads(cli("show", "1", "--json").out)
    assert (row["number"], row["verdict"], row["filters"]["region"]) == (1, "wrong", "临沂市")


def test_an_empty_folder(cli: Call, tmp_path: Path) -> None:
    shown = cli("list", folder=tmp_path / "none")
    assert (shown.code, shown.out) == (0, "没有反馈。 No feedback.\n")
    assert json.loads(cli("list", "--json", folder=tmp_path / "none").out) == []
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [(("show", "9"), "没有第 9 条"), (("close", "9"), "没有第 9 条"), (("list", "--state", "done"), "open、adopted")],
)
def test_bad_input_is_one_line_and_exit_1(cli: Call, words: tuple[str, ...], told: str) -> None:
    shown = cli(*words)
    assert (shown.code, shown.out) == (1, "")
    assert told in shown.err
    assert shown.err.strip().count("\n") == 0


def test_wrong_usage_exits_2(cli: Call) -> None:
    assert cli("show").code == 2
    assert cli("show", "x").code == 2


def test_help_shows_an_example_and_imports_no_model() -> None:
    code = (
        "import sys; from kb.commands import cli\n"
        "for words in ['feedback', '--help'], ['feedback', 'list', '--help']:\n"
        "    try: cli(words)\n"
        "    except SystemExit: print('asked')\n"
        "loaded = {'torch', 'sentence_transformers', 'faiss', 'gradio', 'rjieba', 'stdnum'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(loaded)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("asked") == 2 and "list" in done.stdout
