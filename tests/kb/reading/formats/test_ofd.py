"""Documents of the national page format are read by where their characters and rules stand."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ofdkit
import pytest
from office_files import as_ofd
from PIL import Image, ImageChops

from kb.errors import CorpusError, NoPicture
from kb.holdings.corpus import read_clauses
from kb.reading import extract, read_document
from kb.reading.formats.ofd import SEAL
from kb.reading.limits import LIMITS
from kb.reading.pictures.pictures import draw_page
from kb.reading.written import NOT_READ
from kb.records import Clause, SourceText

CORPUS = Path(__file__).parents[4] / "corpus"
TABLE = "类别\t对象\t标准\n一档\t就业困难人员\t每月600元\n二档\t高校毕业生\t每月400元，不超过2年\n三档\t返乡农民工\t每月300元\n"
NAMES = ("岗位数量", "人员条件", "申报程序", "补贴标准", "补贴期限", "资金管理", "监督检查", "组织实施")
NOTICE = (
    "某市人力资源和社会保障局关于做好公益性岗位开发管理工作有关事项的通知\n\n某人社发〔2024〕7号\n\n各区人力资源和社会保障局：\n\n"
    "为了帮助就业困难人员就业，根据有关规定，现就公益性岗位开发管理的有关事项通知如下。\n\n"
    + "\n\n".join(
        f"{mark}、{name}。各区应当按照实际需要安排岗位，2024年底前不少于{n}00个，所需资金从就业补助资金中列支，"
        "任何单位不得挪用；安排情况每季度向社会公开，接受监督。"
        for n, (mark, name) in enumerate(zip("一二三四五六七八", NAMES, strict=True), 1)
    )
    + f"\n\n附件：补贴标准表\n\n某市人力资源和社会保障局\n\n2024年4月6日\n\n附件\n\n补贴标准表\n\n{TABLE}"
)
TEXTS = {
    "a notice with a table": NOTICE,
    "江苏2021": (CORPUS / "江苏省2021年就业帮扶助力乡村振兴方案.txt").read_text("utf-8"),
}


def essence(clause: Clause) -> tuple[Any, ...]:
    cells = tuple((cell.column, cell.text) for cell in clause.cells)
    return clause.label, clause.kind, clause.path, clause.text, cells


def read(path: Path) -> SourceText:
    return read_document(path, path.parent)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_set_on_pages_gives_the_same_clauses(tmp_path: Path, text: str) -> None:
    (tmp_path / "文件.txt").write_text(text, encoding="utf-8")
    set_on_pages = read(as_ofd(text, tmp_path / "文件.ofd"))
    wanted, found = (read_clauses(one, "d")[0] for one in (read(tmp_path / "文件.txt"), set_on_pages))
    assert [essence(clause) for clause in found] == [essence(clause) for clause in wanted]
    assert set_on_pages.encoding == "ofd" and len(set_on_pages.pages) > 1


def test_the_number_is_read_and_a_clause_knows_its_page(tmp_path: Path) -> None:
    source = read(as_ofd(NOTICE, tmp_path / "文件.ofd"))
    number = extract(source).number
    assert number and number.value == "某人社发〔2024〕7号"
    assert source.pages[0] == 0 < source.pages[1] <= source.text.index("附件\n") < len(source.text)


def package(path: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    with zipfile.ZipFile(as_ofd(NOTICE, path)) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as changed:
        for name, data in parts.items():
            changed.writestr(name, data)
    return path


PAGE = "Doc_0/Pages/Page_0/Content.xml"
OBJECT = b'<ofd:ImageObject ID="8" Boundary="0 0 9 9" ResourceID="3"/></ofd:Layer>'


def test_a_seal_is_noted_and_a_picture_is_not_read(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["Doc_0/Signs/Sign_0/Signature.xml"] = b"<Signature/>"
        parts[PAGE] = parts[PAGE].replace(b"</ofd:Layer>", OBJECT)

    aside = {item.reason for item in read(package(tmp_path / "文件.ofd", change)).set_aside}
    assert {SEAL, NOT_READ} <= aside


BAD: dict[str, tuple[Callable[[dict[str, bytes]], Any], str]] = {
    "a page that is not there": (lambda parts: parts.pop(PAGE), "已损坏"),
    "no document": (lambda parts: parts.pop("Doc_0/Document.xml"), "已损坏"),
    "entities": (lambda parts: parts.update({PAGE: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + parts[PAGE]}), "声明了文档类型"),
    "a bomb": (lambda parts: parts.update({"Doc_0/Res/a.bin": bytes(LIMITS.unpacked_bytes + 1)}), "decompression bomb"),
    "encrypted parts": (lambda parts: parts.update({"Encryptions.xml": b"<Encryptions/>", PAGE: b"\x93"}), "已加密"),
    "a path out of the package": (lambda parts: parts.update({"../坏": b""}), "指向包外"),
    "pictures alone": (
        lambda parts: parts.update({name: b"<Page/>" for name in parts if "Pages/" in name}),
        "needs OCR",
    ),
}


@pytest.mark.parametrize(("change", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_in_one_line(
    tmp_path: Path, change: Callable[[dict[str, bytes]], Any], reason: str
) -> None:
    with pytest.raises(CorpusError, match=rf"坏\.ofd.*{reason}") as caught:
        read(package(tmp_path / "坏.ofd", change))
    assert "\n" not in str(caught.value)


def test_half_a_file_is_damaged(tmp_path: Path) -> None:
    whole = as_ofd(NOTICE, tmp_path / "好.ofd").read_bytes()
    (tmp_path / "坏.ofd").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorpusError, match="已损坏"):
        read(tmp_path / "坏.ofd")


# -- pictures of pages

RED, BLUE, GREEN = (255, 0, 0), (0, 0, 255), (0, 255, 0)
TEMPLATE = """<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer ID="21">
<ofd:CompositeObject ID="22" Boundary="10 250 40 20" ResourceID="31"/></ofd:Layer></ofd:Content></ofd:Page>"""
RESOURCES = """<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:DrawParams>
<ofd:DrawParam ID="33" LineWidth="4"><ofd:StrokeColor Value="#00 #FF 0"/></ofd:DrawParam></ofd:DrawParams>
<ofd:MultiMedias><ofd:MultiMedia ID="30" Type="Image"><ofd:MediaFile>stamp.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>
<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="31"><ofd:Content>
<ofd:PathObject ID="32" Boundary="0 0 40 20" Stroke="false" Fill="true"><ofd:FillColor Value="255 0 0"/>
<ofd:AbbreviatedData>M 0 0 L 40 0 Q 40 20 20 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>
</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"""
OBJECTS = """<ofd:PathObject ID="34" Boundary="100 250 0 0" CTM="2 0 0 2 0 0" DrawParam="33">
<ofd:AbbreviatedData>M 0 0 L 20 0</ofd:AbbreviatedData></ofd:PathObject>
<ofd:ImageObject ID="35" Boundary="150 260 20 20" CTM="20 0 0 20 0 0" ResourceID="30"/></ofd:Layer>"""


def decorated(parts: dict[str, bytes]) -> None:
    """The first page with an area from its template, a line and a picture at its foot."""
    (stamp := io.BytesIO()), Image.new("RGB", (4, 4), BLUE).save(stamp, "PNG")
    parts["Doc_0/Res/stamp.png"] = stamp.getvalue()
    parts["Doc_0/DocumentRes.xml"], parts["Doc_0/Tpls/a.xml"] = RESOURCES.encode(), TEMPLATE.encode()
    common = b'<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="20" BaseLoc="Tpls/a.xml"/>'
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(
        b"</ofd:CommonData>", common + b"</ofd:CommonData>"
    )
    page = parts[PAGE].replace(b"<ofd:Content>", b'<ofd:Template TemplateID="20"/><ofd:Content>')
    parts[PAGE] = page.replace(b"</ofd:Layer>", OBJECTS.encode())


def drawn(path: Path, *quotes: str, page: int = 1) -> Image.Image:
    return Image.open(io.BytesIO(draw_page(path, path.name, page, quotes)))


def box_of(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, ...]:
    """Where the colour stands, in millimetres of a page of A4."""
    other = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")
    box = other.point(lambda value: 255 * (value < 8)).getbbox() or (0, 0, 0, 0)
    return tuple(round(at * 210 / picture.width) for at in box)


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="needs fontconfig and a Chinese font")
def test_a_page_is_drawn_with_its_template_lines_and_pictures_and_what_is_quoted_marked(tmp_path: Path) -> None:
    path = package(tmp_path / "文件.ofd", decorated)
    picture = drawn(path, "资金管理。各区应当按照实际需要安排岗位")
    assert picture.size == (1399, 1979)
    assert box_of(picture, RED) == (10, 250, 50, 270)
    assert box_of(picture, GREEN) == (100, 248, 140, 252)  # twice as long as it says, and four millimetres wide
    assert box_of(picture, BLUE) == (150, 260, 170, 280)
    left, top, right, bottom = box_of(picture, (255, 232, 122))
    clause = next(run for run in ofdkit.open(path).pages[0].runs if run.text.startswith("六、资金管理"))
    assert left > clause.x and right < 200 and top < clause.y < bottom < clause.y + 12  # on its line and the next
    assert picture.convert("L").crop((0, 0, 1399, 1600)).getextrema()[0] < 60  # there is print
    assert {item.reason for item in read(path).set_aside} >= {NOT_READ}


def test_rules_of_a_template_make_a_table(tmp_path: Path) -> None:
    def moved(parts: dict[str, bytes]) -> None:
        """The rules of each page with a table stand in a template of its own."""
        for name in [name for name in parts if "Pages/" in name]:
            rules = re.findall(rb"<ofd:PathObject.*?</ofd:PathObject>", parts[name])
            key = name.split("/")[2]
            layer = b'<ofd:Content><ofd:Layer ID="1">%b</ofd:Layer></ofd:Content>' % b"".join(rules)
            parts[f"Doc_0/Tpls/{key}.xml"] = b'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">%b</ofd:Page>' % layer
            link = f'<ofd:TemplatePage ID="{key}" BaseLoc="Tpls/{key}.xml"/></ofd:CommonData>'.encode()
            parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(b"</ofd:CommonData>", link)
            page = re.sub(rb"<ofd:PathObject.*?</ofd:PathObject>", b"", parts[name])
            parts[name] = page.replace(b"<ofd:Content>", f'<ofd:Template TemplateID="{key}"/><ofd:Content>'.encode())

    wanted = [essence(clause) for clause in read_clauses(read(as_ofd(NOTICE, tmp_path / "一.ofd")), "d")[0]]
    found = [essence(clause) for clause in read_clauses(read(package(tmp_path / "二.ofd", moved)), "d")[0]]
    assert found == wanted and sum(clause[1] == "row" for clause in found) == 3


def test_without_a_chinese_font_the_page_is_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CorpusError, match=r"文件\.ofd 的页面需要中文字体才能画出.*fonts-noto-cjk"):
        drawn(as_ofd(NOTICE, tmp_path / "文件.ofd"))


def test_a_page_that_is_not_there_or_half_a_file_is_not_drawn(tmp_path: Path) -> None:
    whole = as_ofd(NOTICE, tmp_path / "好.ofd")
    (tmp_path / "坏.ofd").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(CorpusError, match=r"好\.ofd 已损坏"):
        drawn(whole, page=99)
    with pytest.raises(NoPicture, match=r"坏\.ofd 不是 PDF、OFD 或图片"):
        drawn(tmp_path / "坏.ofd")
