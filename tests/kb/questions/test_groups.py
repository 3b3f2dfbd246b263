"""Residents of Hong Kong, Macao and Taiwan are a group, as their papers are theirs, not places whose rules are asked for."""

from __future__ import annotations

from every import every

from kb.language import Gazetteer, Lexicon
from kb.questions import understand


@every(
    ("text", "places", "added"),
    [
        ("Can Hong Kong, Macao and Taiwan residents rent a flat in Guangzhou?", ["广州市"], "港澳台"),
        ("Which grants do Hong Kong and Macao youth get?", [], "港澳"),
        ("香港、澳门居民能申请吗", [], "港澳"),
        ("台湾同胞有补贴吗", [], "台湾"),
        ("有香港驾照的人在临沂能换证吗", ["临沂市"], "香港"),
        ("Is a Macao degree recognised in Linyi?", ["临沂市"], "澳门"),
        ("香港的补贴有多少", ["香港特别行政区"], ""),
        ("Linyi residents without work", ["临沂市"], ""),
    ],
)
def test_a_group_is_no_place(text: str, places: list[str], added: str) -> None:
    asked = understand(text, Lexicon.load(), Gazetteer.load())
    assert [mention.place.name for mention in asked.places] == places
    assert not added or added in asked.expansion
