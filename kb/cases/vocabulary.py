"""How people say the facts of a corpus: the phrases of kb/data/facts.yaml and of an office's facts.yaml.

With the facts go what else such a file holds: the kinds of benefit, by what words a sentence grants one, and whom to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TypeAlias

from kb.cases.fact_file import FactFile, Phrases, Saying, facts_of, load_fact_file, stated_value, wrong_place
from kb.cases.facts import Facts, FactValue
from kb.cases.marks import Marks
from kb.cases.phrases import PhraseError, PhrasePattern
from kb.files import YamlFile, YamlPath, shipped_yaml
from kb.messages import Message
from kb.records import Language

LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True)
class Rule:
    """Words that state a value of a fact: a number's is the number in them (None).

    `also` is what else they state, `after` a fact that must have been spoken of before.
    """

    fact: str
    value: FactValue | None
    patterns: Mapping[Language, PhrasePattern]
    also: tuple[tuple[str, FactValue], ...] = ()
    after: str | None = None


@dataclass(frozen=True)
class BenefitKind:
    """A kind of benefit with the words by which a sentence grants it."""

    name: str
    title: Message
    cues: PhrasePattern


@dataclass(frozen=True)
class Contact:
    """Whom to ask, as a sentence, and the telephone number in it."""

    said: Message
    phone: str


@dataclass(frozen=True)
class Vocabulary:
    """The facts of a corpus and the words for them; `names` are names of things that hold words of facts and state nothing."""

    facts: Facts
    rules: tuple[Rule, ...]
    names: Mapping[str, Mapping[Language, PhrasePattern]]
    things: Mapping[Language, PhrasePattern]
    kinds: tuple[BenefitKind, ...]
    gives: PhrasePattern
    contact: Contact
    office: FactFile | None = None

    @classmethod
    @cache
    def builtin(cls) -> Vocabulary:
        """That of the package."""
        return cls.of(None)

    @classmethod
    def of(cls, office: FactFile | None, lines: YamlFile | None = None) -> Vocabulary:
        """The package's with an office's file; FactsError for what does not fit, with its line where `lines` has it."""
        own = _own_file()
        files = [own, *([office] if office else [])]
        try:
            return _merged(files, facts_of(own, office, lines), office, checked=lines is not None)
        except _UnreadableError as fault:
            raise wrong_place(lines, fault.place, *fault.args) from fault

    @classmethod
    def of_corpus(cls, corpus: Path) -> Vocabulary:
        """That of a corpus folder; FactsError names the line of its facts.yaml."""
        loaded = load_fact_file(corpus)
        return cls.of(*loaded) if loaded else cls.builtin()


class _UnreadableError(Exception):
    """A phrase that cannot be read (Chinese, English), with its place in the file."""

    def __init__(self, place: YamlPath, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.place = place


@cache
def _own_file() -> FactFile:
    text = resources.files("kb").joinpath("data/facts.yaml").read_text(encoding="utf-8")
    return FactFile.model_validate(shipped_yaml(text))


_ByLanguage: TypeAlias = Mapping[Language, PhrasePattern]
_MakesPatterns: TypeAlias = Callable[[YamlPath, Phrases], _ByLanguage]
"""The phrases that stand at a place of a file, as patterns."""


def _edges(language: Language) -> tuple[str, str]:
    return Marks.of(language).edges


def _merged(files: list[FactFile], facts: Facts, office: FactFile | None, *, checked: bool) -> Vocabulary:
    parts: dict[Language, dict[str, str]] = {
        language: {name: words for file in files for name, words in file.parts.get(language, {}).items()}
        for language in LANGUAGES
    }

    def patterns(place: YamlPath, entry: Phrases) -> _ByLanguage:
        found = {
            language: PhrasePattern(getattr(entry, language), language, parts[language], partial(_edges, language))
            for language in LANGUAGES
        }
        for language, pattern in found.items() if checked else ():
            try:
                _ = pattern.compiled
            except PhraseError as error:
                zh, _, en = str(error).partition(" (")
                raise _UnreadableError((*place, language), zh, en.removesuffix(")")) from error
        return found

    rules, names = _rules(files, patterns)
    joined = Phrases(zh="、".join(file.things.zh for file in files), en="; ".join(file.things.en for file in files))
    kinds = tuple(
        BenefitKind(name, Message(entry.zh, entry.en), patterns(("kinds", name, "cues"), Phrases(zh=entry.cues))["zh"])
        for file in reversed(files)
        for name, entry in file.kinds.items()
    )
    gives = patterns(("gives",), Phrases(zh="、".join(file.gives for file in files)))["zh"]
    contact = next(file.contact for file in reversed(files) if file.contact)
    return Vocabulary(
        facts,
        rules,
        names,
        patterns(("things",), joined),
        kinds,
        gives,
        Contact(Message(contact.zh, contact.en), contact.phone),
        office,
    )


def _rules(files: list[FactFile], patterns: _MakesPatterns) -> tuple[tuple[Rule, ...], dict[str, _ByLanguage]]:
    """What says each fact, and what says it only seemingly, by the fact's name, with `=value` or `+number` of a phrase of its own."""
    rules: list[Rule] = []
    names: dict[str, _ByLanguage] = {}
    for file in files:
        for name, entry in file.facts.items():
            place: YamlPath = ("facts", name)
            said: list[tuple[YamlPath, FactValue | None, Saying]] = [
                ((*place, "said"), None if entry.kind == "number" else each.value, each) for each in entry.said
            ]
            for value, choice in entry.choices.items():
                said += [((*place, "choices", value, "said"), value, each) for each in choice.said]
                names[f"{name}={value}"] = patterns((*place, "choices", value, "except"), choice.excepted)
            rules += [Rule(name, value, patterns(at, each), _also(each), each.after) for at, value, each in said]
            names[name] = patterns((*place, "except"), entry.excepted)
        for name, many in file.words.items():
            for number, each in enumerate(many):
                stated = stated_value(each.value)
                if each.instead:
                    rules = [rule for rule in rules if (rule.fact, rule.value) != (name, stated)]
                rules.append(Rule(name, stated, patterns(("words", name, number), each)))
                names[f"{name}+{number}"] = patterns(("words", name, number, "except"), each.excepted)
    return tuple(rules), names


def _also(entry: Saying) -> tuple[tuple[str, FactValue], ...]:
    return tuple((name, stated_value(value)) for name, value in entry.also.items())
