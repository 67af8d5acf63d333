"""A browser without a window, for tests: it signs in, keeps the cookie, sends what a page sends.

It speaks HTTP to the application as it is served. A browser says with each request from which page
it comes; a cookie counts only where that is the body's own page or one that it allows.
"""

from types import TracebackType
from typing import Any

import httpx

OWN_PAGE = "https://renda.test"
"""Cookies of a body are kept for HTTPS only, so that is what this one speaks."""

SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { expiresAt } }"
SIGN_OUT = "mutation { signOut }"


class Browser:
    """A browser at one body's address; `origin` is the page that asks."""

    def __init__(self, app: Any, body: str) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=OWN_PAGE)
        self.body = body
        self.origin = OWN_PAGE

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.client.aclose()

    async def sign_in(self, login: str, password: str, *, organ: str | None = None) -> None:
        """Sign in as a page does; the answer's cookie is kept, and no token is seen."""
        sent = {"login": login, "password": password, "organ": organ}
        await self.gql(SIGN_IN, {"i": sent})

    async def sign_out(self) -> None:
        """End the session; the cookie is taken back."""
        await self.gql(SIGN_OUT)

    async def ask(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """The whole answer of a GraphQL request: `data` and `errors`."""
        sent = {"query": query, "variables": variables}
        answer = await self.client.post(self._at("graphql"), json=sent, headers=self._headers())
        return answer.json()

    async def gql(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """The data of a GraphQL request that must succeed."""
        answer = await self.ask(query, variables)
        if answer.get("errors"):
            raise AssertionError(answer["errors"])
        return answer["data"]

    async def upload(
        self, name: str, content: bytes, *, not_classified: bool = True
    ) -> dict[str, Any]:
        """Upload a file that must be taken; its `id`, `name`, `kind`, `size` and `digest`."""
        answer = await self.client.post(
            self._at("files"),
            files={"file": (name, content)},
            data={"notClassified": "true" if not_classified else "false"},
            # A form of another site can send our cookie, but never a header of its own.
            headers=self._headers() | {"X-Renda-Upload": "1"},
        )
        return _taken(answer).json()

    async def download(self, file_id: str) -> bytes:
        """The content of a file that must be there."""
        answer = await self.client.get(self._at(f"files/{file_id}"), headers=self._headers())
        return _taken(answer).content

    def _at(self, place: str) -> str:
        return f"/t/{self.body}/{place}"

    def _headers(self) -> dict[str, str]:
        return {"Origin": self.origin}


def _taken(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        raise AssertionError(answer.text)
    return answer
