"""A fact about a deputy of the body above, as it travels (档案三份合一: never across bodies)."""

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What a package says of one matter; the body above decides in whose file it belongs."""

    name: str
    district: str
    kind: str
    held_on: str
    title: str
    text: str
    place: str | None = None
