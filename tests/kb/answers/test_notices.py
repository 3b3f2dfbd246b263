from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from every import every

from kb.answers.answer import Citation, SearchHit
from kb.answers.notices import answer_notices, not_found_notices, out_of_scope_notices, side_notices
from kb.answers.scope import Scope
from kb.cases import Vocabulary
from kb.documents import validity_on
from kb.language import Gazetteer, RegionIndex
from kb.messages import Message
from kb.records import Basis, Clause, Document, Doubt, Effect, Notice, Quote

DAY = date(2024, 1, 1)
LINYI = Document(
    "L",
    "l.txt",
    "意见",
    "opinion",
    number="临人社发〔2016〕12号",
    regions=("临沂市", "山东省"),
    effective_from=date(2016, 5, 16),
    effective_to=date(2020, 5, 15),
    expiry_quote="有效期至2020年5月15日",
)
JIANGSU = Document("J", "j.txt", "通知", "notice", number="苏人社发〔2021〕82号", regions=("江苏省",))
TERM = {"effective_from": date(2020, 1, 1), "effective_to": date(2030, 12, 31)}
CURRENT = Document("C", "c.txt", "条例", "regulation", national=True, **TERM)
DIGEST = Document("D", "d.txt", "就业扶贫政策摘编", "digest", national=True, effective_to=date(2030, 12, 31))

CONTACT = Vocabulary.builtin().contact.said


def citation(document: Document, as_of: date = DAY, n: int = 1) -> Citation:
    text = "补贴期限最长不超过3年。"
    clause = Clause(f"{document.id} 一", document.id, "一", "clause", ("一、",), text, tuple(range(len(text))), ())
    return Citation(n, clause, document, *validity_on(document, as_of), (Quote(text, 0, len(text)),), 0.9)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def regions(gazetteer: Gazetteer) -> RegionIndex:
    return RegionIndex.of([LINYI, JIANGSU, CURRENT, DIGEST], gazetteer)


def codes(notices: tuple[Notice, ...]) -> list[str]:
    return [notice.code for notice in notices]


def test_a_rule_in_force_for_the_whole_country_needs_no_notice(regions: RegionIndex) -> None:
    assert answer_notices([citation(CURRENT)], Scope(frozenset()), regions, DAY) == ()


def test_a_rule_whose_place_or_days_are_not_sure_says_so(regions: RegionIndex) -> None:
    placeless = Document("P", "p.txt", "办法", "regulation", uncertain=("issued", "region"), **TERM)
    assert codes(answer_notices([citation(placeless)], Scope(frozenset()), regions, DAY)) == [
        "dates_uncertain",
        "region_unknown",
    ]
    titled = Document("P", "p.txt", "办法", "regulation", national=True, uncertain=("title",), **TERM)
    assert answer_notices([citation(titled)], Scope(frozenset()), regions, DAY) == ()


def test_quoted_words_that_may_be_misread_say_so(regions: RegionIndex) -> None:
    cited = citation(CURRENT)
    quoted = Doubt(10, 12, Message("数字旁有注号，请对照原件。", "A mark stands beside the number."))
    doubtful = replace(cited, clause=replace(cited.clause, doubts=(quoted,)))
    (notice,) = answer_notices([doubtful], Scope(frozenset()), regions, DAY)
    assert notice.code == "text_uncertain" and "数字旁有注号" in notice.message.zh
    elsewhere = replace(doubtful, quotes=(Quote(cited.clause.text[:4], 0, 4),))
    assert answer_notices([elsewhere], Scope(frozenset()), regions, DAY) == ()


