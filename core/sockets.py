"""Subscriptions over WebSocket, by the protocol `graphql-transport-ws` and no other.

The library speaks the protocol; who calls, what is run and what is told of errors is ours. Every
refusal has a code: of one operation in its `error` message, of the socket as the close reason.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import msgspec
import structlog
from graphql import GraphQLError
from litestar import WebSocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.async_base_view import AsyncWebSocketAdapter
from strawberry.http.exceptions import (
    NonJsonMessageReceived,
    NonTextMessageReceived,
    WebSocketDisconnected,
)
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.types.unset import UNSET

from core.callers import Caller, bearer, caller
from core.errors import Expected
from core.graphql import answer, streaming

log = structlog.get_logger("renda.sockets")

Socket = WebSocket[Any, Any, State]

OPERATIONS = 20
"""How many subscriptions and queries may run on one socket at once."""

INIT_SECONDS = 10
"""How long a socket may take to say who it is."""

BEAT_SECONDS = 20
"""How often a socket is asked for a sign of life; one that gives none until the next is closed."""

SENDING_SECONDS = 60
"""How long a client may take to take a message."""

CLOSING_SECONDS = 3
"""How long a close may take."""

LONGEST_MESSAGE = 1 << 20
"""Characters; the same as a request over HTTP may have in bytes."""

REFUSED, NOT_INITIALISED, PROTOCOL_UNKNOWN = 4403, 4408, 4406
GOING_AWAY, TOO_LONG, FAULT, LATER, SILENT = 1001, 1009, 1011, 1013, 4499

TOO_MANY = ("TOO_MANY_SUBSCRIPTIONS", f"此页面同时查看的内容过多，最多{OPERATIONS}项。")
PROTOCOL_ONLY = ("PROTOCOL_NOT_SUPPORTED", "请用 graphql-transport-ws 协议连接。")


async def serve(socket: Socket, code: str) -> None:
    """Speak with one client until either leaves."""
    who = caller(socket, code)
    wire = _Wire(socket)
    try:
        await who.body()
    except answer.Refusal:
        # Not even accepted: a page that may not call learns no more than that.
        await socket.close(REFUSED)
        return
    except Exception as fault:
        await socket.accept(subprotocols=_spoken(socket))
        await wire.refuse(fault)
        return
    spoken = _spoken(socket)
    await socket.accept(subprotocols=spoken)
    if spoken is None:
        await wire.close(PROTOCOL_UNKNOWN, PROTOCOL_ONLY[0])
        return
    with ExitStack() as admission:
        await _Conversation(wire, who, admission).handle()


def _spoken(socket: Socket) -> str | None:
    offered = socket.scope["subprotocols"]
    return GRAPHQL_TRANSPORT_WS_PROTOCOL if GRAPHQL_TRANSPORT_WS_PROTOCOL in offered else None


class _Wire(AsyncWebSocketAdapter):
    """Messages to and from one client, as the library's handler wants them."""

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.closed = False
        self.heard = True
        self._receiving: asyncio.Task[str] | None = None
        self._said_goodbye = asyncio.Event()

    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> AsyncGenerator[object]:
        while (text := await self._received()) is not None:
            self.heard = True
            if len(text) > LONGEST_MESSAGE:
                await self.close(TOO_LONG, "REQUEST_TOO_LARGE")
                return
            yield _decoded(text)

    async def _received(self) -> str | None:
        """The next message; None once the client has left, or we have closed."""
        if self.closed:
            return None
        self._receiving = asyncio.create_task(self.socket.receive_text())
        try:
            await asyncio.wait([self._receiving])
        finally:
            self._receiving.cancel()
        if self._receiving.cancelled():
            # What serves the socket must not return before the other task has closed it.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._said_goodbye.wait(), CLOSING_SECONDS)
            return None
        try:
            return self._receiving.result()
        except WebSocketDisconnect:
            self.closed = True
            return None

    async def send_json(self, message: Any) -> None:
        if self.closed:
            raise WebSocketDisconnected
        try:
            async with asyncio.timeout(SENDING_SECONDS):
                await self.socket.send_text(msgspec.json.encode(message).decode())
        except (WebSocketDisconnect, TimeoutError, RuntimeError) as gone:
            raise WebSocketDisconnected from gone

    async def close(self, code: int, reason: str) -> None:
        """Close once; what closes afterwards says nothing any more."""
        if self.closed:
            return
        self.closed = True
        if self._receiving is not None:
            # The server sends no close while a message is waited for.
            self._receiving.cancel()
            await asyncio.sleep(0)
        with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
            async with asyncio.timeout(CLOSING_SECONDS):
                await self.socket.close(code=code, reason=_short(reason))
        self._said_goodbye.set()

    async def refuse(self, fault: Exception) -> None:
        """Close with the code of what is wrong."""
        told = _told(fault)["extensions"]["code"]
        code = {"DATABASE_UNAVAILABLE": LATER, "INTERNAL": FAULT}.get(told, REFUSED)
        await self.close(code, told)


