"""What documents say of themselves: the five texts, notices in other styles, and statements that are about something else."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from every import every

from kb.holdings import corpus_files
from kb.language import repaired
from kb.reading.document_numbers import canonical_number
from kb.reading.files import read_document
from kb.reading.metadata import Extracted, extract
from kb.records import SourceText

CORPUS = Path(__file__).parents[3] / "corpus"


def source(text: str) -> SourceText:
    return SourceText("测试.txt", text, "utf-8", "")


def read(name: str) -> SourceText:
    (path,) = (path for path in corpus_files(CORPUS) if name in path.name)
    return read_document(path, CORPUS)


def values(found: Extracted) -> dict[str, object]:
    return {f.name: getattr(found, f.name).value for f in fields(found) if getattr(found, f.name) is not None}


JIANGSU = "江苏省人力资源和社会保障厅"


def test_linyi_2016() -> None:
    found = extract(read("临沂市2016"))
    assert found.number and found.number.value == "临人社发〔2016〕12号"
    assert found.issued and found.issued.value == date(2016, 6, 12)
    assert found.effective_from and found.effective_from.value == date(2016, 5, 16)
    assert found.effective_to and found.effective_to.value == date(2020, 5, 15)
    assert found.effective_to.quote == "本通知自2016年5月16日起执行，有效期至2020年5月15日。"
    assert found.issuers and found.issuers.value == (
        "临沂市人力资源和社会保障局",
        "临沂市扶贫开发领导小组办公室",
        "临沂市财政局",
    )
    assert found.title and found.title.value.startswith("临沂市人力资源和社会保障局、")
    assert found.title.value.endswith("坚决做好就业与社会保障精准扶贫工作的通知")
    assert found.printed is None


def test_jiangsu_2016_has_a_printing_date_that_is_not_its_own_and_no_end() -> None:
    assert values(extract(read("江苏省2016"))) == {
        "number": "苏人社发〔2016〕289号",
        "title": "关于实施精准人力资源社会保障扶贫加快脱贫致富奔小康的意见",
        "issuers": (JIANGSU, "江苏省扶贫工作领导小组办公室"),
        "issued": date(2016, 10, 9),
        "printed": date(2016, 10, 12),
        "printed_by": "江苏省人力资源和社会保障厅办公室",
    }


def test_jiangsu_2021_ends_with_its_plan_and_not_with_one_subsidy() -> None:
    found = extract(read("江苏省2021"))
    assert values(found) == {
        "number": "苏人社发〔2021〕82号",
        "title": "省人力资源社会保障厅 省发展改革委 省财政厅 省农业农村厅 省乡村振兴局印发"
        "关于切实加强就业帮扶巩固拓展脱贫攻坚成果助力乡村振兴实施方案的通知",
        "issuers": (JIANGSU, "江苏省发展和改革委员会", "江苏省财政厅", "江苏省农业农村厅", "江苏省乡村振兴局"),
        "issued": date(2021, 8, 27),
        "effective_from": date(2021, 8, 27),
        "effective_to": date(2025, 12, 31),
    }
    assert found.effective_to and "".join(found.effective_to.quote.split()) == (
        "本方案自印发之日起实施，政策执行期限截止2025年12月31日。"
    )


def test_jiangsu_2012_states_its_date_in_numerals_and_its_title_over_three_lines() -> None:
    assert values(extract(read("江苏省2012"))) == {
        "title": "省政府办公厅关于印发2012年完善就业服务体系和社会保障体系工作计划及试点示范项目建设意见的通知",
        "issuers": ("省政府办公厅",),
        "issued": date(2012, 5, 14),
    }


def test_a_newspaper_page_states_no_date_of_issue() -> None:
    assert values(extract(read("海南日报"))) == {"title": "图解劳务输出如何拓“钱途”"}


STATE_COUNCIL = """国务院办公厅关于促进建筑业持续健康发展的意见
国办发〔2017〕19号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
建筑业是国民经济的支柱产业。根据《国务院关于某事的意见》（国发〔2016〕1号），现提出以下意见：
一、总体要求
到2020年，基本建成。
国务院办公厅
2017年2月21日
（此件公开发布）
"""
SHANDONG = """山东省人力资源和社会保障厅文件
鲁人社字[2019] 第 45 号 签发人：梅建华