def test_an_expired_rule_is_never_given_without_saying_so(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope(frozenset(), (gazetteer.require("临沂市"),))
    assert answer_notices([citation(LINYI)], scope, regions, DAY) == (
        Notice(
            "expired",
            Message(
                "临人社发〔2016〕12号已于2020-05-15到期，截至2024-01-01不再有效。",
                "临人社发〔2016〕12号 expired on 2020-05-15: not in force on 2024-01-01.",
            ),
        ),
    )


def test_the_last_day_of_a_term_is_no_expiry_and_the_next_day_is(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope(frozenset(), (gazetteer.require("临沂市"),))
    last, after = date(2020, 5, 15), date(2020, 5, 16)
    assert answer_notices([citation(LINYI, last)], scope, regions, last) == ()
    assert codes(answer_notices([citation(LINYI, after)], scope, regions, after)) == ["expired"]


def test_a_second_citation_that_expired_is_declared_too(regions: RegionIndex) -> None:
    notices = answer_notices([citation(CURRENT), citation(LINYI, n=2)], Scope(frozenset()), regions, DAY)
    assert codes(notices) == ["expired", "region"]


def test_a_rule_not_yet_in_force_names_its_first_day(regions: RegionIndex) -> None:
    day = date(2019, 12, 31)
    (notice,) = answer_notices([citation(CURRENT, day)], Scope(frozenset()), regions, day)
    assert notice.code == "not_yet_in_force"
    assert notice.text.startswith("《条例》自2020-01-01起执行，2019-12-31尚未生效。")


def test_a_rule_that_was_replaced_names_its_successor(regions: RegionIndex) -> None:
    by, on = "新办法〔2022〕1号", date(2022, 1, 1)
    old = Document("O", "o.txt", "旧办法", "regulation", national=True, superseded_by=by, superseded_on=on)
    replaced = replace(old, superseded_quote="新办法〔2022〕1号")
    repealed = replace(replaced, effects=(Effect("repeals", by, "O", "九", ("原办法同时废止",), on),))
    # What an office recorded of a decision that is not held has no words.
    recorded = replace(old, effects=(Effect("repeals", by, "O", "", (), on),))
    for document, done in ((replaced, "替代"), (repealed, "废止"), (recorded, "废止")):
        (notice,) = answer_notices([citation(document)], Scope(frozenset()), regions, DAY)
        assert notice.code == "superseded"
        assert notice.text.startswith(f"《旧办法》已由{by}{done}，自2022-01-01起不再执行。")
        basis = Basis("O", "《旧办法》", "x", "一", "根据《旧办法》", True, None, on, document.is_repealed)
        (lapsed,) = answer_notices(
            [citation(replace(CURRENT, bases=(basis,)))], Scope(frozenset()), regions, date(2022, 6, 1)
        )
        assert lapsed.text.startswith(f"《条例》依据的《旧办法》已于2022-01-01被{done}。")


def test_a_rule_without_an_end_is_declared_undated(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope(frozenset(), (gazetteer.require("江苏省"),))
    (notice,) = answer_notices([citation(JIANGSU)], scope, regions, DAY)
    assert notice.code == "undated"
    assert notice.text.startswith("苏人社发〔2021〕82号没有写明有效期")


def test_a_parents_rule_is_declared_as_such(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope(frozenset(), (gazetteer.require("南京市"),))
    notices = answer_notices([citation(JIANGSU)], scope, regions, DAY)
    assert notices[1] == Notice(
        "parent_region",
        Message("这是江苏省的规定，适用于南京市。", "A rule of 江苏省, which 南京市 lies in."),
    )


def test_a_childs_rule_does_not_speak_for_the_whole_parent(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope(frozenset(), (gazetteer.require("山东省"),))
    notices = answer_notices([citation(LINYI)], scope, regions, DAY)
    assert codes(notices) == ["expired", "other_region"]
    assert notices[1].text.startswith("临人社发〔2016〕12号只适用于临沂市，不代表山东省全境。")


def test_without_a_place_the_rules_region_is_said(regions: RegionIndex) -> None:
    notices = answer_notices([citation(JIANGSU)], Scope(frozenset()), regions, DAY)
    assert codes(notices) == ["undated", "region"]
    assert notices[1].text.startswith("苏人社发〔2021〕82号只适用于江苏省。")


def test_in_a_comparison_each_rule_of_its_own_place_needs_no_region_notice(
    regions: RegionIndex, gazetteer: Gazetteer
) -> None:
    scope = Scope(frozenset(), (gazetteer.require("江苏省"), gazetteer.require("临沂市")))
    notices = answer_notices([citation(JIANGSU), citation(LINYI, n=2)], scope, regions, DAY)
    assert codes(notices) == ["undated", "expired"]


def test_a_rule_of_one_place_asked_about_is_not_called_a_parents_for_a_place_inside_it(
    regions: RegionIndex, gazetteer: Gazetteer
) -> None:
    scope = Scope(frozenset(), (gazetteer.require("江苏省"), gazetteer.require("南京市")))
    assert codes(answer_notices([citation(JIANGSU)], scope, regions, DAY)) == ["undated"]


def test_a_newspaper_digest_is_declared(regions: RegionIndex) -> None:
    (notice,) = answer_notices([citation(DIGEST)], Scope(frozenset()), regions, DAY)
    assert notice.code == "digest"
    assert notice.text.startswith("《就业扶贫政策摘编》是报纸摘编")


def test_two_clauses_of_one_document_say_it_once(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope(frozenset(), (gazetteer.require("江苏省"),))
    assert codes(answer_notices([citation(JIANGSU), citation(JIANGSU, n=2)], scope, regions, DAY)) == ["undated"]


def test_a_place_not_held_beside_one_that_is_comes_last(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope(frozenset(), (gazetteer.require("江苏省"),), (gazetteer.require("北京市"),))
    notices = answer_notices([citation(JIANGSU)], scope, regions, DAY)
    assert codes(notices) == ["undated", "region_not_held"]
    assert "没有北京市的文件" in notices[1].text


def test_out_of_scope_says_what_is_held_and_where_to_ask(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    notices = out_of_scope_notices(Scope(frozenset(), (), (gazetteer.require("青岛市"),)), regions, CONTACT)
    assert codes(notices) == ["region_not_held", "where_to_ask"]
    assert notices[0].text.startswith("没有青岛市的文件；现有：")
    assert {"临沂市", "江苏省"} <= set(notices[0].text.split("。")[0].split("：")[1].split("、"))
    assert "12333" in notices[1].text


def test_with_nothing_held_the_list_is_not_left_blank(gazetteer: Gazetteer) -> None:
    notices = out_of_scope_notices(
        Scope(frozenset(), (), (gazetteer.require("青岛市"),)), RegionIndex.of([], gazetteer), CONTACT
    )
    assert "现有：（无）" in notices[0].text


def test_not_found_says_where_to_ask(regions: RegionIndex) -> None:
    assert codes(not_found_notices(Scope(frozenset()), CONTACT, regions)) == ["not_found", "where_to_ask"]


def test_a_side_whose_place_is_not_held_is_told_where_nothing_is_found(
    gazetteer: Gazetteer, regions: RegionIndex
) -> None:
    notices = not_found_notices(Scope(frozenset(), (), (gazetteer.require("青岛市"),)), CONTACT, regions)
    assert codes(notices) == ["region_not_held", "not_found", "where_to_ask"]


def test_not_found_lists_the_nearest_rules_each_once_and_three_at_most(regions: RegionIndex) -> None:
    found = [citation(document) for document in (LINYI, LINYI, CURRENT, DIGEST, JIANGSU)]
    near = [SearchHit(it.clause, it.document, it.score) for it in found]
    notices = not_found_notices(Scope(frozenset()), CONTACT, regions, near)
    assert codes(notices) == ["not_found", "related", "where_to_ask"]
    assert notices[1].text.startswith("相近的规定（不是答案）：《意见》（临人社发〔2016〕12号）一、《条例》一。")
    assert "no answer" in notices[1].text


def test_a_side_with_nothing_is_named_in_both_languages() -> None:
    assert side_notices(["苏州市"]) == (
        Notice("side_not_found", Message("苏州市：现有文件没有写到这件事。", "苏州市: the documents held do not say.")),
    )
    assert side_notices([]) == ()


def affected(**fields: object) -> Document:
    effect = Effect(
        "repeals_part", "新〔2023〕1号", "C", "三", ("第一条停止执行",), on=date(2023, 5, 1), parts=("第一条",)
    )
    return replace(CURRENT, number="旧〔2020〕1号", effects=(replace(effect, **fields),))


def test_a_clause_repealed_alone_is_told_with_the_day(regions: RegionIndex) -> None:
    document = affected(clauses=("C 一",))
    state = validity_on(document, DAY, "C 一")
    told = answer_notices(
        [replace(citation(document), validity=state[0], validity_quote=state[1])], Scope(frozenset()), regions, DAY
    )
    assert told == (
        Notice(
            "superseded",
            Message(
                "旧〔2020〕1号一已由新〔2023〕1号废止，自2023-05-01起不再执行。",
                "旧〔2020〕1号一 was repealed by 新〔2023〕1号 from 2023-05-01.",
            ),
        ),
    )


@every(
    ("fields", "told"),
    [
        ({"obeyed": False}, ["affected"]),
        ({"obeyed": False, "clauses": ("C 一",)}, ["affected"]),
        ({"obeyed": False, "clauses": ("C 二",)}, []),
        ({"obeyed": False, "on": date(2025, 1, 1)}, []),
        ({"kind": "prevails", "obeyed": False}, ["affected"]),
        ({"kind": "confirms", "obeyed": False}, []),
    ],
)
def test_what_cannot_be_obeyed_is_told_with_the_words(
    regions: RegionIndex, fields: dict[str, object], told: list[str]
) -> None:
    notices = answer_notices([citation(affected(**fields))], Scope(frozenset()), regions, DAY)
    assert codes(notices) == told
    assert all("“第一条停止执行”" in notice.message.zh for notice in notices)


@every(
    ("fields", "zh"),
    [
        ({"superseded_on": date(2023, 5, 1)}, "旧〔2020〕1号依据的《甲办法》已于2023-05-01被替代。"),
        ({"effective_to": date(2023, 4, 30)}, "旧〔2020〕1号依据的《甲办法》已于2023-04-30到期。"),
        ({"superseded_on": date(2024, 5, 1)}, None),
        ({"effective_to": DAY}, None),
        ({}, None),
        ({"superseded_on": date(2023, 5, 1), "whole": False}, None),
        (
            {"superseded_on": date(2023, 5, 1), "is_repealed": True, "whole": False, "clause": "C 一"},
            "旧〔2020〕1号依据的《甲办法》已于2023-05-01被废止。",
        ),
    ],
)
def test_a_basis_that_lapsed_is_told(regions: RegionIndex, fields: dict[str, object], zh: str | None) -> None:
    basis = replace(Basis("甲〔2015〕1号", "《甲办法》", "C 引言", "引言", "根据《甲办法》", True), **fields)
    document = replace(CURRENT, number="旧〔2020〕1号", bases=(basis,))
    notices = answer_notices([citation(document)], Scope(frozenset()), regions, DAY)
    assert [notice.message.zh for notice in notices] == ([zh] if zh else [])
    assert codes(notices) == ["basis_lapsed"] * bool(zh)


def test_a_document_that_is_not_held_is_said_first_whatever_follows(regions: RegionIndex) -> None:
    scope = Scope(frozenset(), unheld_documents=("甲财规〔2023〕4号",))
    first = answer_notices([citation(CURRENT)], scope, regions, DAY)[0]
    assert (first.code, first.message.zh) == ("document_not_held", "没有收录“甲财规〔2023〕4号”；以下出自其他文件。")
    # Where another document is named that is held, the answer is from that one.
    named = Scope(frozenset(), unheld_documents=("甲财规〔2023〕4号",), names_document=True)
    assert answer_notices([citation(CURRENT)], named, regions, DAY)[0].message.zh == "没有收录“甲财规〔2023〕4号”。"
    assert codes(not_found_notices(scope, CONTACT, regions)) == ["document_not_held", "not_found", "where_to_ask"]
    assert codes(out_of_scope_notices(scope, regions, CONTACT)) == ["document_not_held", "where_to_ask"]


def test_a_name_that_is_no_place_known_is_not_dropped_in_silence(regions: RegionIndex) -> None:
    scope = Scope(frozenset(), unknown_places=("龙岗山镇",))
    assert codes(answer_notices([citation(CURRENT)], scope, regions, DAY)) == ["unknown_place"]
    assert "龙岗山镇" in not_found_notices(scope, CONTACT, regions)[0].message.zh
