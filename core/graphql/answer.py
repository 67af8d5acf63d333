"""The answer to one GraphQL request over HTTP, after the GraphQL-over-HTTP specification.

Our own handler, since the controller of the library keeps one response object for all requests at
once. Every error of an answer has a code; an unknown one is masked, with an id that is in the log.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from core.errors import Expected
from core.faults import contended, does_not_fit, unavailable
from core.graphql.context import Context
from core.graphql.limits import OPERATION_UNKNOWN, TEXT_INVALID, cap_errors
from core.graphql.schemas import Schema

log = structlog.get_logger("renda.graphql")

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"
SECONDS = 30
"""The longest an operation may run."""
VALUES_DEEP = 32
"""How many objects and lists of variables may lie one inside another."""


class Refusal(Exception):
    """The HTTP request itself cannot be served."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def as_errors(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"errors": [{"message": self.message, "extensions": {"code": self.code}}]}


@dataclass(frozen=True)
class Request:
    """A checked GraphQL request."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    read_only: bool


def choose_media_type(accept: str) -> str:
    """The media type of the answer; without a wish it is application/json.

    An event stream only where no JSON is wished: clients list it beside, for subscriptions.
    """
    wishes = _wishes(accept)
    for wish in wishes:
        if wish == GRAPHQL_JSON:
            return GRAPHQL_JSON
        if wish in (JSON, "application/*", "*/*"):
            return JSON
    if EVENT_STREAM in wishes:
        return EVENT_STREAM
    if wishes and "text/html" not in wishes:
        raise Refusal(406, "NOT_ACCEPTABLE", f"只能以 {GRAPHQL_JSON} 或 {JSON} 应答。")
    return JSON


def _wishes(accept: str) -> list[str]:
    return [part.partition(";")[0].strip().lower() for part in accept.split(",") if part.strip()]


def wants_stream(accept: str) -> bool:
    """Whether a subscription may be answered with an event stream."""
    return EVENT_STREAM in _wishes(accept)


class IsSubscription(Exception):
    """The operation is a subscription, which has not one answer but many."""


def read_body(content_type: str, body: bytes) -> Request:
    """A request sent by POST; only JSON, which a browser sends across origins after asking."""
    media, _, parameters = content_type.partition(";")
    if media.strip().lower() != JSON:
        raise Refusal(415, "MEDIA_TYPE", "请求须为 application/json。")
    if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
        raise Refusal(415, "MEDIA_TYPE", "请求须用 UTF-8 编码。")
    try:
        sent = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as fault:
        raise Refusal(400, "BODY_INVALID", "请求不是有效的 JSON。") from fault
    if not isinstance(sent, dict):
        raise Refusal(400, "BODY_INVALID", "请求须为一个 JSON 对象。")
    return checked(sent, read_only=False)


def read_parameters(parameters: dict[str, str]) -> Request:
    """A request sent by GET: queries only."""
    sent: dict[str, Any] = {
        key: parameters[key] for key in ("query", "operationName") if key in parameters
    }
    for name in ("variables", "extensions"):
        if parameters.get(name):
            try:
                sent[name] = msgspec.json.decode(parameters[name].encode())
            except (msgspec.DecodeError, UnicodeError, RecursionError) as fault:
                raise Refusal(400, "BODY_INVALID", f"{name} 不是有效的 JSON。") from fault
    return checked(sent, read_only=True)


def checked(sent: dict[str, Any], *, read_only: bool) -> Request:
    """The request of a JSON object, if everything in it is of its kind."""
    query, name = sent.get("query"), sent.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise Refusal(400, *QUERY_MISSING)
    if name is not None and not isinstance(name, str):
        raise Refusal(400, "BODY_INVALID", "operationName 须为文本。")
    for key in ("variables", "extensions"):
        if sent.get(key) is not None and not isinstance(sent[key], dict):
            raise Refusal(400, "BODY_INVALID", f"{key} 须为对象。")
    _check_values(sent.get("variables"))
    return Request(query, sent.get("variables"), name or None, read_only)


def _check_values(sent: Any) -> None:
    """Refuse what nothing can take: values nested without end, and a NUL in a text."""
    level, depth = [sent], 0
    while level:
        if depth > VALUES_DEEP:
            raise Refusal(400, "BODY_INVALID", f"variables 嵌套过深，最多{VALUES_DEEP}层。")
        inside = list[Any]()
        for one in level:
            if isinstance(one, dict):
                inside += [*one.keys(), *one.values()]
            elif isinstance(one, list):
                inside += one
            elif isinstance(one, str) and "\0" in one:
                raise Refusal(400, *TEXT_INVALID)
        level, depth = inside, depth + 1


async def execute(
    schema: Schema, request: Request, context: Context, media_type: str
) -> tuple[int, dict[str, Any]]:
    """Run the operation; the status and the body of the answer."""
    allowed = [OperationType.QUERY]
    if not request.read_only:
        allowed.append(OperationType.MUTATION)
    try:
        async with asyncio.timeout(SECONDS):
            result = await schema.execute(
                request.query,
                variable_values=request.variables,
                context_value=context,
                operation_name=request.operation_name,
                allowed_operation_types=allowed,
            )
    except TimeoutError:
        raise Refusal(503, *TIMEOUT) from None
    except MissingQueryError:
        raise Refusal(400, *QUERY_MISSING) from None
    except CannotGetOperationTypeError:
        raise Refusal(400 if media_type == GRAPHQL_JSON else 200, *OPERATION_UNKNOWN) from None
    except InvalidOperationTypeError as fault:
        if fault.operation_type is OperationType.SUBSCRIPTION:
            raise IsSubscription from None
        raise Refusal(405, "METHOD_NOT_ALLOWED", "GET 只能查询；办理请用 POST。") from None
    errors = cap_errors(result.errors or [])
    told = [tell(error) for error in errors]
    if result.data is None and not any(error.path for error in errors):
        return (400 if media_type == GRAPHQL_JSON else 200), {"errors": told}
    return 200, {"data": result.data} | ({"errors": told} if told else {})


def tell(error: GraphQLError) -> dict[str, Any]:
    """One error as a client may see it: always with a code, never with a driver's text."""
    shown: dict[str, Any] = {"message": error.message}
    if error.locations:
        shown["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        shown["path"] = list(error.path)
    shown |= _told_cause(error)
    return shown


def _told_cause(error: GraphQLError) -> dict[str, Any]:
    cause = _root(error)
    if isinstance(cause, Expected):
        return {"message": cause.message, "extensions": {"code": cause.code, **cause.details}}
    if cause is None or _is_about_input(error, cause):
        return _told_invalid(error)
    if unavailable(cause):
        log.error("database_unavailable", exc_info=cause)
        return {"message": UNAVAILABLE[1], "extensions": {"code": UNAVAILABLE[0]}}
    if does_not_fit(cause):
        log.warning("value_invalid", exc_info=cause)
        return {"message": VALUE_INVALID[1], "extensions": {"code": VALUE_INVALID[0]}}
    if contended(cause):
        log.warning("contended", exc_info=cause)
        return {"message": CONFLICT[1], "extensions": {"code": CONFLICT[0]}}
    return masked(cause, path=error.path)


def masked(cause: BaseException, **where: Any) -> dict[str, Any]:
    """What a client is told of a fault of ours; the id is in the log, with the cause."""
    reference = uuid4().hex[:12]
    log.error("unexpected_error", reference=reference, exc_info=cause, **where)
    return {
        "message": f"系统出现意外错误，已记录（编号{reference}）。请稍后重试或联系管理员。",
        "extensions": {"code": "INTERNAL", "reference": reference},
    }


QUERY_MISSING = ("QUERY_MISSING", "请求缺少 query。")
TIMEOUT = ("OPERATION_TIMEOUT", "办理超时，请缩小查询范围或稍后重试。")
CONFLICT = ("CONFLICT", "同一内容刚刚由他人办理，本次未作改动。请刷新后核对，再决定是否重试。")
UNAVAILABLE = (
    "DATABASE_UNAVAILABLE",
    "数据库暂时不可用。请保留已填内容，稍后重试；重试前请先看是否已经办成。",
)
VALUE_INVALID = ("VALUE_INVALID", "所填内容过长、过大或超出范围，无法保存。请改正后重试。")


def _is_about_input(error: GraphQLError, cause: BaseException) -> bool:
    """Whether it names a place in the query; of what a field answered with, only its path is known.

    Before the execution that is enough; while it runs, the library itself must have said so.
    """
    at = error if error.path is None else cause
    return isinstance(at, GraphQLError) and bool(at.locations)


def _root(error: GraphQLError) -> BaseException | None:
    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _told_invalid(error: GraphQLError) -> dict[str, Any]:
    """An error of the query's own text: the standard message stays readable after our sentence."""
    if error.extensions and "code" in error.extensions:
        return {"extensions": dict(error.extensions)}
    parsing = error.message.startswith("Syntax Error")
    code = "GRAPHQL_PARSE_FAILED" if parsing else "GRAPHQL_VALIDATION_FAILED"
    lead = "查询语法有误" if parsing else "查询与本机构的接口不符"
    if error.message.startswith("Cannot query field"):
        lead = "本机构的接口没有这一项，可能是所需的插件没有启用，请联系本机构管理员"
    return {"message": f"{lead}：{error.message}", "extensions": {"code": code}}
