"""The terminal's frame in other languages: words in one file a language, the texts themselves as they stand."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml
from starlette.testclient import TestClient

from ui.kiosk import OfficeError, load_frames, load_office
from ui.kiosk.frame import PAGES
from ui.pieces import words_in
from ui.pieces.words import WORDS
from ui.server import Services
from ui.serving import create_kiosk

ASKED = {"question": "临沂市的扶贫车间每吸纳一个贫困人口，一次性奖补多少？", "region": "临沂市"}
OFFICE = "name: 某县人社服务大厅\nlanguages: {English: en, Xish: xx.yaml}\n"


def made_up() -> dict[str, object]:
    """The Chinese words as those of a language that nobody speaks."""
    pages = {page: yaml.safe_load((WORDS / f"{page}.zh.yaml").read_text(encoding="utf-8")) for page in PAGES}
    return {
        "lang": "xx",
        **{page: {name: _marked(said) for name, said in words.items()} for page, words in pages.items()},
    }


def _marked(said: object) -> object:
    if isinstance(said, dict):
        return {name: _marked(each) for name, each in said.items()}
    return "x·" + re.sub(r"[\u4e00-\u9fff]+", "x", str(said)) if said else said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "xx.yaml").write_text(yaml.safe_dump(made_up(), allow_unicode=True), encoding="utf-8")
    return tmp_path


@pytest.fixture
def client(folder: Path, services: Services) -> TestClient:
    office = load_office(folder / "office.yaml")
    frames = load_frames(office, folder / "office.yaml")
    return TestClient(create_kiosk(services, office, frames=frames), base_url="http://localhost")


def words(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def quotes(text: str) -> list[str]:
    return re.findall(r'class="kk-said"[^>]*>(.*?)</span>|<mark>(.*?)</mark>', text)  # type: ignore[no-any-return]


def test_a_third_language_is_a_file_and_nothing_else(client: TestClient):
    chinese = client.post("/ask", data=ASKED).text
    start = client.get("/?frame=Xish")
    assert start.url.query == b"" and '<html lang="xx"' in start.text and "x·" in start.text
    assert words_in("zh").kiosk.greeting not in words(start.text) and "中文" in start.text
    # The tiles are the office's Chinese, and said to be.
    assert 'class="kk-tile-words" lang="zh-CN"' in start.text
    other = client.post("/ask", data=ASKED).text
    assert '<html lang="xx"' in other and quotes(other) == quotes(chinese) and quotes(chinese)
    for frame in ("asked", "valid", "whole_clause", "print", "home"):
        said = getattr(words_in("zh").kiosk, frame)
        assert said in words(chinese) and said not in words(other)
    assert "x·" in words(client.post("/benefits", data={"region": "临沂市"}).text)
    # Whoever comes next is spoken to in Chinese.
    assert '<html lang="zh-CN"' in client.get("/?frame=").text
    assert '<html lang="zh-CN"' in client.get("/").text


def test_the_frame_in_english(client: TestClient):
    start = client.get("/?frame=English").text
    assert '<html lang="en"' in start and "What would you like to ask?" in start and ">Xish</button>" in start
    answer = words(client.post("/ask", data=ASKED).text)
    assert "You asked" in answer and "This document has expired (2020-05-15)" in answer
    assert "Does it still hold" in answer and "是否仍有效" not in answer
    # What is taken for granted of an age is the program's own word too.
    end = words(client.post("/benefits", data={"now": "finish", "tap": ["who:self", "where:临沂市", "age:child"]}).text)
    assert "by the age taken not to be: " in end and "按年龄推算" not in end


@pytest.mark.parametrize("cookie", ["2", "-1", "x", ""])
def test_a_language_that_is_none_is_chinese(client: TestClient, cookie: str):
    client.cookies.set("kk-frame", cookie)
    assert '<html lang="zh-CN"' in client.get("/").text
    assert '<html lang="zh-CN"' in client.get("/?frame=Klingon").text


def test_without_languages_none_is_offered(services: Services):
    page = TestClient(create_kiosk(services), base_url="http://localhost").get("/?frame=English").text
    assert "kk-languages" not in page and '<html lang="zh-CN"' in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["kiosk"].pop("greeting"), "greeting 在 xx.yaml 里缺少"),
        (lambda data: data["kiosk"].update(ask_at="x"), "ask_at 的占位符"),
        (lambda data: data["kiosk"].update(hello="x"), "没有 hello"),
        (lambda data: data.pop("kiosk_benefits"), "缺少 kiosk_benefits"),
        (lambda data: data.pop("lang"), "须写明 lang"),
        (lambda data: data.update(desk={}), "没有 desk 这一页"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_with_its_line(folder: Path, change, said: str):
    data = made_up()
    change(data)
    (folder / "xx.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(OfficeError, match=said):
        load_frames(load_office(folder / "office.yaml"), folder / "office.yaml")
    (folder / "xx.yaml").unlink()
    with pytest.raises(OfficeError, match="读不到"):
        load_frames(load_office(folder / "office.yaml"), folder / "office.yaml")
