"""The knowledge base as an MCP server: eight tools that only read, and every clause as a resource.

The package `mcp` speaks the revisions 2025-11-25 and 2026-07-28. "Not found" is a result; an error is what could not be done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import ConfigDict, Field, ValidationError
from starlette.applications import Starlette

from api.arguments import faults_of
from api.doors import Doors, filters_of
from api.objects import DocumentsObject, HitsObject, LookedUpClauseObject, LookedUpDocumentObject
from kb.errors import KnowledgeBaseError, UnknownClause
from kb.objects import AnswerObject, ComparisonObject, ReportObject, SituationObject
from kb.records import Language

INSTRUCTIONS = (
    "Chinese government policy notices, quoted word for word. Quote `answer[].text` as it stands and cite `citations[].line`. "
    "A status other than `answered` means that the texts held do not say: do not answer from elsewhere as if they did. "
    "Say what `notices` say; a text whose `validity` is `expired` or `superseded` is no current rule."
)
MOST_BYTES = 4 * 1024 * 1024
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_Result = TypeVar("_Result")

Question = Annotated[str, Field(description="A question in Chinese or English, at most 500 characters.")]
Region = Annotated[str | None, Field(description="A place: its rules and those of the places around it.")]
Document = Annotated[str | None, Field(description="One document: its number (文号), id or title.")]
AsOf = Annotated[str | None, Field(description="The day that validity is judged by, YYYY-MM-DD; today if left out.")]
InForce = Annotated[bool, Field(description="Only rules that are stated to be in force on that day.")]


class Tools:
    """The tools over these doors; a method's name, its signature and its docstring are what an assistant is told of it."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def ask(
        self,
        question: Question,
        region: Region = None,
        document: Document = None,
        as_of: AsOf = None,
        in_force: InForce = False,
        language: Annotated[Language | None, Field(description="The frame's language; quotes stay Chinese.")] = None,
    ) -> AnswerObject:
        """Answer a question with the clause's own words, its citation, and whether it is in force. `not_found` is an answer."""
        return _done(
            lambda: self._doors.ask(question, filters_of(region, document, as_of, in_force=in_force), language)
        )

    def search(
        self,
        question: Question,
        k: Annotated[int, Field(ge=1, le=100, description="How many clauses.")] = 10,
        region: Region = None,
        document: Document = None,
        as_of: AsOf = None,
        in_force: InForce = False,
    ) -> HitsObject:
        """Rank clauses by a question or keywords; they are candidates, not answers."""
        return _done(lambda: self._doors.search(question, k, filters_of(region, document, as_of, in_force=in_force)))

    def get_clause(
        self,
        clause_id: Annotated[str, Field(description="As `citations[].clause_id` or `hits[].clause_id` give it.")],
        as_of: AsOf = None,
    ) -> LookedUpClauseObject:
        """One clause whole, with those below it, its document and its validity. `not_held` is an answer."""
        return _done(lambda: self._doors.look_up_clause(clause_id, as_of))

    def list_documents(self, as_of: AsOf = None) -> DocumentsObject:
        """All documents held, with number, region, dates and validity on a day."""
        return _done(lambda: self._doors.documents(as_of))

    def check_validity(
        self,
        document: Annotated[str, Field(description="The document's number (文号), id or title.")],
        as_of: AsOf = None,
    ) -> LookedUpDocumentObject:
        """Whether a document holds on a day, the words that prove it, and what others decide of it. `not_held` is an answer."""
        return _done(lambda: self._doors.look_up_document(document, as_of))

    def match_benefits(
        self,
        situation: Annotated[str | None, Field(description="The case in words.")] = None,
        profile: Annotated[
            dict[str, Any] | None, Field(description="Or its facts, `situation.profile` corrected.")
        ] = None,
        as_of: AsOf = None,
    ) -> SituationObject:
        """The benefits that apply or may apply in a person's or an employer's case, what is missing and what fails, with quotes."""
        return _done(lambda: self._doors.match(situation, profile, as_of))

    def compare(
        self,
        subject: Question,
        sides: Annotated[list[str], Field(description="Two to four regions, document numbers or years.")],
        as_of: AsOf = None,
    ) -> ComparisonObject:
        """What several regions, documents or years say on one subject, differences marked."""
        return _done(lambda: self._doors.compare(subject, sides, as_of))

    def verify(
        self,
        draft: Annotated[str, Field(description="The text of a letter or an answer, before it goes out.")],
        as_of: AsOf = None,
    ) -> ReportObject:
        """Hold a draft's quotations, titles, numbers, clauses, figures and words on validity against the texts, claim by claim."""
        return _done(lambda: self._doors.verify(draft, as_of))

    def clause(self, document: str, address: str) -> str:
        """A clause by its document's id and its address, percent-encoded."""
        try:
            return self._doors.clause_at(unquote(document), unquote(address)).model_dump_json(
                by_alias=True, exclude_unset=True
            )
        except UnknownClause as error:
            raise ResourceNotFoundError(str(error)) from error
        except KnowledgeBaseError as error:
            raise ResourceError(str(error)) from error


def mcp_server(doors: Doors) -> MCPServer[Any]:
    """The server over these doors; nothing of a question is logged."""
    tools = Tools(doors)
    titled: dict[str, Callable[..., Any]] = {
        "Ask": tools.ask,
        "Search": tools.search,
        "Get a clause": tools.get_clause,
        "List documents": tools.list_documents,
        "Check validity": tools.check_validity,
        "Match benefits": tools.match_benefits,
        "Compare": tools.compare,
        "Verify a draft": tools.verify,
    }
    server: MCPServer[Any] = MCPServer(
        "policy-kb",
        instructions=INSTRUCTIONS,
        tools=[_tool(title, work) for title, work in titled.items()],
        log_level="ERROR",
    )
    server.resource("policy://{document}/{address}", name="clause", mime_type="application/json")(tools.clause)
    return server


class _Told(Tool):
    """A tool that tells a wrong argument in a sentence, where the SDK passes on pydantic's lines."""

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:  # noqa: ANN401
        """The tool's result; ToolError that names each wrong argument, what is wrong with it, and what there is instead."""
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as error:
            if isinstance(error, UnexpectedToolError) or not isinstance(error.__cause__, ValidationError):
                raise
            raise ToolError(str(faults_of(error.__cause__, list(self.parameters["properties"])))) from error.__cause__


def _tool(title: str, work: Callable[..., Any]) -> Tool:
    """A tool that refuses an argument it does not know: with as_off passed over, the answer would be today's."""
    tool = _Told.from_function(work, title=title, annotations=_READS)
    known = tool.fn_metadata.arg_model
    strict: type[ArgModelBase] = type(known.__name__, (known,), {"model_config": ConfigDict(extra="forbid")})
    tool.fn_metadata.arg_model = strict
    tool.parameters = strict.model_json_schema(by_alias=True)
    return tool


def mcp_over_http(doors: Doors, hosts: Sequence[str], origins: Sequence[str]) -> Starlette:
    """The same server on `/mcp` (Streamable HTTP), without sessions: each request stands alone and leaves nothing behind.

    It answers to these hosts, on any port, and to pages of these origins only. Its lifespan must run while it is asked.
    """
    return mcp_server(doors).streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=MOST_BYTES,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection="*" not in hosts,
            allowed_hosts=[name for host in hosts for name in (host, f"{host}:*")],
            allowed_origins=list(origins),
        ),
    )


def _done(work: Callable[[], _Result]) -> _Result:
    """What the work gives; a declared failure becomes the tool's error, with cause and remedy."""
    try:
        return work()
    except KnowledgeBaseError as error:
        raise ToolError(str(error)) from error
