"""The version of the front door, and which of its names are on their way out.

`PluginInfo.requires_core` is compared with `API_VERSION`. `docs/plugins/promise.md` says what is
promised, `docs/plugins/changelog.md` what each version brought; tests keep both to the code.
"""

from dataclasses import dataclass

API_VERSION = "0.2.0"
"""The version of what plugins may use; the program's own version may move without it."""


@dataclass(frozen=True)
class Deprecated:
    """A name that still works: the room it lives in, what to use instead, when it is gone."""

    home: str
    instead: str
    leaves: str


DEPRECATED: dict[str, Deprecated] = {}
"""Names that are on their way out; each stays for at least one minor version."""