山东省人力资源和社会保障厅关于印发《山东省创业
担保贷款实施办法》的通知

各市人力资源社会保障局：
现将《山东省创业担保贷款实施办法》印发给你们，请遵照执行。
山东省人力资源和社会保障厅
2019年3月5日

山东省创业担保贷款实施办法
第一条 为促进创业，制定本办法。
第二条 对符合条件的，给予贴息，政策执行期限至2020年12月31日。
第三条 本办法由省人力资源社会保障厅负责解释，自2019年4月10日起施行，有效期五年。《山东省旧办法》（鲁人社发〔2014〕3号）
同时废止。
山东省人力资源和社会保障厅办公室 2019年3月8日印发
"""
ORDER = """中华人民共和国人力资源和社会保障部令
第 42 号
《某某行政复议办法》已经2019年12月3日部务会讨论通过，现予公布，自2020年2月1日起施行。
部长 张纪南
2019年12月9日

某某行政复议办法
第一章 总则
第一条 为了规范行政复议，制定本办法。
"""
REGULATION = """江苏省某某管理规定（试行）
（2018年12月14日江苏省人民政府令第130号公布）

第一章 总则
第一条 为了规范管理，制定本规定。
第二章 附则
第十条 本规定自公布之日起30日后施行。
"""
NUMERALS = """关于做好某项工作的通知

浙人社发【2013】8号

各市人力社保局：
特制定如下意见。
附则
本通知从二〇一三年三月一日起正式施行，试行两年。
浙 江 省 人 力 资 源 和 社 会 保 障 厅
二〇一三年二月二十日
"""
WRAPPED = """徐州市人力资源和社会保障局 徐州市财政局关于某项补贴
的通知

徐人社发〔 2 0 1 8 〕
3 3 号

各县（市）、区人力资源社会保障局，
财政局：
根据
《省通知》
（苏人社发〔2017〕5号）
，现通知如下：
一、对企业给予补贴，补贴期限\f
最长不超过3年。
本通知自 2018 年 1
月 1 日起执行，有效\f

期至 2020 年 12 月 3
1 日止，到期自动失效。

附件：1. 申请表
2. 汇总表

徐州市人力资源和社会保障局  徐州市财政局
2018年
1月15日
"""
CLOSING = """某县人民政府办公室关于某事的通知
某政办发（2020）7号
各镇人民政府：
经研究，通知如下。
自2020年7月1日起施行，有效期为2年。
某县人民政府办公室
2020年6月20日
"""
LABELLED = """索引号：01412345
发文字号：　苏政办发〔2015〕60号
成文日期：2015-06-15

省政府办公厅关于某事的通知
各市、县（市、区）人民政府：
经省人民政府同意，本通知自印发之日起施行，执行期限为2015年7月1日至2018年6月30日。
"""
FUNDS = """财政部 人力资源社会保障部 关于印发《就业补助资金管理办法》的通知
财社〔2017〕164号
各省财政厅：
现将《就业补助资金管理办法》印发给你们，请遵照执行。
附件：就业补助资金管理办法

