"""The knowledge base as an MCP server: eight tools that only read, and every clause as a resource.

The package `mcp` speaks the revisions 2025-11-25 and 2026-07-28. "Not found" is a result; an error is what could not be done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from api.doors import Doors, filters_of
from api.objects import DocumentsObject, HeldClauseObject, HitsObject
from kb.errors import KnowledgeBaseError, UnknownClause
from kb.objects import AnswerObject, ComparisonObject, DocumentObject, ReportObject, SituationObject
from kb.records import Language

INSTRUCTIONS = (
    "Chinese government policy notices, quoted word for word. Quote `answer[].text` as it stands and cite `citations[].line`. "
    "A status other than `answered` means that the texts held do not say: do not answer from elsewhere as if they did. "
    "Say what `notices` say; a text whose `validity` is `expired` or `superseded` is no current rule."
)
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_Result = TypeVar("_Result")

Question = Annotated[str, Field(description="A question in Chinese or English, at most 500 characters.")]
Region = Annotated[str | None, Field(description="A place: its rules and those of the places around it.")]
Document = Annotated[str | None, Field(description="One document: its number (文号), id or title.")]
AsOf = Annotated[str | None, Field(description="The day that validity is judged by, YYYY-MM-DD; today if left out.")]
InForce = Annotated[bool, Field(description="Only rules that are stated to be in force on that day.")]


def mcp_server(doors: Doors) -> MCPServer[Any]:
    """The server over these doors; nothing of a question is logged."""
    server: MCPServer[Any] = MCPServer("policy-kb", instructions=INSTRUCTIONS, log_level="ERROR")

    @server.tool(title="Ask", annotations=_READS)
    def ask(
        question: Question,
        region: Region = None,
        document: Document = None,
        as_of: AsOf = None,
        in_force: InForce = False,
        language: Annotated[Language | None, Field(description="The frame's language; quotes stay Chinese.")] = None,
    ) -> AnswerObject:
        """Answer a question with the clause's own words, its citation, and whether it is in force. `not_found` is an answer."""
        return _done(lambda: doors.ask(question, filters_of(region, document, as_of, in_force=in_force), language))

    @server.tool(title="Search", annotations=_READS)
    def search(
        question: Question,
        k: Annotated[int, Field(ge=1, le=100, description="How many clauses.")] = 10,
        region: Region = None,
        document: Document = None,
        as_of: AsOf = None,
        in_force: InForce = False,
    ) -> HitsObject:
        """Rank clauses by a question or keywords; they are candidates, not answers."""
        return _done(lambda: doors.search(question, k, filters_of(region, document, as_of, in_force=in_force)))

    @server.tool(title="Get a clause", annotations=_READS)
    def get_clause(
        clause_id: Annotated[str, Field(description="As `citations[].clause_id` or `hits[].clause_id` give it.")],
        as_of: AsOf = None,
    ) -> HeldClauseObject:
        """One clause whole, with those below it, its document and its validity."""
        return _done(lambda: doors.clause(clause_id, as_of))

    @server.tool(title="List documents", annotations=_READS)
    def list_documents(as_of: AsOf = None) -> DocumentsObject:
        """All documents held, with number, region, dates and validity on a day."""
        return _done(lambda: doors.documents(as_of))

    @server.tool(title="Check validity", annotations=_READS)
    def check_validity(
        document: Annotated[str, Field(description="The document's number (文号), id or title.")], as_of: AsOf = None
    ) -> DocumentObject:
        """Whether a document holds on a day, the words that prove it, and what others decide of it."""
        return _done(lambda: doors.validity(document, as_of))

    @server.tool(title="Match benefits", annotations=_READS)
    def match_benefits(
        situation: Annotated[str | None, Field(description="The case in words.")] = None,
        profile: Annotated[
            dict[str, Any] | None, Field(description="Or its facts, `situation.profile` corrected.")
        ] = None,
        as_of: AsOf = None,
    ) -> SituationObject:
        """The benefits that apply or may apply in a person's or an employer's case, what is missing and what fails, with quotes."""
        return _done(lambda: doors.match(situation, profile, as_of))

    @server.tool(title="Compare", annotations=_READS)
    def compare(
        subject: Question,
        sides: Annotated[list[str], Field(description="Two to four regions, document numbers or years.")],
        as_of: AsOf = None,
    ) -> ComparisonObject:
        """What several regions, documents or years say on one subject, differences marked."""
        return _done(lambda: doors.compare(subject, sides, as_of))

    @server.tool(title="Verify a draft", annotations=_READS)
    def verify(
        draft: Annotated[str, Field(description="The text of a letter or an answer, before it goes out.")],
        as_of: AsOf = None,
    ) -> ReportObject:
        """Hold a draft's quotations, titles, numbers, clauses, figures and words on validity against the texts, claim by claim."""
        return _done(lambda: doors.verify(draft, as_of))

    @server.resource("policy://{document}/{address}", name="clause", mime_type="application/json")
    def clause(document: str, address: str) -> str:
        """A clause by its document's id and its address, percent-encoded."""
        try:
            return doors.clause_at(unquote(document), unquote(address)).model_dump_json(
                by_alias=True, exclude_unset=True
            )
        except UnknownClause as error:
            raise ResourceNotFoundError(str(error)) from error
        except KnowledgeBaseError as error:
            raise ResourceError(str(error)) from error

    return server


def _done(work: Callable[[], _Result]) -> _Result:
    """What the work gives; a declared failure becomes the tool's error, with cause and remedy."""
    try:
        return work()
    except KnowledgeBaseError as error:
        raise ToolError(str(error)) from error
