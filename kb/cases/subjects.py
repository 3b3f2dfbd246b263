"""A sentence is cut into clauses, and each is given its subject: the speaker unless another person or a body is it.

A clause without one goes on with the subject before. What a name is in its clause is said by the word that governs it (units.py):

    nothing, `现在`, `因为`        the subject                       `说`, `知道`, `if`      the subject of what is said
    `照顾`, `跟`, `with`           an object                         `让`, `叫`              the subject of what comes next
    `有`, `认识`, `met`            somebody brought in               `是`, `am`              what the subject is
    `替`, `给`, `for`              asked for, if something is asked  `残疾`, `下岗`          the subject: a clause ended without a stop

Where it may be of either of two the subject is not certain: what is said there is asked, never taken. Of an object is said what stands before
the word (`残疾的哥哥`) and no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.cases.actors import CLIENT, CROWD, SELF, Mention, Person, Scope, mentions
from kb.cases.amounts import Amount
from kb.cases.clauses import SENTENCE_ENDS, SOME_SUBJECT, Stretch, Telling, clauses, is_relative
from kb.cases.marks import Marks
from kb.cases.names import BOSS, OWN_BODY, Name, role_of
from kb.cases.units import Unit, governor, units
from kb.records import Language
from kb.regex import regex

_ONE_OF = regex("有?[一两几这那]?[个位名]")
_ENDS_A_SAYING = "了着过呢吗\ue000\ue001,，、"


def tell(text: str, language: Language, amounts: Sequence[Amount] = ()) -> Telling:
    """The text, its numbers marked (kb/cases/amounts.py), cut by whom it speaks of."""
    teller = _Teller(text, language, amounts)
    outright, questioned = (
        [each for each in dict.fromkeys(people) if each not in teller.dead and (each != SELF or not teller.not_own)]
        for people in (teller.wanted, teller.questioned)
    )
    wanted = [*outright, *(each for each in questioned if not outright or (each == SELF and SELF not in outright))]
    owned, sexes = tuple(teller.owned), tuple(teller.sexes.items())
    return Telling(tuple(teller.stretches), owned, tuple(wanted), bool(outright), teller.employs, teller.not_own, sexes)


class _Teller:
    """Goes through a text clause by clause; what it finds is in the fields of a `Telling`."""

    def __init__(self, text: str, language: Language, amounts: Sequence[Amount]) -> None:
        self.text, self.marks, self.is_english = text, Marks.of(language), language == "en"
        self.stretches: list[Stretch] = []
        self.owned: list[tuple[int, int, Person]] = []
        self.wanted, self.questioned = list[Person](), list[Person]()
        self.dead: set[Person] = set()
        self.sexes: dict[Person, str] = {}
        self.employs = self.not_own = False
        self._people = self._spoken_of = tuple[Person, ...]((SELF,))
        self._scope: Scope = "person"
        self._certain = True
        self._named = self._asks = self._supposed = self._rival = self._open_pronoun = self._for_me = False
        self._known: list[Person] = []
        self._at = self._begins = 0
        named = mentions(text)
        for start, end in clauses(text, language, amounts):
            self._clause(start, end, [each for each in named if start <= each.start < end])

    # What a clause is of before anybody is named in it, and after.

    def _clause(self, start: int, end: int, named: Sequence[Mention]) -> None:
        doubted = self._open(start, end, named)
        words = units(self.text, start, end, named, is_english=self.is_english)
        taken = turned = False
        previous: Mention | None = None
        for number, unit in enumerate(words):
            if (mention := unit.mention) is None:
                continue
            name = self._name(words[:number], mention, end, previous)
            role = role_of(name)
            is_named = mention.person is not None or mention.sex is not None
            if role in ("subject", "joint", "introduced", "wanted") and is_named:
                taken, turned = False, True
            elif role == "object":
                taken |= self._may_take_over(name)
            self._act(role, name)
            # 自己 and 家 are of whoever is spoken of.
            if doubted or (self._open_pronoun and mention.person is None) or (self._rival and not turned):
                self._certain = False
            previous = mention
        self._close(end)
        stop = self.text[end : end + 1]
        is_asked = self.wanted or self.questioned
        if stop in (":", "：") and self.marks.has("quotes", self.text[start:end]) and not is_asked:
            # 网友问：我……: what somebody else says of himself.
            self._supposed = True
        # What goes on after somebody else was named may be said of that one, until a subject is named.
        self._rival = stop in (",", "，") and (taken or (self._rival and not turned))
        self._certain = not self._rival
        self._supposed &= stop not in SENTENCE_ENDS

    def _open(self, start: int, end: int, named: Sequence[Mention]) -> bool:
        """Whether all that the clause says is in doubt: supposed, or of several who are told apart."""
        clause = self.text[start:end]
        if self._people[0].circle == "body" and self._people[0] != OWN_BODY:
            # 厂里把我辞了，交不起社保: what goes on without a subject is not said of somebody else's firm.
            self._people = self._spoken_of
        self._at = self._begins = start
        self._named = self._for_me = False
        self._asks = self.text[end : end + 1] in ("?", "？") or (
            self.marks.has("question", clause.strip().removesuffix("着呢"))
            and not is_relative(clause, self.text[:start])
        )
        self.not_own |= self.marks.has("not_own", clause)
        if self.marks.has("asks_own", clause):
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
        self._supposed |= self.marks.has("supposed", clause)
        counted = self.marks.after("counted", clause) is not None
        # 最老的能领多少: it is for one of those who were named.
        self.not_own |= counted and self._asks and not self.is_english
        doubted = self._supposed or counted or self.marks.has("distributive", clause)
        self._certain &= not doubted
        return doubted

    def _turn(self, *people: Person, certain: bool = True, scope: Scope = "person") -> None:
        if self._people[0].circle != "body":
            self._spoken_of = self._people
        self._people, self._certain, self._scope = people, certain, scope

    def _close(self, until: int, speaks: bool = True) -> None:
        """Ends the stretch here; `speaks` is False if it only brings somebody in or says that something is asked."""
        if self.text[self._at : until].strip():
            begins = min(max(self._begins, self._at), until)
            rest, named = self.text[begins:until], self._named and speaks
            echo = False if self.marks.after("echo_no", rest) else True if self.marks.after("echo_yes", rest) else None
            self.employs |= self._people == (SELF,) and self.marks.has("hiring", rest) and not rest.endswith("的")
            where = (self._people, self._at, until, begins, self._certain)
            self.stretches.append(Stretch(*where, self._asks, named, self._scope, echo))
            self.dead |= {each for each in self._people if each != SELF and self.marks.has("dead", rest)}
            if self._asks and self._for_me:
                self.questioned.append(SELF)
            elif self._asks and named and self._certain and self._scope == "person":
                self.questioned += [
                    CLIENT if each == CROWD else each
                    for each in self._people
                    if each.circle not in ("body", "crowd") or each in (OWN_BODY, CROWD)
                ]
        self._at = self._begins = until
        self._named = False

    # Whom a name stands for.

    def _name(self, words: Sequence[Unit], mention: Mention, end: int, previous: Mention | None) -> Name:
        is_own = mention.own or (mention.person is None and mention.sex is not None) or mention.person == SELF
        before, after = self.text[self._at : mention.start], self.text[mention.end : end]
        inside = [each for each in words if each.start >= self._at or each.mention]
        return Name(
            mention,
            self._who(mention),
            governor(inside, is_own=is_own),
            before,
            after,
            previous,
            self.text,
            self.marks,
            self._people,
            tuple(self._known),
            self._named,
            not self.stretches,
        )

    def _who(self, mention: Mention) -> Person:
        """Whom a mention stands for: a pronoun for the last one named whom it fits, 自己 and 家 for the subject."""
        if mention.person is None:
            return self._people[0] if mention.sex is None else self._pronoun(mention.sex)
        if mention.own and "body" in (mention.person.circle, mention.through):
            self.employs |= not self.is_english or not self.marks.before("through", self.text[: mention.start])
        bare = (
            self.employs
            and mention.through is None
            and not re.match(r"(?:an?|the|her|his) ", self.text[mention.start :])
        )
        # 厂里 is where somebody works.
        is_own = (mention.own or bare) and self.text[mention.end - 1] != "里"
        return OWN_BODY if mention.person.circle == "body" and is_own else mention.person

    def _pronoun(self, sex: str) -> Person:
        several = ("parents", "parents-in-law", "siblings")
        known = [one for one in reversed(self._known) if one.sex in (None, sex) and one.en not in several]
        known = [one for one in known if one.sex or not self.is_english] or known
        fitting = [one for one in known if one in (*self.wanted, *self.questioned)] or known
        # Between two whom the pronoun fits, the subject of the clause before is meant; where neither is, it stays open.
        self._open_pronoun = len({*fitting}) > 1 and fitting[0] not in self._people
        person = next(iter(fitting), replace(CLIENT, sex=sex, key="pronoun"))
        if self.is_english:
            # 他 is written of a woman too, 她 of whom a child is.
            self.sexes.setdefault(person, sex)
        return person

    def _may_take_over(self, name: Name) -> bool:
        """Whether the next clause may go on with an object: one that ends the clause or has words of its own, no child looked after."""
        if not name.is_other:
            return False
        looks_after = self.marks.before("looks_after", name.before)
        if looks_after and name.person.en == "child":
            return False
        return not name.after.strip(" 了的") or (name.before.endswith("的") and not looks_after)

    # What follows from it.

    def _act(self, role: str, name: Name) -> None:
        mention, person = name.mention, name.person
        if name.is_other and self.marks.before("wants_for", name.before):
            self.wanted.append(person)
        if role == "joint":
            self._turn(*self._people, person)
            self._begins = mention.end
        elif role == "identified":
            # He is my cousin: the pronoun stands for the cousin.
            self._known = [one for one in self._known if one.key != "pronoun"]
            self._turn(person)
            self._begins = mention.end
        elif role == "wanted":
            person = OWN_BODY if person.zh == BOSS else person
            self.wanted += dict.fromkeys(self._known) if person.circle == "crowd" else [person]
            self._close(mention.start, speaks=False)
            self._turn(person)
            self._begins = mention.end
        elif role == "introduced":
            own = self._people == (SELF,) and (self._named or bool(self.stretches))
            self._owns(name)
            self._close(mention.start, speaks=False)
            self._turn(person, certain=not own or re.sub(r"[了呢啊]$", "", name.after).strip() != "")
            self._begins, self._named = mention.end, True
        elif role == "employer":
            self._turn(OWN_BODY)
            self.employs = True
        elif role == "object" and name.is_other:
            self._object(name)
        elif role == "object":
            if name.before.endswith(("把", "将")):
                self.owned.append((mention.start - 1, mention.end + len(name.after), person))
            # 她能不能带上我: what is asked is for the speaker.
            self._for_me |= person == SELF and self._people != (SELF,)
        elif role == "subject":
            self._subject(name)
        if name.is_other and role != "skip" and (self._certain or role != "subject"):
            # Whose son he is goes on being the one that 他 stands for.
            whose = [self._known[-1] if self._known else replace(CLIENT, key="pronoun")] if mention.of_pronoun else []
            self._known += [person, *whose]

    def _owns(self, name: Name) -> None:
        """The words that describe an object: after the verb before it, in English (I teach deaf children) all of them."""
        verbs = [match.end() for match in self.marks.found("verb", name.before)]
        if self.is_english and not self.marks.has("finite", name.before):
            verbs.append(0)
        start = name.mention.start - len(name.before) + max(verbs, default=len(name.before))
        self.owned.append((start, name.mention.end, name.person))

    def _object(self, name: Name) -> None:
        self._owns(name)
        if not self.is_english and not self._named and name.before.endswith("的") and name.after:
            # In 在外地打工的丈夫瘫了 he is the subject, in 照顾残疾的丈夫没法上班 he is not.
            self._close(name.mention.end)
            self._certain = False
        elif self.is_english and name.mention.person is not None:
            # What follows may describe either: a blind man of 47, with my mother in Linyi.
            self._close(name.mention.end)
            if name.person.en == "client" and not any(each.named for each in self.stretches):
                self._turn(name.person)
            else:
                self._certain = False

    def _subject(self, name: Name) -> None:
        mention, person, before = name.mention, name.person, name.before
        if name.previous and _ONE_OF.match(self.text[name.previous.end : mention.start]):
            # 我一个残疾的朋友: what stands between describes the one who is named.
            self._close(name.previous.end)
        elif before.strip() and (self._named or name.governed not in ("start", "described")):
            # In 我老公残疾儿子上学 the word may describe either.
            is_clear = self.is_english or mention.own or mention.person is None or before[-1] in _ENDS_A_SAYING
            self._certain &= is_clear or name.governed not in ("state", "described")
            self._close(mention.start, speaks=name.governed != "say")
        if person != SELF and self.marks.after("told_to_ask", name.after):
            self.wanted.append(OWN_BODY if person.zh == BOSS or person.circle == "body" else person)
        bare = (
            not self.is_english and mention.person is not None and not mention.own and person.circle in ("home", "kin")
        )
        # 邻居生病，父亲残疾: whose father that is, the words do not say.
        whose = bare and any(each.circle == "other" for each in self._people)
        both = mention.scope == "household" and mention.person is None and person.circle == "home"
        self._turn(*((SELF, person) if both else (person,)), certain=not whose, scope=mention.scope)
        self._begins, self._named = mention.end, True
