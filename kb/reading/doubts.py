"""Why a range of a text may not be what is printed: the reasons that readers name by a word, with what is said of each."""

from __future__ import annotations

from kb.shipped import shipped_messages

DoubtfulRange = tuple[int, int, str]  # start, end, a key of DOUBTS
DOUBTS = shipped_messages("doubtful")