财政部
人力资源社会保障部
2017年10月13日
附件：
就业补助资金管理办法
第一条 为落实政策，制定本办法。
第三十四条 本办法自印发之日起施行。《就业补助资金管理暂行办法》（财社〔2015〕290号）同时废止。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            STATE_COUNCIL,
            {
                "addressed": True,
                "number": "国办发〔2017〕19号",
                "title": "国务院办公厅关于促进建筑业持续健康发展的意见",
                "issuers": ("国务院办公厅",),
                "issued": date(2017, 2, 21),
            },
        ),
        (
            SHANDONG,
            {
                "number": "鲁人社字〔2019〕45号",
                "title": "山东省人力资源和社会保障厅关于印发《山东省创业担保贷款实施办法》的通知",
                "issuers": ("山东省人力资源和社会保障厅",),
                "issued": date(2019, 3, 5),
                "printed": date(2019, 3, 8),
                "printed_by": "山东省人力资源和社会保障厅办公室",
                "effective_from": date(2019, 4, 10),
                "effective_to": date(2024, 4, 9),
            },
        ),
        (
            ORDER,
            {
                "number": "人力资源和社会保障部令第42号",
                "title": "某某行政复议办法",
                "issuers": ("人力资源和社会保障部",),
                "issued": date(2019, 12, 9),
                "effective_from": date(2020, 2, 1),
            },
        ),
        (
            REGULATION,
            {
                "number": "江苏省人民政府令第130号",
                "title": "江苏省某某管理规定（试行）",
                "issuers": ("江苏省人民政府",),
                "issued": date(2018, 12, 14),
                "effective_from": date(2019, 1, 14),  # 14 December does not count: 30 days end on 13 January
            },
        ),
        (
            NUMERALS,
            {
                "number": "浙人社发〔2013〕8号",
                "title": "关于做好某项工作的通知",
                "issuers": ("浙江省人力资源和社会保障厅",),
                "issued": date(2013, 2, 20),
                "effective_from": date(2013, 3, 1),
                "effective_to": date(2015, 2, 28),
            },
        ),
        (
            WRAPPED,
            {
                "number": "徐人社发〔2018〕33号",
                "title": "徐州市人力资源和社会保障局 徐州市财政局关于某项补贴的通知",
                "issuers": ("徐州市人力资源和社会保障局", "徐州市财政局"),
                "issued": date(2018, 1, 15),
                "effective_from": date(2018, 1, 1),
                "effective_to": date(2020, 12, 31),
            },
        ),
        (
            CLOSING,
            {
                "number": "某政办发〔2020〕7号",
                "title": "某县人民政府办公室关于某事的通知",
                "issuers": ("某县人民政府办公室",),
                "issued": date(2020, 6, 20),
                "effective_from": date(2020, 7, 1),
                "effective_to": date(2022, 6, 30),
            },
        ),
        (
            LABELLED,
            {
                "number": "苏政办发〔2015〕60号",
                "title": "省政府办公厅关于某事的通知",
                "issuers": ("省政府办公厅",),
                "issued": date(2015, 6, 15),
                "effective_from": date(2015, 6, 15),
                "effective_to": date(2018, 6, 30),
            },
        ),
        (
            FUNDS,
            {
                "number": "财社〔2017〕164号",
                "title": "财政部 人力资源社会保障部 关于印发《就业补助资金管理办法》的通知",
                "issuers": ("财政部", "人力资源社会保障部"),
                "issued": date(2017, 10, 13),
                "effective_from": date(2017, 10, 13),
            },
        ),
    ],
    ids=["国办发", "鲁人社字", "部令", "公布30日后", "numerals", "wrapped", "closing paragraph", "labels", "财社"],
)
def test_other_styles(text: str, expected: dict[str, object]) -> None:
    assert values(extract(source(text))) == expected


NOTICE = "某局关于某事的通知\n各区：\n{}\n二、其他事项。\n附件：表\n某市财政局\n2016年3月1日\n"


def term(sentence: str) -> tuple[date | None, date | None]:
    found = extract(source(NOTICE.format(sentence)))
    return (
        found.effective_from.value if found.effective_from else None,
        found.effective_to.value if found.effective_to else None,
    )


