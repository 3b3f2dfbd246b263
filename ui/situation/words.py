"""The words of the page that matches a person's or an employer's situation, of its sheet and of counterparts, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.records import Language


@dataclass(frozen=True)
class SituationWords:
    """The page's words in one language."""

    title: str
    lead: str
    text: str
    text_hint: str
    placeholder: str
    read: str
    read_back: str
    read_hint: str
    nothing_read: str
    unread: str
    other_case: str
    read_for: str
    known: str
    useful: str
    others: str
    yes: str
    no: str
    unknown: str
    said: str
    region: str
    region_hint: str
    as_of: str
    as_of_hint: str
    number_hint: str
    days_hint: str
    match: str
    on_sheet: str
    on_sheet_hint: str
    ask_next: str
    fresh: str
    found: str
    profile: str
    assumed: str
    notes: str
    current: str
    applies: str
    may_apply: str
    none_current: str
    other_may: str
    does_not_apply: str
    elsewhere: str
    ended: str
    ended_lead: str
    more: str
    trace: str
    sheet: str
    sheet_hint: str
    no_cards: str
    too_long: str
    empty: str
    problems: str
    subject: str
    conditions: str
    counterparts_lead: str
    this_card: str
    alone: str


SITUATION: Final[dict[Language, SituationWords]] = {
    "zh": SituationWords(
        title="情形",
        lead="写下来办事的人或单位的情况，先核对读得对不对，再看哪些待遇的条款适用、还要核实什么。没有说到的，一律不当作符合。",
        text="情况（用平常话写）",
        text_hint="也可以不写，直接在下面填。内容只用于这一次比对，不保存、不进网址。",
        placeholder="例如：我妈58了，残疾二级，临沂兰陵的，建档立卡",
        read="读出情况",
        read_back="读到的情况，请核对",
        read_hint="读错的在下面改，没读到的在下面补，然后按“比对待遇”。",
        nothing_read="没有从这段话里读出情况：请换个说法，或直接在下面填写。",
        unread="情况描述改过以后还没有重读，下面是按表格比对的；要按新描述，请按“读出情况”。",
        other_case="还说到{who}",
        read_for="改为{who}查询",
        known="已经知道的",
        useful="再知道这几项，结果会更准",
        others="其他",
        yes="是",
        no="否",
        unknown="不知道",
        said="原话",
        region="地区",
        region_hint="如 临沂市兰陵县",
        as_of="效力以哪天为准（年-月-日）",
        as_of_hint="留空即今天",
        number_hint="可写 59、4年11个月、37-48、60以上",
        days_hint="可写 20、15-30",
        match="比对待遇",
        on_sheet="列入核对单",
        on_sheet_hint="“打印核对单”在上面的表单下方；不要的项目先去掉勾选。",
        ask_next="补充这些会更准",
        fresh="重新开始",
        found="比对结果",
        profile="按以下情况比对",
        assumed="推算",
        notes="说明",
        current="在有效期内或没有写明有效期的规定",
        applies="可以享受",
        may_apply="可能可以享受",
        none_current="按所填的情况，没有现行规定可以享受或可能可以享受。",
        other_may="另有 {n} 项，要看这个情况没有说到的条件",
        does_not_apply="不符合的 {n} 项",
        elsewhere="其中 {n} 项是别的地区的规定",
        ended="不在有效期的规定",
        ended_lead="下面的规定在所选的日期不在有效期，不能据此申领；列出来供查阅，并请向发文机关核实有没有新规定。",
        more="怎么办、材料、资金和判断过程",
        trace="判断过程",
        sheet="打印核对单",
        sheet_hint="在新窗口打开。",
        no_cards="知识库里没有待遇卡：请在语料中放入 benefits.yaml 并运行 policy-kb build。",
        too_long="情况最多写 {most} 字，请删短一些。",
        empty="还没有情况：请写一句，或在表里填几项。",
        problems="有 {n} 处要改，填写的内容都还在。",
        subject="同类规定",
        conditions="条件",
        counterparts_lead="引号里是原文；没有写到的就写没有写到，没有补充。",
        this_card="这一项",
        alone="其他文件里没有同类规定。",
    ),
    "en": SituationWords(
        title="Situation",
        lead="Describe a person's or an employer's situation, check how it was read, then see which benefits apply and what is still to be checked. "
        "What is not said never counts as met.",
        text="The situation, in your own words",
        text_hint="Or leave this empty and fill in the form. It is used for this one match, is not stored and is never part of an address.",
        placeholder="e.g. My mother is 58, disabled grade 2, from Lanling in Linyi, registered as poor",
        read="Read it",
        read_back="This is what was read: please check",
        read_hint="Correct below what was misread, add what is missing, then press “Match benefits”.",
        nothing_read="No situation was found in these words: say it differently, or fill in the form below.",
        unread="The description was changed and not read again; the match below follows the form. Press “Read it” to use the new description.",
        other_case="Also spoken of: the {who}",
        read_for="Read it for the {who}",
        known="What is known",
        useful="Knowing these would make the result surer",
        others="Others",
        yes="yes",
        no="no",
        unknown="not known",
        said="Words",
        region="Region",
        region_hint="e.g. Linyi",
        as_of="As of (YYYY-MM-DD)",
        as_of_hint="empty: today",
        number_hint="e.g. 59, 4 years 11 months, 37-48, 60 or more",
        days_hint="e.g. 20, 15-30",
        match="Match benefits",
        on_sheet="On the sheet",
        on_sheet_hint="The button for the sheet stands below the form; take the tick from what it should leave out.",
        ask_next="Would help to know",
        fresh="Start again",
        found="What the texts grant",
        profile="Matched for",
        assumed="Reckoned",
        notes="Notes",
        current="Rules in force, or with no end stated",
        applies="Applies",
        may_apply="May apply",
        none_current="No rule in force applies or may apply to the situation given.",
        other_may="{n} more depend on conditions this situation does not speak of",
        does_not_apply="{n} that do not apply",
        elsewhere="{n} of them are rules of other regions",
        ended="Rules not in force",
        ended_lead="On the day chosen these rules are not in force and nothing can be claimed under them. "
        "They are listed for reference: ask the issuer whether a new rule exists.",
        more="How, papers, funding and how it was judged",
        trace="How it was judged",
        sheet="Sheet to print",
        sheet_hint="Opens in a new window.",
        no_cards="The knowledge base holds no benefit cards: add benefits.yaml to the corpus and run policy-kb build.",
        too_long="At most {most} characters: shorten the description.",
        empty="There is no situation yet: write a sentence, or fill in the form.",
        problems="{n} to be corrected; all you typed is kept.",
        subject="On the same subject",
        conditions="Conditions",
        counterparts_lead="Quotation marks hold the texts' words; where a text says nothing, nothing was added.",
        this_card="this one",
        alone="No other document has a rule on this subject.",
    ),
}


