"""The version of the front door, and which of its names are on their way out.

`PluginInfo.requires_core` is compared with `API_VERSION`. `docs/plugins/promise.md` says what is
promised, `docs/plugins/changelog.md` what each version brought; tests keep both to the code.
"""

from dataclasses import dataclass

API_VERSION = "0.2.0"
"""The version of what plugins may use; the program's own version may move without it."""


@dataclass(frozen=True)
class Deprecated:
    """A name that still works: where what it means is found, what to use instead, when it goes.

    `found` is a room and a name in it, such as "clock.today".
    """

    found: str
    instead: str
    leaves: str


DEPRECATED: dict[str, Deprecated] = {
    # Nothing at the front door takes one: a council is convened by `conveneMeeting`.
    "NamedMember": Deprecated("congress.NamedMember", instead="MeetingMember", leaves="0.3"),
}
"""Names that are on their way out; each stays for at least one minor version."""