@every(
    ("sentence", "first", "last"),
    [
        ("本通知自2016年1月1日起执行至2018年12月31日。", date(2016, 1, 1), date(2018, 12, 31)),
        ("本意见自2016年1月1日起至2018年12月31日止执行。", date(2016, 1, 1), date(2018, 12, 31)),
        ("本办法自发布之日起施行，有效期自施行之日起2年。", date(2016, 3, 1), date(2018, 2, 28)),
        ("本实施细则自印发之日起5年内有效。", date(2016, 3, 1), date(2021, 2, 28)),
        ("本办法（试行）自2016年4月1日起试行，试行期一年。", date(2016, 4, 1), date(2017, 3, 31)),
        ("本通知规定的各项政策措施执行期限至2019年底。", None, date(2019, 12, 31)),
        ("本方案实施期限为2016年4月至2018年3月。", date(2016, 4, 1), date(2018, 3, 31)),
        ("本通知自2016年4月1日起执行。有效期至2017年3月31日。", date(2016, 4, 1), date(2017, 3, 31)),
        (
            "经市政府同意，本通知自2016年4月1日起执行，原《旧通知》同时废止，有效期三年。",
            date(2016, 4, 1),
            date(2019, 3, 31),
        ),
        ("本通知自2016年4月1日起执行，自2018年4月1日起自动失效。", date(2016, 4, 1), date(2018, 3, 31)),
        ("三、附则\n本通知有效期5年，自下发之日起计算。", date(2016, 3, 1), date(2021, 2, 28)),
        ("现将《实施办法》印发给你们，自2016年4月1日起施行。", date(2016, 4, 1), None),
        ("本办法自二〇一六年元月五日起试行，试行期两年整。", date(2016, 1, 5), date(2018, 1, 4)),
        ("本办法自２０１６年４月１日起施行，有效期叁年。", date(2016, 4, 1), date(2019, 3, 31)),
        ("本意见自2016年4月1日起执行,有效期至2017年3月31日.", date(2016, 4, 1), date(2017, 3, 31)),
        ("本规定有效期廿四个月，自2016年4月1日起算。", date(2016, 4, 1), date(2018, 3, 31)),
        ("本通知自2016年4⽉1⽇起执行至2018年2月底。", date(2016, 4, 1), date(2018, 2, 28)),
    ],
)
def test_terms_a_document_states_of_itself(sentence: str, first: date | None, last: date | None) -> None:
    assert term(sentence) == (first, last)


@every(
    "sentence",
    [
        "对吸纳就业的企业给予补贴，政策执行时间至2021年底。",
        "一、补贴标准为每人1000元，执行期限截止2018年12月31日。",
        "到2020年，实现全覆盖；“十三五”时期保持增长，有效期至2020年。",
        "《旧通知》（某发〔2012〕3号）自2016年3月1日起废止。",
        "原《旧通知》有效期至2015年12月31日，现予废止。",
        "自本通知下发之日起按季度填报统计表。",
        "自本通知印发之日起，各区应报送材料。",
        "本通知规定的一次性吸纳补贴，政策执行期限至2021年12月31日。",
        "本通知印发前已享受补贴的，执行至2018年12月31日。",
        "本通知所称困难人员，是指2016年1月1日起失业的人员。",
        "许可证有效期5年，自2016年1月1日起实施的项目除外。",
        "（三）贷款期限两年，财政给予全额贴息。",
        "劳动合同自2016年1月1日起生效，有效期至2018年1月1日。",
        "《社会保险法》自2011年7月1日起施行。",
        "本通知自2016年2月30日起执行，有效期至2016年13月1日。",
        "一、总则\n（",
        "本办法由市财政局解释，对新办企业的补贴，执行期限至2021年12月31日。",
    ],
)
def test_terms_of_something_else_are_not_taken(sentence: str) -> None:
    assert term(sentence) == (None, None)


def test_a_repealed_predecessor_does_not_end_the_document() -> None:
    assert term("本通知自2016年4月1日起执行，《旧通知》自2016年5月1日起废止。") == (date(2016, 4, 1), None)
    assert term("本通知自2016年4月1日起执行，原《旧通知》，自2016年5月1日起废止。") == (date(2016, 4, 1), None)


@every(
    "head",
    [
        "关于某事的通知\n各区：\n按照\n苏发〔2015〕35号\n文件精神办理。\n",
        "关于某事的通知\n为贯彻《通知》\n（鲁人社发〔2016〕17号）\n，现通知如下：\n",
        "关于转发《通知》\n（鲁人社发〔2016〕17号）的通知\n各区：\n好。\n",
        "关于贯彻苏发〔2015〕35号文件的通知\n各区：\n好。\n",
    ],
)
def test_a_cited_number_is_not_the_documents_own(head: str) -> None:
    assert extract(source(head)).number is None


@every("brackets", ["〔〕", "[]", "［］", "【】", "()", "（）", "〈〉"])
def test_every_bracket_becomes_the_standard_one(brackets: str) -> None:
    assert canonical_number(f"鲁人社发{brackets[0]}２０１６{brackets[1]} 第17号") == "鲁人社发〔2016〕17号"


def test_what_is_no_number() -> None:
    assert canonical_number("关于某事的通知") is None


@every(
    "line",
    ["2016年10月12日印发", "2016年10月17日 星期一", "2016年10月12日前完成。", "于2016年10月12日召开会议"],
)
def test_dates_that_are_no_date_of_issue(line: str) -> None:
    assert extract(source(f"某局关于某事的通知\n各区：\n特此通知。\n{line}\n")).issued is None


