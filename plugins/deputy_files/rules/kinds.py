"""What a body puts into its files: its duty list, its kinds of entries, and where they come from.

All of it is data of the body (a setting); the codes of kinds are what other plugins see.
"""

from collections.abc import Iterable
from typing import Annotated

import msgspec

Code = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$")]
Title = Annotated[str, msgspec.Meta(min_length=1)]
Times = Annotated[int, msgspec.Meta(ge=1)]


class DutyAspect(msgspec.Struct, frozen=True, kw_only=True):
    """One aspect of the duty list (履职清单): in a session of the congress, or between sessions."""

    code: Code
    title: Title
    in_session: bool = False


class EntryKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of entry (履职事项), under an aspect of the duty list."""

    code: Code
    title: Title
    aspect: Code | None = None
    counts: bool = True
    """Whether it is something done for the mandate: an absence is kept, and adds to no number."""


def uncounted(kinds: Iterable[EntryKind]) -> frozenset[str]:
    """Codes of the kinds that add to no number."""
    return frozenset(one.code for one in kinds if not one.counts)


class EventMapping(msgspec.Struct, frozen=True, kw_only=True):
    """That an announced event becomes entries: which event, which kind, whose.

    `mandates` names the list of the payload that holds the mandates; `when` what the payload must
    say besides; `day` and `title` the fields that tell the day and the matter.
    """

    event: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
    kind: Code
    mandates: Code = "mandates"
    when: dict[str, str] = {}
    day: Code | None = None
    title: Code | None = None
    submitted: bool = False
    """Whether nothing needs to be added: it waits for its confirmation at once."""

    def concerns(self, name: str, payload: dict[str, object]) -> bool:
        """Whether this event is meant."""
        return name == self.event and all(
            str(payload.get(field)) == wanted for field, wanted in self.when.items()
        )

    @property
    def key(self) -> str:
        """Which mapping it is: of one event each makes its own entry, and makes it once."""
        wanted = "&".join(f"{field}={value}" for field, value in sorted(self.when.items()))
        return f"{self.kind}/{self.mandates}" + (f"?{wanted}" if wanted else "")

    def whose(self, payload: dict[str, object]) -> list[str]:
        """The mandates it names, each once."""
        named = payload.get(self.mandates)
        return list(dict.fromkeys(map(str, named))) if isinstance(named, list) else []


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What a deputy should do in a year at least, such as one of the five ones (五个一)."""

    title: Title
    kinds: list[Code]
    times: Times
