"""One question to an OpenAI-compatible server, bounded in time and size: `POST …/chat/completions`, the reply as text.

The server is this machine's unless a setting says that questions may leave it; no proxy is asked and no redirect followed, so that they go
nowhere else. A reply that is late, too long, compressed or no completion is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any, Final

import httpx
from pydantic import BaseModel, ValidationError

from kb.errors import SummaryError
from kb.settings import Settings

SECONDS: Final = 2.0
"""How long an answer waits for its summary."""
_MOST_BYTES: Final = 64 * 1024
_AT_ONCE: Final = 4


class _Said(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Said
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice]


class ModelServer:
    """The server that the settings name; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        """SummaryError for an address that is none, or is another machine's without leave."""
        self._address = _address(settings.llm or "", remote=settings.llm_remote)
        self._model = settings.llm_model
        self._key = settings.llm_key.get_secret_value() if settings.llm_key else ""
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="summary")

    def reply(self, told: str, asked: str, schema: Mapping[str, Any]) -> str:
        """What the model says to `asked`, by a JSON schema, told how; SummaryError where nothing usable comes within SECONDS.

        A server without structured output may disregard the schema: what is said is checked by whoever asks.
        """
        body = {
            "model": self._model,
            "messages": [{"role": "system", "content": told}, {"role": "user", "content": asked}],
            "temperature": 0,
            "max_tokens": 1200,
            "stream": False,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "blocks", "strict": True, "schema": dict(schema)},
            },
        }
        # Not awaited where it is asked: whoever asks may have a loop of its own running.
        waiting = self._threads.submit(self._posted, body)
        try:
            (choice, *_) = _Completion.model_validate_json(waiting.result(SECONDS)).choices
        except (TimeoutError, httpx.HTTPError, ValidationError, ValueError) as error:
            waiting.cancel()
            raise _failed(error) from None
        if choice.finish_reason not in (None, "stop"):
            raise _failed(ValueError(choice.finish_reason))
        return choice.message.content

    def _posted(self, body: Mapping[str, Any]) -> bytes:
        return asyncio.run(asyncio.wait_for(self._post(body), SECONDS))

    async def _post(self, body: Mapping[str, Any]) -> bytes:
        headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        async with (
            # trust_env: a proxy of the environment would carry the question elsewhere.
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS, headers=headers) as client,
            client.stream("POST", self._address, json=body) as response,
        ):
            if response.status_code != 200:
                raise httpx.ProtocolError(f"HTTP {response.status_code}")
            received = bytearray()
            async for piece in response.aiter_raw():
                received += piece
                if len(received) > _MOST_BYTES:
                    raise httpx.ProtocolError(f"more than {_MOST_BYTES} bytes")
            return bytes(received)


def _address(named: str, *, remote: bool) -> str:
    try:
        url = httpx.URL(named)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.query or url.fragment:
        raise SummaryError(
            "POLICY_KB_LLM 不是地址：应形如 http://127.0.0.1:11434/v1。",
            "POLICY_KB_LLM is no address: write http://127.0.0.1:11434/v1.",
        )
    if not remote and not _is_this_machine(url.host):
        raise SummaryError(
            f"POLICY_KB_LLM 是别的机器（{url.host}），问题会离开本机：确实允许时设 POLICY_KB_LLM_REMOTE=true。",
            "POLICY_KB_LLM is another machine, and questions would leave this one: set POLICY_KB_LLM_REMOTE=true to allow it.",
        )
    return f"{str(url).rstrip('/')}/chat/completions"


def _is_this_machine(host: str) -> bool:
    """Whether a host is this machine by its own name or number; other names are whatever a name server says."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _failed(error: Exception) -> SummaryError:
    # A validation error repeats what was received, and that may repeat the question.
    why = "no completion" if isinstance(error, ValidationError) else str(error) or type(error).__name__
    return SummaryError(
        f"模型没有可用的答复（{why}），这次没有摘要：请检查 POLICY_KB_LLM 所指的服务。",
        f"No usable reply of the model ({why}), so no summary this time: look at the server of POLICY_KB_LLM.",
    )
