"""A sentence is cut into clauses, and each is given its grammatical subject: the speaker unless another person or a body is it.

A clause without one goes on with the subject before. Where it may be of either of two the subject is not certain: what is said there is
asked, never taken. A person who is only an object (`我照顾老母亲`, `with my kids`) has what stands before the word (`残疾的哥哥`) and no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.cases.actors import CLIENT, CROWD, SELF, Mention, Person, Scope, mentions
from kb.cases.amounts import Amount
from kb.cases.clauses import SENTENCE_ENDS, SOME_SUBJECT, Stretch, Telling, clauses, is_relative
from kb.cases.marks import Marks
from kb.cases.mention_words import describing, is_apposition, is_definite, is_light, may_take_over, opens_question
from kb.records import Language

OWN_BODY = Person("单位", "employer", circle="body", key="own")
_BOSS = "老板或领导"
_OFFICE = "机关"
_SHORT = 4
_CLIENT_WORD = "client"
_SEVERAL = ("parents", "parents-in-law", "siblings")
_ENDS_A_SAYING = "了着过呢吗\ue000\ue001,，、"
_LINKS = re.compile("(?:[是有到被把由对]|(?<!现)在)$")


def tell(text: str, language: Language, amounts: Sequence[Amount] = ()) -> Telling:
    """The text, its numbers marked (kb/cases/amounts.py), cut by whom it speaks of."""
    teller = _Teller(text, language, amounts)
    wanted = [each for each in dict.fromkeys(teller.wanted) if each != SELF or not teller.not_own]
    owned, sexes = tuple(teller.owned), tuple(teller.sexes.items())
    return Telling(tuple(teller.stretches), owned, tuple(wanted), teller.employs, teller.not_own, sexes)


class _Teller:
    """Goes through a text clause by clause; what it finds is in the fields of a `Telling`."""

    def __init__(self, text: str, language: Language, amounts: Sequence[Amount]) -> None:
        self.text, self.marks, self.is_english = text, Marks.of(language), language == "en"
        self.stretches: list[Stretch] = []
        self.owned: list[tuple[int, int, Person]] = []
        self.wanted: list[Person] = []
        self.sexes: dict[Person, str] = {}
        self.employs = self.not_own = False
        self._people: tuple[Person, ...] = (SELF,)
        self._scope: Scope = "person"
        self._certain = True
        self._named = self._asks = self._supposed = self._after_other = self._open_pronoun = False
        self._known: list[Person] = []
        self._at = self._begins = self._start = 0
        named = mentions(text)
        for start, end in clauses(text, language, amounts):
            self._clause(start, end, [each for each in named if start <= each.start < end])

    def _clause(self, start: int, end: int, named: Sequence[Mention]) -> None:
        clause = self.text[start:end]
        self._at = self._begins = self._start = start
        self._named = False
        self._asks = self.text[end : end + 1] in ("?", "？") or (
            self._has("question", clause.strip()) and not is_relative(clause, self.text[:start])
        )
        self.not_own |= self._has("not_own", clause)
        if self._has("asks_own", clause):
            self.wanted.append(SELF)
        if re.match(r"\s*who\b", clause) and self._known:
            self._turn(self._known[-1])
        elif (
            self.is_english
            and (head := SOME_SUBJECT.match(self.text, start))
            and not any(each.start < head.end() for each in named)
        ):
            # The nurse, a truck: somebody or something that no word for people names.
            self._turn(CLIENT, certain=False)
            self._known.append(CLIENT)
        apart, other_named, turned = self._has("distributive", clause), False, False
        self._supposed |= self._has("supposed", clause)
        counted = self.marks.after("counted", clause) is not None
        # 最老的能领多少: it is for one of those who were named.
        self.not_own |= counted and self._asks and not self.is_english
        apart |= self._supposed or counted
        self._certain &= not apart
        for number, mention in enumerate(named):
            person = self._who(mention)
            before, after = self.text[self._at : mention.start], self.text[mention.end : end]
            previous = named[number - 1] if number else None
            role = self._role(mention, person, before, after, previous)
            is_named = mention.person is not None or mention.sex is not None
            if role in ("subject", "joint", "introduced", "wanted") and is_named:
                other_named, turned = False, True
            elif role == "object":
                other_named |= person.circle not in ("self", "body", "crowd") and may_take_over(
                    self.marks, person, before, after
                )
            self._act(role, mention, person, before, after)
            # 自己 and 家 are of whoever is spoken of.
            if apart or (self._open_pronoun and mention.person is None) or (self._after_other and not turned):
                self._certain = False
        self._close(end)
        if self.text[end : end + 1] in (":", "：") and self._has("quotes", clause) and not self.wanted:
            # 网友问：我……: what somebody else says of himself.
            self._supposed = True
        # What goes on after somebody else was named may be said of that one, until a subject is named.
        goes_on = self.text[end : end + 1] in (",", "，")
        self._after_other = goes_on and (other_named or (self._after_other and not turned))
        self._certain = not self._after_other
        if self.text[end : end + 1] in SENTENCE_ENDS:
            self._supposed = False

    def _has(self, mark: str, text: str) -> bool:
        return next(self.marks.found(mark, text), None) is not None

    def _turn(self, *people: Person, certain: bool = True, scope: Scope = "person") -> None:
        self._people, self._certain, self._scope = people, certain, scope

    def _close(self, until: int, speaks: bool = True) -> None:
        """Ends the stretch here; `speaks` is False if it only brings somebody in or says that something is asked."""
        if self.text[self._at : until].strip():
            begins = min(max(self._begins, self._at), until)
            rest, named = self.text[begins:until], self._named and speaks
            echo = False if self.marks.after("echo_no", rest) else True if self.marks.after("echo_yes", rest) else None
            self.employs |= self._people == (SELF,) and self._has("hiring", rest) and not rest.endswith("的")
            where = (self._people, self._at, until, begins, self._certain)
            self.stretches.append(Stretch(*where, self._asks, named, self._scope, echo))
            if self._asks and named and self._certain and self._scope == "person":
                self.wanted += [
                    CLIENT if each == CROWD else each
                    for each in self._people
                    if each.circle not in ("body", "crowd") or each in (OWN_BODY, CROWD)
                ]
        self._at = self._begins = until
        self._named = False

    def _who(self, mention: Mention) -> Person:
        """Whom a mention stands for: a pronoun for the last one named whom it fits, 自己 and 家 for the subject."""
        if mention.person is None:
            if mention.sex is None:
                return self._people[0]
            known = [one for one in reversed(self._known) if one.sex in (None, mention.sex) and one.en not in _SEVERAL]
            fitting = [one for one in known if one in self.wanted] or known
            # Between two whom the pronoun fits, the subject of the clause before is meant; where neither is, it stays open.
            self._open_pronoun = len({*fitting}) > 1 and fitting[0] not in self._people
            person = next(iter(fitting), replace(CLIENT, sex=mention.sex, key="pronoun"))
            if self.is_english:
                # 他 is written of a woman too, 她 of whom a child is.
                self.sexes.setdefault(person, mention.sex)
            return person
        if mention.own and "body" in (mention.person.circle, mention.through):
            self.employs = True
        bare = (
            self.employs
            and mention.through is None
            and not re.match(r"(?:an?|the|her|his) ", self.text[mention.start :])
        )
        # 厂里 is where somebody works.
        is_own = (mention.own or bare) and self.text[mention.end - 1] != "里"
        return OWN_BODY if mention.person.circle == "body" and is_own else mention.person

    def _role(self, mention: Mention, person: Person, before: str, after: str, previous: Mention | None) -> str:
        """What a mention is in its clause: subject, joint, object, introduced, wanted, employer, or nothing of the kind."""
        marks, others = self.marks, person.circle not in ("self", "body", "crowd")
        ends = not re.sub(r"[了的呢啊吧]+$", "", after).strip()
        if previous and re.fullmatch(r"\s*(?:和|跟|与|and)\s*", self.text[previous.end : mention.start]):
            return "joint" if marks.after("both", after) else "object"
        if person.circle != "self" and marks.before("asks_about", before) and after.startswith("的"):
            return "wanted"
        if (
            person.circle not in ("self", "body")
            and OWN_BODY not in self._people
            and marks.before("asks_for", before)
            and not marks.before("not_for", before)
            and (self.is_english or marks.after("asks_for_after", after))
        ):
            unknown = mention.person is None and person not in self._known
            is_told = self._has("asked_before_now", self.text[self._at : mention.end] + after)
            return "skip" if unknown or is_told else "wanted"
        if person == SELF and marks.before("turns_to", before):
            return "subject"
        if others and marks.before("introduced", before):
            return "introduced"
        if person.circle == "body" and ends and not self._named and not self.stretches and len(before) <= _SHORT:
            # 扶贫车间，认定过的: a text that begins with a bare name of a body is its own.
            return "employer"
        if (
            self.is_english
            and not self._named
            and is_definite(self.text[mention.start : mention.end])
            and opens_question(self.marks, before)
        ):
            return "subject"
        if person.zh == _OFFICE and after.startswith("的"):
            # 村里的贫困户
            return "skip"
        if marks.before("predicate", before):
            if others and mention.own and self._people[0].key == "pronoun" and is_light(self.marks, before):
                return "identified"
            if others and mention.own and not self.is_english and not after.startswith("的"):
                # 一个是我爸，63
                return "subject"
            is_own = (
                person.circle == "body"
                and self._people == (SELF,)
                and (self._named or before.strip() in ("是", "系", "作为"))
            )
            return "employer" if is_own else "skip"
        if marks.before("absent", before) or marks.before("when_clause", before):
            return "skip"
        if person.circle == "body" and (marks.after("works_there", after) or marks.after("member_of", after)):
            return "skip"
        if marks.before("says", before):
            return "object" if marks.after("talked_of", after) else "subject"
        if not self.is_english and not self._named and is_light(self.marks, before) and not _LINKS.search(before):
            return "subject"
        if self.is_english:
            if not before.strip() and not after.strip() and is_apposition(self.text, mention.start, mention.end):
                return "skip"
            head = is_light(self.marks, before) or marks.before("aux", before) is not None
            return "subject" if head and not self._named else "object"
        if before.strip() and (
            ends or marks.before("object_before", before) or (person.circle == "body" and self._named)
        ):
            return "object"
        return "subject"

    def _act(self, role: str, mention: Mention, person: Person, before: str, after: str) -> None:
        others = person.circle not in ("self", "body", "crowd")
        if others and self.marks.before("wants_for", self.text[self._start : mention.start]):
            self.wanted.append(person)
        described = (mention.start - len(before) + describing(self.marks, before), mention.end, person)
        if role == "joint":
            self._turn(*self._people, person)
            self._begins = mention.end
        elif role == "identified":
            # He is my cousin: the pronoun stands for the cousin.
            self._known = [one for one in self._known if one.key != "pronoun"]
            self._turn(person)
            self._begins = mention.end
        elif role == "wanted":
            person = OWN_BODY if person.zh == _BOSS else person
            self.wanted += dict.fromkeys(self._known) if person.circle == "crowd" else [person]
            self._close(mention.start, speaks=False)
            self._turn(person)
            self._begins = mention.end
        elif role == "introduced":
            own = self._people == (SELF,) and (self._named or bool(self.stretches))
            self._close(mention.start, speaks=False)
            self.owned.append(described)
            self._turn(person, certain=not own or re.sub(r"[了呢啊]$", "", after).strip() != "")
            self._begins, self._named = mention.end, True
        elif role == "employer":
            self._turn(OWN_BODY)
            self.employs = True
        elif role == "object" and others:
            self.owned.append(described)
            if not self.is_english and not self._named and before.endswith("的") and after:
                # In 在外地打工的丈夫瘫了 he is the subject, in 照顾残疾的丈夫没法上班 he is not.
                self._close(mention.end)
                self._certain = False
            elif self.is_english and mention.person is not None:
                # What follows may describe either: a blind man of 47, with my mother in Linyi.
                self._close(mention.end)
                if person.en == _CLIENT_WORD and not any(each.named for each in self.stretches):
                    self._turn(person)
                else:
                    self._certain = False
        elif role == "subject":
            self._subject(mention, person, before, after)
        if others and role != "skip" and (self._certain or role != "subject"):
            # Whose son he is goes on being the one that 他 stands for.
            whose = [self._known[-1] if self._known else replace(CLIENT, key="pronoun")] if mention.of_pronoun else []
            self._known += [person, *whose]

    def _subject(self, mention: Mention, person: Person, before: str, after: str) -> None:
        if (
            before.strip()
            and not is_light(self.marks, before)
            and not re.fullmatch(r"[^,，]*的(?:[一那这]?[个位名])?", before)
        ):
            # In 我老公残疾儿子上学 the word may describe either.
            self._certain &= self.is_english or mention.own or mention.person is None or before[-1] in _ENDS_A_SAYING
            self._close(mention.start, speaks=not self.marks.before("says", before))
        if self.marks.after("told_to_ask", after):
            self.wanted.append(OWN_BODY if person.zh == _BOSS or person.circle == "body" else person)
        bare = (
            not self.is_english and mention.person is not None and not mention.own and person.circle in ("home", "kin")
        )
        # 邻居生病，父亲残疾: whose father that is, the words do not say.
        whose = bare and any(each.circle == "other" for each in self._people)
        both = mention.scope == "household" and mention.person is None and person.circle == "home"
        self._turn(*((SELF, person) if both else (person,)), certain=not whose, scope=mention.scope)
        self._begins, self._named = mention.end, True
