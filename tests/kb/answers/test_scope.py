"""Which documents may answer. Held: 临沂市 (until 2020-05-15), 江苏省 (until 2030-12-31), and one for the whole country."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from every import every

from kb.answers.held_documents import HeldDocuments
from kb.answers.scope import ResolvedFilters, Scope, scope_of
from kb.documents import find_document
from kb.errors import UnknownDocument
from kb.language import Gazetteer, Lexicon, Place, RegionIndex
from kb.questions import HeldTitles, understand
from kb.records import Document

LINYI = Document(
    "临人社发〔2016〕12号",
    "l.txt",
    "关于做好就业扶贫工作的意见",
    "opinion",
    number="临人社发〔2016〕12号",
    regions=("临沂市", "山东省"),
    issued=date(2016, 6, 12),
    effective_from=date(2016, 5, 16),
    effective_to=date(2020, 5, 15),
)
JIANGSU = Document(
    "苏人社发〔2021〕82号",
    "j.txt",
    "关于巩固脱贫成果的通知",
    "notice",
    number="苏人社发〔2021〕82号",
    regions=("江苏省",),
    issued=date(2021, 8, 1),
    effective_to=date(2030, 12, 31),
)
NATIONAL = Document("digest", "n.txt", "就业扶贫政策摘编", "digest", national=True)
PLACELESS = Document("P", "p.txt", "某个办法", "regulation")
DOCUMENTS = (LINYI, JIANGSU, NATIONAL)
NUMBERS = (LINYI.id, JIANGSU.id)
DAY = date(2024, 1, 1)

Ask = Callable[..., Scope]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def ask(gazetteer: Gazetteer) -> Ask:
    lexicon = Lexicon.load()

    def scope(
        text: str,
        *,
        region: str | None = None,
        document: str | None = None,
        as_of: date = DAY,
        in_force: bool = False,
        mentioned: tuple[str, ...] = (),
        held: tuple[Document, ...] = DOCUMENTS,
        reaching: tuple[str, ...] | None = None,
    ) -> Scope:
        regions = RegionIndex.of(held, gazetteer)
        titles = HeldTitles.of(document.title for document in held)
        question = understand(text, lexicon, gazetteer, NUMBERS, regions.held, titles)
        in_texts = frozenset(gazetteer.require(name) for name in mentioned)
        tables = HeldDocuments(held, regions)
        return scope_of(
            question,
            tables,
            lambda place: tables.all if place in in_texts else tables.none,
            ResolvedFilters(as_of, gazetteer.require(region) if region else None, document, None, in_force),
            None if reaching is None else tables.of_ids(reaching),
        )

    return scope


def names(places: tuple[Place, ...]) -> list[str]:
    return [place.name for place in places]


def test_without_a_place_every_document_may_answer(ask: Ask) -> None:
    scope = ask("公益性岗位补贴最长多久")
    assert tuple(scope.documents) == (LINYI.id, JIANGSU.id, NATIONAL.id)
    assert (scope.places, scope.unheld, scope.out) == ((), (), False)


def test_a_place_gets_its_own_rules_and_national_ones_never_another_provinces(ask: Ask) -> None:
    scope = ask("江苏省的公益性岗位补贴最长多久")
    assert tuple(scope.documents) == (JIANGSU.id, NATIONAL.id)
    assert names(scope.places) == ["江苏省"]


@pytest.mark.parametrize(
    ("question", "documents", "place"),
    [
        ("兰陵县的公益性岗位补贴", (LINYI.id, NATIONAL.id), "兰陵县"),  # the rule of the city around it
        ("山东省的公益性岗位补贴", (LINYI.id, NATIONAL.id), "山东省"),  # the rule of a city inside it
        ("南京市的公益性岗位补贴", (JIANGSU.id, NATIONAL.id), "南京市"),
    ],
)
def test_parents_and_children_are_in_scope(ask: Ask, question: str, documents: tuple[str, ...], place: str) -> None:
    scope = ask(question)
    assert tuple(scope.documents) == documents
    assert names(scope.places) == [place]
    assert not scope.out


@pytest.mark.parametrize("place", ["青岛市", "北京市", "徐闻县"])
def test_a_place_without_documents_is_out_of_scope_and_no_siblings_rule_is_offered(ask: Ask, place: str) -> None:
    scope = ask(f"{place}的公益性岗位补贴")
    assert scope.out
    assert names(scope.unheld) == [place]
    assert tuple(scope.documents) == (NATIONAL.id,)


def test_nothing_here_holds_in_another_country(ask: Ask) -> None:
    scope = ask("日本的公益性岗位补贴")
    assert (scope.out, scope.documents) == (True, set())


def test_the_nearest_rules_come_first_and_those_of_a_part_last(ask: Ask) -> None:
    shandong = replace(LINYI, id="S", number=None, regions=("山东省",))
    lanling = replace(LINYI, id="C", number=None, regions=("兰陵县", "临沂市", "山东省"))
    held = (NATIONAL, lanling, shandong, LINYI, JIANGSU)
    assert ask("兰陵县的补贴", held=held).tiers == ({"C"}, {LINYI.id}, {"S"}, {NATIONAL.id})
    assert ask("临沂的补贴", held=held).tiers == ({LINYI.id}, {"S"}, {NATIONAL.id}, {"C"})
    assert ask("补贴多少", held=held).tiers == ()


def test_a_document_of_an_unknown_place_is_none_of_a_place_asked_about(ask: Ask) -> None:
    scope = ask("临沂的补贴", held=(LINYI, PLACELESS))
    assert (scope.documents, scope.placeless) == ({LINYI.id}, {"P"})
    assert ask("补贴多少", held=(LINYI, PLACELESS)).documents == {LINYI.id, "P"}


def test_it_comes_last_where_its_text_names_the_place(ask: Ask) -> None:
    scope = ask("临沂的补贴", held=(LINYI, PLACELESS), mentioned=("临沂市",))
    assert scope.tiers == ({LINYI.id}, {"P"}) and not scope.placeless


def test_a_title_is_the_scope_as_a_number_is(ask: Ask) -> None:
    assert ask(f"《{JIANGSU.title}》里补贴多少").documents == {JIANGSU.id}
    assert ask(f"{JIANGSU.title}里补贴多少").documents == {JIANGSU.id}


def test_a_title_that_is_not_held_leads_to_one_that_it_shortens(ask: Ask) -> None:
    city = Document("Z", "z.txt", "郑州市失业保险条例", "regulation", regions=("郑州市", "河南省"))
    scope = ask("《失业保险条例》规定缴多少", held=(*DOCUMENTS, city))
    assert (scope.documents, scope.unheld_documents, scope.names_document) == ({"Z"}, ("《失业保险条例》",), True)
    # In another place it is no rule.
    assert ask("江苏按《失业保险条例》缴多少", held=(*DOCUMENTS, city)).documents == {JIANGSU.id, NATIONAL.id}


def test_documents_that_do_not_reach_the_years_asked_about_are_left_out_by_name(ask: Ask) -> None:
    scope = ask("2035年补贴多少", reaching=(JIANGSU.id,))
    assert (scope.documents, scope.beyond) == ({JIANGSU.id}, {LINYI.id, NATIONAL.id})
    # Of places set side by side a year may be said of one.
    assert ask("临沂和江苏2035年的补贴", reaching=(JIANGSU.id,)).beyond == set()


def test_one_of_two_places_held_is_answered_and_the_other_declared(ask: Ask) -> None:
    scope = ask("南京市和北京市的公益性岗位补贴")
    assert (names(scope.places), names(scope.unheld), scope.out) == (["南京市"], ["北京市"], False)
    assert tuple(scope.documents) == (JIANGSU.id, NATIONAL.id)


def test_two_places_held_bring_the_rules_of_both(ask: Ask) -> None:
    scope = ask("江苏省和临沂市的公益性岗位补贴分别是多少")
    assert names(scope.places) == ["江苏省", "临沂市"]
    assert names(ask("江苏的岗位补贴和江苏省的社保补贴").places) == ["江苏省"]
    assert tuple(scope.documents) == (LINYI.id, JIANGSU.id, NATIONAL.id)


def test_the_region_filter_replaces_the_places_of_the_question(ask: Ask) -> None:
    scope = ask("青岛市的公益性岗位补贴", region="临沂市")
    assert (names(scope.places), scope.unheld) == (["临沂市"], ())
    assert tuple(scope.documents) == (LINYI.id, NATIONAL.id)
    assert ask("公益性岗位补贴", region="青岛市").out


@every(
    "question",
    [
        "对口支援新疆的企业有什么补贴",
        "去新疆务工的交通补贴是多少",
        "新疆籍劳动力的社保补贴",
        "新疆来的贫困劳动力有补贴吗",
        "Is there a subsidy for workers from Xinjiang?",
    ],
)
def test_a_partner_that_the_texts_mention_is_no_scope(ask: Ask, question: str) -> None:
    scope = ask(question, mentioned=("新疆维吾尔自治区",))
    assert (scope.places, scope.unheld, scope.out) == ((), (), False)
    assert tuple(scope.documents) == (LINYI.id, JIANGSU.id, NATIONAL.id)


def test_a_partner_that_no_text_mentions_is_a_place_asked_about(ask: Ask) -> None:
    assert ask("对口支援新疆的企业有什么补贴").out


def test_a_place_in_the_texts_that_is_asked_about_itself_stays_out_of_scope(ask: Ask) -> None:
    assert ask("新疆的扶贫车间补贴是多少", mentioned=("新疆维吾尔自治区",)).out


def test_a_place_held_is_a_scope_even_where_it_is_named_as_a_partner(ask: Ask) -> None:
    scope = ask("到江苏省务工的交通补贴", mentioned=("江苏省",))
    assert names(scope.places) == ["江苏省"]


def test_a_place_set_beside_another_in_a_comparison_is_declared_though_texts_mention_it(ask: Ask) -> None:
    scope = ask("江苏和新疆的扶贫车间补贴分别是多少", mentioned=("新疆维吾尔自治区",))
    assert (names(scope.places), names(scope.unheld)) == (["江苏省"], ["新疆维吾尔自治区"])


def test_a_document_number_narrows_the_search(ask: Ask) -> None:
    assert ask("苏人社发[2021]82号里补贴多少").documents == {JIANGSU.id}


def test_a_document_that_is_named_is_the_scope_even_outside_the_place_asked_about(ask: Ask) -> None:
    scope = ask("按临人社发〔2016〕12号，江苏省补贴多少")
    assert (scope.documents, names(scope.places)) == ({LINYI.id}, ["江苏省"])


def test_the_document_filter_chooses_the_document(ask: Ask) -> None:
    assert tuple(ask("补贴多少", document=LINYI.id).documents) == (LINYI.id,)
    assert tuple(ask("苏人社发〔2021〕82号里补贴多少", document=LINYI.id).documents) == (LINYI.id,)
    assert tuple(ask("江苏省补贴多少", document=LINYI.id).documents) == (LINYI.id,)


def test_a_document_chosen_for_a_region_it_does_not_hold_in_leaves_nothing(ask: Ask) -> None:
    assert tuple(ask("补贴多少", document=LINYI.id, region="江苏省").documents) == ()
    assert tuple(ask("补贴多少", document=LINYI.id, region="兰陵县").documents) == (LINYI.id,)


def test_the_in_force_filter_keeps_what_holds_on_the_day(ask: Ask) -> None:
    assert tuple(ask("补贴多少", in_force=True).documents) == (JIANGSU.id,)
    # On the last day of the one and before the other was issued.
    assert tuple(ask("补贴多少", in_force=True, as_of=date(2020, 5, 15)).documents) == (LINYI.id,)
    assert tuple(ask("补贴多少", document=LINYI.id, in_force=True).documents) == ()


# -- documents by name


@every(
    "name",
    [
        "临人社发〔2016〕12号",
        "临人社发[2016]12号",
        "临人社发（2016）12",
        " 临人社发【2016】 12 号",
        "关于做好就业扶贫工作的意见",
    ],
)
def test_a_document_is_found_by_number_in_any_brackets_or_by_title(name: str) -> None:
    assert find_document(name, DOCUMENTS) is LINYI


def test_a_document_without_number_is_found_by_id() -> None:
    assert find_document("Digest", DOCUMENTS) is NATIONAL


def test_an_unknown_document_names_the_nearest_first() -> None:
    with pytest.raises(UnknownDocument, match=r"没有文件“临人社发2016第13号”：可用的有 临人社发〔2016〕12号") as caught:
        find_document("临人社发2016第13号", DOCUMENTS)
    assert "No such document" in str(caught.value)


def test_the_nearest_is_named_whatever_its_place_in_the_list() -> None:
    with pytest.raises(UnknownDocument, match=r"可用的有 苏人社发〔2021〕82号"):
        find_document("苏人社发2021第83号", DOCUMENTS)


def test_a_name_like_none_still_names_documents_to_choose_from() -> None:
    with pytest.raises(UnknownDocument, match=r"临人社发〔2016〕12号、苏人社发〔2021〕82号、digest"):
        find_document("zzz", DOCUMENTS)


def test_part_of_a_number_is_not_the_document() -> None:
    with pytest.raises(UnknownDocument):
        find_document("临人社发〔2016〕1号", DOCUMENTS)
