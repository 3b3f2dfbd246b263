from __future__ import annotations

import kb.reading.cleaning as cleaning
from kb.reading.cleaning import clean


def texts(text: str) -> list[str]:
    return [line.content.text.strip() for line in clean(text).lines]


def aside(text: str) -> list[tuple[str, str]]:
    return [(item.text, item.reason) for item in clean(text).set_aside]


def test_markup_goes_and_is_kept_on_record() -> None:
    text = '## **一、目标**\n<input type="checkbox"> 健康 <input type="checkbox"> 一般\n好</div'
    assert texts(text) == ["一、目标", "健康  <gone> 一般".replace(" <gone>", ""), "好"]
    assert [item for item, _ in aside(text)] == [
        "##",
        "**",
        "**",
        '<input type="checkbox">',
        '<input type="checkbox">',
        "</div",
    ]
    for item in clean(text).set_aside:
        assert text[item.start : item.end].strip() == item.text


def test_a_comparison_sign_is_no_tag() -> None:
    assert texts("栏目关系：1<2；A<B 且 B>C") == ["栏目关系：1<2；A<B 且 B>C"]


def test_heading_levels_are_known() -> None:
    assert [line.level for line in clean("# 甲\n\n#### 乙\n#丙\n").lines] == [1, 4, 0]


def test_page_numbers_and_running_heads() -> None:
    pages = "\f".join(f"某市人民政府文件\n第{n}段正文，内容各不相同{n}。\n— {n} —\n" for n in range(1, 5))
    assert texts(pages) == ["某市人民政府文件", *(f"第{n}段正文，内容各不相同{n}。" for n in range(1, 5))]
    reasons = [reason for _, reason in aside(pages)]
    assert reasons.count(cleaning.PAGE_NUMBER) == 4
    assert reasons.count(cleaning.RUNNING_HEAD) == 3


def test_a_block_repeated_by_the_transcription_stays_once() -> None:
    one = "深入贫困地区开展全民参保政策宣传，引导人口积极参保。"
    two = "根据国家统一部署，适时调整基础养老金标准，支持市县提高。"
    text = "".join(f"{n}\n\n### 提高保险水平\n\n{one}\n\n{two}\n\n" for n in range(1, 6))
    assert texts(text) == ["1", "提高保险水平", one, two]
    repeated = [item for item, reason in aside(text) if reason == cleaning.REPEATED_BLOCK]
    assert repeated.count(one) == repeated.count(two) == repeated.count("提高保险水平") == 4
    assert [item for item in repeated if item.isdigit()] == ["2", "3", "4", "5"]


def test_the_same_sentence_in_several_clauses_stays() -> None:
    same = "所需资金由县区财政从就业补助资金中统筹安排解决。"
    text = "\n\n".join(f"（{n}）第{n}项措施的具体内容与其他各项不同{n}。\n\n{same}" for n in "一二三四")
    assert texts(text).count(same) == 4
    assert aside(text) == []


def test_a_new_heading_over_repeated_text_stays() -> None:
    one, two = "深入贫困地区开展全民参保政策宣传，引导积极参保。", "根据国家统一部署，适时调整养老金标准，支持提高。"
    text = "".join(f"### {title}\n\n{one}\n\n{two}\n\n" for title in ("甲", "乙", "甲", "乙", "甲"))
    assert texts(text) == ["甲", one, two, "乙"]


def test_a_phrase_stuttered_by_the_scan_stays_once() -> None:
    text = "6\t提升水平，建立全省统一的服务网络平台，建立全省统一的服务网络平台，建立全省统一的服务网络平台。\t厅"
    assert texts(text) == ["6\t提升水平，建立全省统一的服务网络平台。\t厅"]
    assert aside(text) == [("，建立全省统一的服务网络平台", cleaning.STUTTER)] * 2


def test_a_phrase_that_returns_with_other_words_between_stays() -> None:
    text = "处五万元以上十万元以下的罚款，情节一，处五万元以上十万元以下的罚款，情节二，处五万元以上十万元以下的罚款。"
    assert texts(text) == [text]


def test_a_page_number_between_dashes_is_no_item_of_a_list() -> None:
    pages = "- 补贴标准为实际缴费的\n- 2 -\n\f三分之二。\n- 期限不超过\n- 3 -\n三年。\n"
    assert texts(pages) == ["补贴标准为实际缴费的", "三分之二。", "期限不超过", "三年。"]
    assert [item for item in aside(pages) if item[1] == cleaning.PAGE_NUMBER] == [
        ("- 2 -", cleaning.PAGE_NUMBER),
        ("- 3 -", cleaning.PAGE_NUMBER),
    ]
