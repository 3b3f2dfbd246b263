# ruff: noqa: N818 - an error is named for what is wrong: UnknownRegion, InvalidQuestion
"""Every error the knowledge base raises on purpose.

    KnowledgeBaseError
    ├── CorpusError          a corpus folder or one of its files cannot be used
    │   ├── CatalogError     catalog.yaml is wrong or contradicts a text
    │   ├── CardError        benefits.yaml is wrong
    │   └── FactsError       facts.yaml is wrong
    ├── InvalidQuestion      empty, too long, or without a word in it
    ├── InvalidInput         any other value a person typed: a date, a batch line, a document
    │   ├── InvalidProfile   a profile with an impossible value or a contradiction
    │   ├── UnknownRegion    a region that is no place
    │   ├── UnknownDocument  a document the store does not hold
    │   ├── UnknownClause    a clause the store does not hold
    │   ├── NoPicture        a page that cannot be shown: the source is no PDF, has no such page, or is gone
    │   └── TableError       a spreadsheet that cannot be read or written
    ├── LexiconError         a lexicon file is wrong
    ├── GateError            a quote does not stand in its clause: the answer is blocked
    ├── FeedbackError        feedback cannot be written or read, or there is none of that number
    ├── UsersError           the users file is wrong, or a name or password unfit for it
    ├── AuditError           the record of who did what cannot be written, or is not what was written
    ├── KeptWorkError        the kept work of signed-in users cannot be read or written
    ├── CountsError          the counts of questions cannot be read or written
    ├── SummaryError         the language model's server is set wrongly, or does not answer
    ├── DraftError           a file handed in cannot be taken among the drafts, or a draft be decided on as it stands
    ├── BackupError          a backup cannot be made, read or restored
    ├── KeysError            the keys file is wrong, or a key's name or rate unfit for it
    └── StoreError           the store is missing, outdated or damaged

Each message is one line: the cause, then the remedy, Chinese first.
"""

from __future__ import annotations

from kb.messages import SaidError


class KnowledgeBaseError(SaidError):
    """Root of all declared failures; `str()` is one line with cause and remedy, in both languages."""


class CorpusError(KnowledgeBaseError):
    """A corpus folder or one of its files cannot be used."""


class CatalogError(CorpusError):
    """`catalog.yaml` is wrong, incomplete or contradicts a text."""


class CardError(CorpusError):
    """`benefits.yaml` is wrong; the message names the line."""


class FactsError(CorpusError):
    """`facts.yaml` is wrong; the message names the line."""


class InvalidQuestion(KnowledgeBaseError):
    """The question is empty, too long or holds no word."""


class InvalidInput(KnowledgeBaseError):
    """Another value a person typed cannot be used."""


class InvalidProfile(InvalidInput):
    """A profile states something impossible or contradicts itself; `field` names the fact, which `str()` puts before the message."""

    def __str__(self) -> str:
        name, said = self.field, self.message
        return f"{name}：{said.zh} {name}: {said.en}" if name else str(said)


class UnknownRegion(InvalidInput):
    """The region given is no place; the message names the nearest ones."""


class UnknownDocument(InvalidInput):
    """The document given is not in the store; the message names the nearest ones."""


class UnknownClause(InvalidInput):
    """The clause given is not in the store."""


class NoPicture(InvalidInput):
    """The page given cannot be shown: the source is no PDF, has no such page, or its file is gone."""


class TableError(InvalidInput):
    """A spreadsheet cannot be read or written; the message names the file and, where it can, the row."""


class LexiconError(KnowledgeBaseError):
    """A lexicon file is wrong; the message names file and line."""


class GateError(KnowledgeBaseError):
    """A quote does not stand word for word in its clause, so the answer is not given."""


class FeedbackError(KnowledgeBaseError):
    """Feedback cannot be written or read, or no entry has the number."""


class UsersError(KnowledgeBaseError):
    """The users file cannot be used, or a name or password cannot stand in it; a wrong line is named by its number."""


class AuditError(KnowledgeBaseError):
    """The record of who did what cannot be read or written, or is not what was written."""


class KeptWorkError(KnowledgeBaseError):
    """The kept work of signed-in users cannot be read or written."""


class CountsError(KnowledgeBaseError):
    """The counts of questions cannot be read or written."""


class DraftError(KnowledgeBaseError):
    """A file handed in cannot be taken among the drafts, or a draft cannot be decided on as it stands."""


class BackupError(KnowledgeBaseError):
    """A backup cannot be made, read or restored; what it was to replace is as it was."""


class KeysError(KnowledgeBaseError):
    """The keys file cannot be used, or a key cannot stand in it."""


class StoreError(KnowledgeBaseError):
    """The store is missing, outdated or damaged."""


class SummaryError(KnowledgeBaseError):
    """The language model's server is set wrongly, does not answer in time or says what cannot be used."""
