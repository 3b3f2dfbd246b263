from __future__ import annotations

from pathlib import Path

import pytest

from ui.kiosk.office import Idle, Office, OfficeError, Phone, load_office

WHOLE = """\
name: 某县人社服务大厅
window: 一楼 3 号窗口
hours: 周一至周五 9:00—17:00
phones:
  - {name: 综合窗口, number: "0100-1234567"}
region: 临沂市
hosts: [kiosk.example, 10.0.0.5]
idle: {warn_after: 90, extend_within: 30}
"""


@pytest.fixture
def written(tmp_path: Path):
    """Writes an office file."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "office.yaml"
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return path

    return write


def faults(path: Path) -> tuple[str, ...]:
    with pytest.raises(OfficeError) as error:
        load_office(path)
    assert str(error.value) == "\n".join(map(str, error.value.faults))
    return tuple(map(str, error.value.faults))


def test_without_a_file_nothing_is_known_of_the_office():
    assert load_office(None) == Office()
    assert Office().idle == Idle(warn_after=60, extend_within=20)
    assert Office().hosts == ()


def test_a_whole_file_is_read(written):
    office = load_office(written(WHOLE))
    assert office.name == "某县人社服务大厅" and office.region == "临沂市"
    assert office.phones == (Phone(name="综合窗口", number="0100-1234567"),)
    assert office.hosts == ("kiosk.example", "10.0.0.5")
    assert office.idle == Idle(warn_after=90, extend_within=30)


def test_a_file_saved_by_notepad_and_an_empty_one_are_read(written):
    assert load_office(written(b"\xef\xbb\xbfname: A\r\n")).name == "A"
    assert load_office(written("# nothing yet\n")) == Office()


def test_each_fault_is_one_line_with_its_place_and_remedy(written):
    path = written(
        "name: 某大厅\n"
        "hors: 9—17\n"  # line 2: no such key
        "phones:\n"
        "  - {name: 窗口, number: 12333}\n"  # line 4: a number without quotes
        '  - {name: 总机, number: "call me"}\n'  # line 5
        "idle:\n"
        "  warn_after: 5\n"  # line 7: below the requirement
        "  extend_within: 3\n"
    )
    found = faults(path)
    assert all("\n" not in fault and fault.startswith(f"{path}:") for fault in found)
    lines = [fault.removeprefix(f"{path}:").split("：")[:2] for fault in found]
    assert sorted(lines) == [
        ["2", "hors"],
        ["4", "phones.1.number"],
        ["5", "phones.2.number"],
        ["7", "idle.warn_after"],
        ["8", "idle.extend_within"],
    ]
    by_line = {int(line): fault for (line, _), fault in zip(lines, found, strict=True)}
    assert "No such entry" in by_line[2] and "in quotes" in by_line[4] and "telephone" in by_line[5]
    assert "60" in by_line[7] and "20" in by_line[8]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: a: b\n", ":1："),
        ("name: A\nname: B\n", ":2：name：写了两次"),
        ("- just\n- a list\n", "`name: value`"),
        ("hosts: kiosk.example\n", "hosts：应为列表"),
        ("name: ''\n", "不能为空"),
        ("phones:\n  - {name: 窗口}\n", ":2：phones.1.number：没有写"),
        ("topics: []\n", "至少 8 个"),
        ("name: \xff".encode("latin-1"), "UTF-8"),
        ("x" * 300_000, "太大"),
    ],
    ids=["yaml", "twice", "list", "one host", "empty", "missing", "no tiles", "latin-1", "too large"],
)
def test_what_cannot_be_used_is_said(written, text, said: str):
    assert any(said in fault for fault in faults(written(text)))


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    (fault,) = faults(tmp_path / "none.yaml")
    assert "none.yaml" in fault and "--office" in fault


def test_an_office_may_have_tiles_of_its_own(written):
    own = "topics:\n" + "".join(f"  - {{title: 题{n}, mark: 题, questions: [第{n}个问题？]}}\n" for n in range(8))
    topics = load_office(written(own)).topics
    assert topics and [topic.title for topic in topics] == [f"题{n}" for n in range(8)]
    more = own + "".join(f"  - {{title: 又{n}, mark: 又, questions: [又问{n}？]}}\n" for n in range(5))
    assert any("最多 12 个" in fault for fault in faults(written(more)))
