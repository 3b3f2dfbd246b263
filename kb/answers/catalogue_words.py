"""What the catalogue knows of a document, told to people in a line: the days, each by its own name, and the state on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kb.documents import validity_on
from kb.effect_messages import SUPERSEDED, ending_word
from kb.language import find_dates
from kb.messages import Message
from kb.questions import ListedState
from kb.records import Clause, Document, Validity

_MOST_NAMES = 20
_STATES: dict[Validity, Message] = {
    "in_force": Message("现行有效", "in force"),
    "expired": Message("已到期，不再有效", "expired, no longer in force"),
    "not_yet_in_force": Message("尚未施行", "not yet in force"),
    "superseded": SUPERSEDED,
    "undated": Message("没有写明有效期，现有文件也没有废止它", "states no end, and no document held repeals it"),
}
_LISTED: dict[ListedState, Message] = {
    "in_force": Message("现行有效的文件", "Documents in force"),
    "expired": Message("已经失效的文件", "Documents no longer in force"),
    "superseded": Message(f"{SUPERSEDED.zh}的文件", f"Documents {SUPERSEDED.en}"),
    "not_yet_in_force": Message("尚未施行的文件", "Documents not yet in force"),
    "expiring": Message("一年内到期的文件", "Documents that expire within a year"),
    "issued": Message("所问的文件", "Documents asked for"),
}


def name_of(document: Document) -> str:
    """The number, or the title where there is none."""
    return document.number or f"《{document.title}》"


def printed_words(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The words in which the imprint of a document states its day of printing (`2016年10月12日印发`), none if it does not."""
    for clause in clauses:
        for mention in find_dates(clause.text) if clause.kind == "block" and "印发" in clause.text else ():
            if clause.text[mention.end :].lstrip().startswith("印发"):
                return (clause.text[mention.start : clause.text.index("印发", mention.end) + 2],)
    return ()


def printed_on(clauses: Iterable[Clause]) -> date | None:
    """The day of printing (印发日期) of the document with these clauses, which is not its day of issue (成文日期)."""
    return next((mention.value for words in printed_words(clauses) for mention in find_dates(words)), None)


def document_line(document: Document, day: date, printed: date | None) -> Message:
    """`某发〔2020〕3号：2020-06-12成文，自2020-07-01起施行，有效期至2025-06-30；截至2024-01-01：现行有效。` in both languages."""
    zh, en = [], []
    if document.issued:
        zh.append(f"{document.issued}成文")
        en.append(f"issued on {document.issued}")
    if printed and printed != document.issued:
        zh.append(f"{printed}印发")
        en.append(f"printed on {printed}")
    if document.published and document.published != document.issued:
        zh.append(f"{document.published}发布")
        en.append(f"published on {document.published}")
    zh.append(f"自{document.effective_from}起施行" if document.effective_from else "没有写明从哪天起施行")
    en.append(f"in force from {document.effective_from}" if document.effective_from else "states no commencement")
    zh.append(f"有效期至{document.effective_to}" if document.effective_to else "没有写明有效期")
    en.append(f"until {document.effective_to}" if document.effective_to else "states no end date")
    validity = validity_on(document, day)[0]
    state = _STATES[validity]
    by = ("", "")
    if validity == "superseded":
        done = ending_word(document)
        state, by = Message(f"已{done.zh}", done.en), (f"（{document.superseded_by}）", f" by {document.superseded_by}")
    name = name_of(document)
    return Message(
        f"{name}：{'，'.join(zh)}；截至{day}：{state.zh}{by[0]}。",
        f"{name}: {', '.join(en)}; on {day}: {state.en}{by[1]}.",
    )


def list_line(state: ListedState, found: Sequence[Document], open_ended: Sequence[Document], day: date) -> Message:
    """How many documents are in a state on a day, and which; `open_ended` state no end, so that they may be in force."""
    what = _LISTED[state]
    zh = f"截至{day}，{what.zh}有 {len(found)} 件{_names(found, '：')}。"
    en = f"{what.en} on {day}: {len(found)}."
    if open_ended:
        zh += f"另有 {len(open_ended)} 件没有写明有效期，是否仍有效请核实{_names(open_ended, '：')}。"
        en += f" {len(open_ended)} more state no end date: check with the issuer."
    return Message(zh, en)


def names_none(repeals: bool, document: Document) -> Message:
    """That a text does not say which documents it repeals, or rests on."""
    name = name_of(document)
    if repeals:
        return Message(f"{name}没有写明它废止哪份文件。", f"{name} does not say that it repeals any document.")
    return Message(f"{name}没有写明它依据哪份文件。", f"{name} does not name a document that it rests on.")


def issued_by(document: Document) -> Message:
    """Who issued a document, all of them."""
    name, issuers = name_of(document), "、".join(document.issuers)
    if not issuers:
        return Message(f"{name}没有写明发文机关。", f"{name} does not say who issued it.")
    return Message(f"{name}的发文机关：{issuers}。", f"{name} was issued by {issuers}.")


def several_line(meant: int, shown: int) -> Message:
    """That a question may mean several documents."""
    return Message(
        f"可能指的文件有 {meant} 份，下面是其中 {shown} 份；写明文号或题名可以只看一份。",
        f"The question may mean {meant} documents, of which {shown} are shown; name one by number or title.",
    )


def no_such_document(name: str, nearest: Sequence[Document]) -> Message:
    """That no document of a name is held, and which come nearest to it."""
    titles = [one.title for one in nearest]
    zh, en = ("；名称最接近的是", "; nearest to it by name: ") if titles else ("", "")
    return Message(
        f"没有收录“{name}”{zh}{'、'.join(f'《{title}》' for title in titles)}。",
        f"{name} is not held{en}{', '.join(titles)}.",
    )


def _names(documents: Sequence[Document], before: str) -> str:
    names = [name_of(document) for document in documents[:_MOST_NAMES]]
    more = " 等" if len(documents) > _MOST_NAMES else ""
    return f"{before}{'、'.join(names)}{more}" if names else ""