def test_a_date_wrapped_out_of_running_text_is_no_date_of_issue() -> None:
    assert (
        extract(source("某局关于某事的通知\n各区：\n首次上报时间为\n2016年12月30日\n前，逾期不候。\n")).issued is None
    )


def test_the_first_closing_block_dates_the_document() -> None:
    text = "某局关于某事的通知\n各区：\n特此通知。\n某市财政局\n2016年3月1日\n附件\n某方案\n一、好。\n某市民政局\n2015年1月1日\n"
    found = extract(source(text))
    assert found.issued and found.issued.value == date(2016, 3, 1)
    assert found.issuers and found.issuers.value == ("某市财政局",)


@every("text", ["", "\n\f\n", "无。", "# \n", "** **", "2016年3月1日", "：", "A" * 5000])
def test_texts_that_say_nothing(text: str) -> None:
    found = extract(source(text))
    assert found.number is None
    assert found.effective_to is None


def every_break(text: str) -> str:
    """The text with a line end after every 17 characters of each line, as a narrow page would wrap it."""
    return "\n".join(re.sub(r"(.{17})", r"\1\n", line) for line in text.splitlines())


def test_a_term_survives_any_wrapping() -> None:
    sentence = "本通知自2016年5月16日起执行，有效期至2020年5月15日。"
    for width in range(1, len(sentence)):
        wrapped = "\n".join(sentence[i : i + width] for i in range(0, len(sentence), width))
        assert term("一、认真执行。\n" + wrapped) == (date(2016, 5, 16), date(2020, 5, 15)), width


def test_every_quote_stands_where_it_says() -> None:
    texts = [read_document(path, CORPUS) for path in corpus_files(CORPUS)]
    texts += [
        source(t) for t in (STATE_COUNCIL, SHANDONG, ORDER, REGULATION, NUMERALS, WRAPPED, CLOSING, LABELLED, FUNDS)
    ]
    texts += [source(every_break(t.text)) for t in texts]
    for text in texts:
        found = extract(text)
        for f in fields(found):
            stated = getattr(found, f.name)
            if stated is not None:
                assert stated.quote
                assert repaired(text.text).text[stated.start : stated.end] == stated.quote


def head_of(text: str) -> dict[str, object]:
    return values(extract(source(text)))


OPENING = "\n\n一、范围。对符合条件的家庭给予补助。\n\n二、标准。每户每年一千元。\n\n"


@pytest.mark.parametrize(
    ("top", "number", "title", "issuers"),
    [
        (
            "甲财部 乙总局公告2023年第6号\n\n关于小微单位缴费优惠的公告",
            "甲财部乙总局公告2023年第6号",
            "关于小微单位缴费优惠的公告",
            ("甲财部", "乙总局"),
        ),
        (
            "国家甲总局 乙财部\n公告2023年第12号\n\n关于小微单位缴费优惠的公告",
            "国家甲总局乙财部公告2023年第12号",
            "关于小微单位缴费优惠的公告",
            ("国家甲总局", "乙财部"),
        ),
        ("乙总署公告2024年第15号（关于进口货物的公告）", "乙总署公告2024年第15号", "关于进口货物的公告", ("乙总署",)),
        (
            "丙市医保局、丙市财政局关于\n调整待遇的通知（丙医保〔2021〕6号）",
            "丙医保〔2021〕6号",
            "丙市医保局、丙市财政局关于调整待遇的通知",
            ("丙市医保局", "丙市财政局"),
        ),
        (
            "丙市社保局\n关于发放补贴的公告\n2024年第3号",
            None,
            "丙市社保局关于发放补贴的公告",
            ("丙市社保局",),
        ),
        ("通 告\n\n丙监通〔2023〕1号", "丙监通〔2023〕1号", "通告", None),
        (
            "丙镇人民政府文件\n丙政发〔2023〕8号\n签发人：李明\n\n丙镇人民政府\n关于调整岗位的请示",
            "丙政发〔2023〕8号",
            "丙镇人民政府关于调整岗位的请示",
            ("丙镇人民政府",),
        ),
        (
            "机密★1年\n丙厅办公室文件\n丙办发〔2021〕88号\n★\n关于做好返还工作的通知",
            "丙办发〔2021〕88号",
            "关于做好返还工作的通知",
            ("丙厅办公室",),
        ),
        (
            "中共中央 国务院关于推进乡村工作的意见",
            None,
            "中共中央 国务院关于推进乡村工作的意见",
            ("中共中央", "国务院"),
        ),
        (
            "---\nnumber: 丙人发〔2020〕5号\nissued: 2020-02-20\n---\n\n# 丙市购房补贴办法\n\n**丙人发〔2020〕5号**",
            "丙人发〔2020〕5号",
            "丙市购房补贴办法",
            None,
        ),
        (
            "最高某法院关于审理争议案件的解释（一）\n\n"
            "（2020年12月25日某法院审判委员会第1825次会议通过，自2021年1月1日起施行）\n\n法释〔2020〕26号",
            "法释〔2020〕26号",
            "最高某法院关于审理争议案件的解释（一）",
            ("最高某法院",),
        ),
    ],
    ids=[
        "a joint announcement",
        "its number below its bodies",
        "its title in brackets",
        "its number in brackets behind the title",
        "year and serial number below the title",
        "a title of one word, letter-spaced",
        "who signs for the body",
        "stars of secrecy",
        "a body called 中央",
        "front matter",
        "a numbered interpretation with its note above the number",
    ],
)
def test_the_tops_of_documents(
    top: str, number: str | None, title: str | None, issuers: tuple[str, ...] | None
) -> None:
    found = head_of(top + OPENING)
    assert (found.get("number"), found.get("title"), found.get("issuers")) == (number, title, issuers)


