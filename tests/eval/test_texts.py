"""What counts as standing in a text: words, facts, golds."""

from __future__ import annotations

from pathlib import Path

from every import every

from eval.results import Gold
from eval.texts import CorpusTexts, gold_ranks, has_fact, own_text
from kb.holdings import load_corpus
from kb.language import Gazetteer, locator
from kb.records import Cell, Clause, Span


@every(
    ("text", "fact", "there"),
    [
        ("每次签订期限不超过1年。", "1年", True),
        ("自2021年起", "1年", False),
        ("提高3.5%", "5%", False),
        ("每人 1 000\n元", "1000元", True),
        ("（一）公务,员", "(一)公务，员", True),
        ("由政府全额代缴", "全额代缴", True),
        ("由政府代缴", "全额代缴", False),
    ],
)
def test_has_fact(text: str, fact: str, there: bool) -> None:
    assert has_fact(text, fact) is there


def test_gold_ranks_need_document_and_words() -> None:
    golds = (Gold("a", "每人 1000元"), Gold("b", "两年"), Gold("a", "五年"))
    ranked = [("b", "每人1000元"), ("a", "按每人1000\n元"), ("b", "期限两年"), ("b", "又两年")]
    assert gold_ranks(golds, ranked) == (2, 3, None)


def test_own_text_leaves_out_the_column_names_put_in() -> None:
    text = "地区：徐州市 人口：7"
    offsets = (-1, -1, -1, 0, 1, 2, -1, -1, -1, -1, 4)
    cells = (Cell("地区", "徐州市", 0), Cell("人口", "7", 4))
    row = Clause("d 1", "d", "1", "row", ("1",), text, offsets, (Span(0, 11),), None, cells)
    assert own_text(row) == "徐州市7"


def test_words_stand_in_the_file_of_their_document(texts: CorpusTexts) -> None:
    assert texts.stands_in("临人社发〔2016〕12号", "按每人 1000 元的标准给予")
    assert not texts.stands_in("苏人社发〔2021〕82号", "按每人1000元的标准给予")
    assert not texts.stands_in("临人社发〔2016〕12号", "按每人5000元的标准给予")
    assert not texts.stands_in("临人社发〔2016〕12号", " ")
    assert texts.homes("按每人1000元的标准给予") == ["临人社发〔2016〕12号"]


def test_what_cleaning_set_aside_does_not_part_words(texts: CorpusTexts) -> None:
    file = texts.find("临人社发〔2016〕12号")
    assert file is not None
    assert "<input" in file.whole and "<input" not in file.cleaned


def test_documents_are_found_by_id_number_and_title(texts: CorpusTexts) -> None:
    names = ["苏人社发〔2016〕289号", "苏人社发[2016]289号", "关于实施精准人力资源社会保障扶贫加快脱贫致富奔小康的意见"]
    found = [texts.find(name) for name in names]
    assert {file.document.id for file in found if file} == {"苏人社发〔2016〕289号"} and None not in found
    assert texts.find("没有这份文件") is None


def test_every_clause_stands_in_its_file(corpus: Path, texts: CorpusTexts) -> None:
    loaded = load_corpus(corpus, locator(Gazetteer.load()))
    sentences = [
        (clause.document, clause.text[span.start : span.end])
        for item in loaded
        for clause in item.clauses
        if clause.kind == "clause"
        for span in clause.sentences
    ]
    assert len(sentences) > 200
    assert [pair for pair in sentences if not texts.stands_in(*pair)] == []
