"""What a name is in its clause: the subject, an object, somebody brought in or asked for, what the subject is, or nothing of the kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.cases.actors import SELF, Mention, Person
from kb.cases.marks import Marks
from kb.cases.units import Governor
from kb.regex import regex

OWN_BODY = Person("单位", "employer", circle="body", key="own")
BOSS = "老板或领导"
_OFFICE = "机关"
_SHORT = 4
_OBJECT_FORM = regex(r"(?:me|us|him|myself)$", re.IGNORECASE)


@dataclass(frozen=True)
class Name:
    """A name in its clause: whom it stands for, what governs it, the words around it and the name before.

    `people` are the subject until here and `known` those named so far; `is_named` is true where the clause has named its subject, `is_first`
    if nothing stands before the clause.
    """

    mention: Mention
    person: Person
    governed: Governor
    before: str
    after: str
    previous: Mention | None
    text: str
    marks: Marks
    people: tuple[Person, ...]
    known: tuple[Person, ...]
    is_named: bool
    is_first: bool

    @property
    def is_other(self) -> bool:
        """Whether it is another person, no body and no people in general."""
        return self.person.circle not in ("self", "body", "crowd")

    @property
    def is_english(self) -> bool:
        """Whether it stands in an English text."""
        return self.marks.language == "en"


def role_of(name: Name) -> str:
    """What a name is in its clause: subject, joint, object, introduced, wanted, identified, employer, or nothing of the kind (skip)."""
    marks, person, mention = name.marks, name.person, name.mention
    if name.previous and re.fullmatch(r"\s*(?:和|跟|与|and)\s*", name.text[name.previous.end : mention.start]):
        return "joint" if marks.after("both", name.after) else "object"
    told_of_nobody = marks.before("absent", name.before) or marks.before("when_clause", name.before)
    if told_of_nobody or _is_apposition(name):
        return "skip"
    if person == SELF and marks.before("turns_to", name.before):
        return "subject"
    if person.circle == "body" and (special := _role_of_body(name)):
        return special
    match name.governed:
        case "for":
            return "wanted" if _is_asked_for(name) else "object"
        case "be":
            return _role_of_predicate(name)
        case "have":
            return "introduced" if name.is_other and not name.is_english else "object"
        case "with":
            return "wanted" if _is_asked_for(name) else "object"
        case "verb":
            return "object"
        case "say" if (
            person.circle != "self" and name.after.startswith("的") and marks.before("asks_about", name.before)
        ):
            return "wanted"
        case "say" if marks.after("talked_of", name.after):
            return "object"
    # Tell me, help us.
    return "object" if _OBJECT_FORM.match(name.text[mention.start : mention.end]) else "subject"


def _is_apposition(name: Name) -> bool:
    """I am 56, a rural woman: an indefinite word between commas says what the subject is."""
    mention = name.mention
    stands_alone = re.match(r"\s*(?:[,.;!?]|$)", name.text[mention.end :]) is not None
    indefinite = re.match(r"an? ", name.text[mention.start :]) is not None
    return indefinite and stands_alone and name.text[: mention.start].rstrip().endswith(",")


def _role_of_body(name: Name) -> str:
    """A body is often no more than where somebody works."""
    marks, ends = name.marks, not re.sub(r"[了的呢啊吧]+$", "", name.after).strip()
    if ends and not name.is_named and name.is_first and len(name.before) <= _SHORT:
        # 扶贫车间，认定过的: a text that begins with a bare name of a body is its own.
        return "employer"
    is_office = name.person.zh == _OFFICE and name.after.startswith("的")
    if is_office or marks.after("works_there", name.after) or marks.after("member_of", name.after):
        return "skip"
    return "object" if name.is_named and name.governed not in ("start", "be") else ""


def _role_of_predicate(name: Name) -> str:
    mention, before = name.mention, name.before.strip()
    if name.is_other and mention.own and name.people[0].key == "pronoun":
        return "identified"
    is_definite = re.match(r"an? ", name.text[mention.start :]) is None
    if name.is_english and is_definite and not name.is_named and not name.previous:
        # Is my wife …
        return "subject"
    if name.is_other and mention.own and not name.is_english and not name.after.startswith("的"):
        # 一个是我爸，63
        return "subject"
    is_own = name.person.circle == "body" and name.people == (SELF,)
    return "employer" if is_own and (name.is_named or before in ("是", "系", "作为")) else "skip"


def _is_asked_for(name: Name) -> bool:
    marks, before = name.marks, name.before
    of_body = any(each.circle == "body" for each in name.people)
    if name.person.circle in ("self", "body") or of_body or marks.before("not_for", before):
        return False
    unknown = name.mention.person is None and name.person not in name.known
    if unknown or name.marks.has(
        "asked_before_now", before + name.text[name.mention.start : name.mention.end] + name.after
    ):
        return False
    if name.is_english:
        return marks.before("asks_for", before) is not None
    return marks.after("asks_for_after", name.after) is not None