def _decoded(text: str) -> object:
    # The framework gives an empty text for a message of bytes.
    if not text:
        raise NonTextMessageReceived
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as fault:
        raise NonJsonMessageReceived from fault


def _short(reason: str) -> str:
    """A close reason has at most 123 bytes."""
    return reason.encode()[:120].decode(errors="ignore")


def _told(fault: Exception) -> dict[str, Any]:
    if isinstance(fault, answer.Refusal):
        return fault.as_errors()["errors"][0]
    return answer.tell(GraphQLError("", original_error=fault))


class _Conversation(BaseGraphQLTransportWSHandler[Any, None]):
    """One socket: the library's protocol, our callers, answers and errors."""

    def __init__(self, wire: _Wire, who: Caller, admission: ExitStack) -> None:
        super().__init__(
            view=cast("Any", self),
            websocket=wire,
            context=cast("Any", self),
            root_value=None,
            schema=cast("Any", None),
            connection_init_wait_timeout=timedelta(seconds=INIT_SECONDS),
        )
        self.wire, self.who, self.admission = wire, who, admission
        self.connection_params: dict[str, Any] = {}

    async def handle(self) -> None:
        try:
            self._admit(None)
        except Expected as refusal:
            await self.wire.refuse(refusal)
            return
        beating = asyncio.create_task(self._beat())
        try:
            await super().handle()
        finally:
            beating.cancel()

    def _admit(self, actor: Any) -> None:
        """Count this socket as that person's instead of its address's."""
        self.admission.close()
        streams = self.who.server.streams
        self.admission.enter_context(streams.admitted(actor, self.who.address, self._end))

    async def _end(self) -> None:
        await self.wire.close(GOING_AWAY, "SERVER_STOPS")

    async def _beat(self) -> None:
        while self.wire.heard:
            self.wire.heard = False
            await asyncio.sleep(BEAT_SECONDS)
            if self.connection_acknowledged:
                with suppress(WebSocketDisconnected):
                    await self.send_message({"type": "ping"})
                await asyncio.sleep(BEAT_SECONDS)
        await self.wire.close(SILENT, "NO_SIGN_OF_LIFE")

    async def on_ws_connect(self, context: Any) -> Any:
        """Find out who it is: by a token of the first message, else by the cookie."""
        token = _token(self.connection_params)
        if token is not None:
            self.who = replace(self.who, token=token, with_bearer=True)
        try:
            self._admit((await self.who.context()).viewer.actor)
        except Exception as fault:
            await self.wire.refuse(fault)
            raise ConnectionRejectionError from fault
        return UNSET

    async def handle_message(self, message: Any) -> None:
        if _is_message(message):
            await super().handle_message(message)
        else:
            await self.handle_invalid_message("MESSAGE_INVALID")

    async def handle_subscribe(self, message: Any) -> None:
        full = len(self.operations) >= OPERATIONS
        if full and self.connection_acknowledged and message["id"] not in self.operations:
            told = _told(Expected(*TOO_MANY))
            await self.websocket.send_json(
                {"id": message["id"], "type": "error", "payload": [told]}
            )
            return
        await super().handle_subscribe(message)

    async def run_operation(self, operation: Operation[Any, None]) -> None:
        """Send every answer, and at last what ended it."""
        send = cast("Any", operation.send_operation_message)
        try:
            async with aclosing(self._answers(operation)) as answers:
                async for told in answers:
                    await send(_message(operation.id, told))
            await send({"id": operation.id, "type": "complete"})
        except WebSocketDisconnected:
            self.operations.pop(operation.id, None)
        except Exception as fault:
            told = streaming.Told({"errors": [_told(fault)]}, refused=True)
            with suppress(WebSocketDisconnected):
                await send(_message(operation.id, told))

    async def _answers(self, operation: Operation[Any, None]) -> AsyncGenerator[streaming.Told]:
        sent = {
            "query": operation.query,
            "variables": operation.variables,
            "operationName": operation.operation_name,
        }
        request = answer.checked(sent, read_only=True)
        context = await self.who.context()
        schema = context.schemas.of(context.plugins_on)
        found = streaming.answers(schema, request, context, self.who.context_now)
        async with aclosing(found) as answers:
            async for told in answers:
                yield told


def _message(operation_id: str, told: streaming.Told) -> dict[str, Any]:
    if told.refused:
        return {"id": operation_id, "type": "error", "payload": told.payload["errors"]}
    return {"id": operation_id, "type": "next", "payload": told.payload}


def _is_message(message: Any) -> bool:
    """Whether it is of a shape that the library's handler can read without falling."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] == "subscribe":
        return isinstance(message.get("id"), str) and isinstance(message.get("payload"), dict)
    return message["type"] != "complete" or isinstance(message.get("id"), str)


def _token(said: dict[str, Any]) -> str | None:
    """`{"Authorization": "Bearer …"}` or `{"token": "…"}`, in whatever case."""
    lowered = {name.lower(): value for name, value in said.items() if isinstance(value, str)}
    return bearer(lowered.get("authorization", "")) or lowered.get("token")
