"""A summary as programs get it: in the answer object and above the quotes of a chat."""

from __future__ import annotations

from model_server import blocks, fake_server
from starlette.testclient import TestClient

from api.application import create_api
from api.doors import Doors
from kb.settings import Settings
from kb.store import KnowledgeBase
from kb.summaries import Summaries

QUESTION = "临沂市一次性创业补贴是多少？"
LOAN = "海南省的创业担保贷款额度是多少？"


def test_a_summary_is_told_by_every_door_that_answers(base: KnowledgeBase):
    with fake_server() as server:
        doors = Doors(base, summaries=Summaries.of(Settings(llm=server.address)))
        with TestClient(create_api(doors), base_url="http://localhost") as client:
            asked = {"question": QUESTION, "as_of": "2018-01-01"}
            first = client.post("/v1/ask", json=asked).json()
            assert first["summary"] == {"blocks": [], "kept": 0, "fallen_back": 0}
            quote = first["answer"][0]["text"]
            wrong = quote.replace("2000元", "3000元")
            assert wrong != quote
            server.way = blocks(([1], quote), ([2], wrong))
            found = client.post("/v1/ask", json=asked).json()
            assert found["summary"]["kept"] == 1 and found["summary"]["fallen_back"] == 1
            assert found["summary"]["blocks"] == [{"text": quote, "citations": [1]}]
            # The same words as the quote's: the notes must not point into the summary.
            asked = {"question": LOAN, "as_of": None}
            quote = client.post("/v1/ask", json=asked).json()["answer"][0]["text"]
            server.way = blocks(([1], quote))
            turn = {"role": "user", "content": LOAN}
            said = client.post("/v1/chat/completions", json={"model": "policy-kb", "messages": [turn]}).json()
            message = said["choices"][0]["message"]
            assert said["policy_kb"]["summary"]["kept"] == 1 and message["content"].count(quote) == 2
            note = message["annotations"][0]["url_citation"]
            assert note["start_index"] == message["content"].rindex(quote)