@every(
    ("end", "issued"),
    [
        ("部 长　　李四光\n\n2023年9月12日", date(2023, 9, 12)),
        ("局长：李四光\n2023年9月12日", date(2023, 9, 12)),
        ("自治区主席　李四光\n2023年9月12日", date(2023, 9, 12)),
        ("中华人民共和国主席　李四光\n2021年6月10日", date(2021, 6, 10)),
        ("甲委办公厅\n乙财部办公厅\n国家丙局综合司\n2023年5月5日", date(2023, 5, 5)),
    ],
)
def test_who_signs_above_the_day(end: str, issued: date) -> None:
    assert head_of(f"关于某项工作的通知{OPENING}{end}\n")["issued"] == issued


def test_a_day_in_brackets_below_the_number_is_the_day_of_issue() -> None:
    assert head_of(f"关于返乡创业的意见\n\n丙委发〔2019〕3号\n\n（2019年4月12日）{OPENING}")["issued"] == date(
        2019, 4, 12
    )


@every(
    ("sentence", "first", "until"),
    [
        ("自2024年4月1日起施行;有效期至2027年3月31日", date(2024, 4, 1), date(2027, 3, 31)),
        ("从2024年4月1日开始执行,暂定三年.", date(2024, 4, 1), date(2027, 3, 31)),
        ("有效期5年，有效期自2024年4月10日起算。", date(2024, 4, 10), date(2029, 4, 9)),
        ("自2024年4月1日0时起施行，至2026年3月31日24时止。", date(2024, 4, 1), date(2026, 3, 31)),
        (
            "自2024年4月1日起执行，上级另有规定的从其规定，有效期截至2025年12月31日。",
            date(2024, 4, 1),
            date(2025, 12, 31),
        ),
    ],
)
def test_more_ways_to_state_a_term(sentence: str, first: date, until: date) -> None:
    text = f"关于某项工作的通知{OPENING}三、本通知{sentence}\n\n甲市民政局\n2024年3月5日\n"
    found = head_of(text)
    assert (found.get("effective_from"), found.get("effective_to")) == (first, until)


@every("space", ["\u2003", "\u2002", "\u2009", "\u202f"])
def test_spaces_of_typesetting_are_spaces(space: str) -> None:
    text = f"某市财政局关于某事的通知\n各区：\n{space * 2}照此办理。\n{space * 2}本通知自2025年3月1日起施行。\n某市财政局\n2025年1月16日\n"
    found = extract(SourceText("a.txt", text, "utf-8", ""))
    assert found.effective_from and found.effective_from.value == date(2025, 3, 1)
