"""The answers of one operation, one after the other: what every way to subscribe sends.

An answer that is the same as the one before is not sent. What ends a subscription is told as an
error with a code, like every other error.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from core.errors import Expected
from core.graphql import answer
from core.graphql.context import Context
from core.graphql.limits import OPERATION_UNKNOWN, cap_errors
from core.graphql.schemas import Schema
from core.graphql.watching import Watch

OVER_HTTP = ("MUTATION_NEEDS_HTTP", "此连接只供查看；办理请用 HTTP POST 提交。")

NOT_RUN: dict[type[Exception | None], tuple[str, str]] = {
    InvalidOperationTypeError: OVER_HTTP,
    CannotGetOperationTypeError: OPERATION_UNKNOWN,
    MissingQueryError: answer.QUERY_MISSING,
}
"""What is told of an operation that the library refuses to run at all."""


@dataclass(frozen=True)
class Told:
    """One answer; `refused` if it is nothing but the reason why no answer comes any more."""

    payload: dict[str, Any]
    refused: bool = False


async def answers(
    schema: Schema,
    request: answer.Request,
    context: Context,
    who_now: Callable[[], Awaitable[Context]],
) -> AsyncGenerator[Told]:
    """Run a query or a subscription; `who_now` looks again who asks.

    While it works its time is limited; while it waits to be woken it is not.
    """
    limit = asyncio.timeout(None)

    def working(yes: bool) -> None:
        now = asyncio.get_running_loop().time()
        limit.reschedule(now + answer.SECONDS if yes else None)

    context.watch = Watch(who_now, working)
    results: Any = await schema.stream(
        request.query,
        variable_values=request.variables,
        context_value=context,
        operation_name=request.operation_name,
        allowed_operation_types=[OperationType.QUERY, OperationType.SUBSCRIPTION],
    )
    before: dict[str, Any] | None = None
    async with aclosing(results):
        while True:
            limit = asyncio.timeout(answer.SECONDS)
            try:
                async with limit:
                    result = await anext(results, None)
            except TimeoutError:
                yield _refused([GraphQLError("", original_error=Expected(*answer.TIMEOUT))])
                return
            if result is None:
                return
            told = _told(result)
            if told.payload != before:
                yield told
            if told.refused:
                return
            before = told.payload


def _told(result: Any) -> Told:
    errors = cap_errors(result.errors or [])
    if result.data is None and errors and not any(error.path for error in errors):
        return _refused(errors)
    if result.data is None and isinstance(result, PreExecutionError):
        return _refused(errors)
    told = [answer.tell(error) for error in errors]
    return Told({"data": result.data} | ({"errors": told} if told else {}))


def _refused(errors: list[GraphQLError]) -> Told:
    return Told({"errors": [answer.tell(_in_our_words(error)) for error in errors]}, refused=True)


def _in_our_words(error: GraphQLError) -> GraphQLError:
    words = NOT_RUN.get(type(error.original_error))
    return error if words is None else GraphQLError("", original_error=Expected(*words))