@dataclass(frozen=True)
class SituationSheetWords:
    """The words of the sheet to print, beside those of `SHEET`."""

    title: str
    situation: str
    said: str
    granted: str
    papers: str
    no_papers: str
    checks: str
    no_checks: str
    others: str
    ended: str
    nothing: str
    left_out: str
    clauses: str
    clause: str
    foot: str


SITUATION_SHEET: Final[dict[Language, SituationSheetWords]] = {
    "zh": SituationSheetWords(
        title="待遇核对单",
        situation="情况",
        said="自述",
        granted="涉及的待遇",
        papers="要带的材料",
        no_papers="所引条款没有写明材料，请问窗口。",
        checks="还要核实的",
        no_checks="没有。",
        others="另有以下各项，要看没有说到的条件",
        ended="已不在有效期，不能据此申领，仅供查阅",
        nothing="按所填的情况，没有现行规定适用。",
        left_out="另有 {n} 项涉及的待遇，经办人没有列入本单。",
        clauses="条款全文",
        clause="条款",
        foot="引号内和条款全文逐字引自所注文件，加底线处为所引原文；能否享受以窗口核实为准，未列事项以文件原文为准。",
    ),
    "en": SituationSheetWords(
        title="Benefits check sheet",
        situation="Situation",
        said="In their words",
        granted="Benefits concerned",
        papers="Papers to bring",
        no_papers="The clauses cited name no papers: ask at the window.",
        checks="Still to be checked",
        no_checks="Nothing.",
        others="Others, which depend on conditions not spoken of",
        ended="No longer in force: nothing can be claimed under these",
        nothing="No rule in force applies to the situation given.",
        left_out="{n} more that may concern this case were left off the sheet by the caseworker.",
        clauses="The whole clauses",
        clause="Clause",
        foot="Words in quotation marks and whole clauses are verbatim; what is underlined is quoted. "
        "The window decides whether a benefit is granted.",
    ),
}
