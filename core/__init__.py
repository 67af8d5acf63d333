"""The front door: the names a plugin may use. Whatever is not listed here may change any day.

Names are loaded when first asked for, so that a plugin's `__init__` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.clock import now, today
    from core.db import Base, OrganOwned, TenantOwned, choice, points_to, within
    from core.demo import PAPERS, Player, Step
    from core.dispatch import (
        Incoming,
        Outgoing,
        PackageState,
        acknowledge,
        outside_party,
        own_files,
        send,
        withdraw,
    )
    from core.errors import Expected, Invalid, NotFound, Refused
    from core.events import Event, announce
    from core.graphql.context import Context, Info
    from core.graphql.ids import global_id, key
    from core.graphql.nodes import (
        Node,
        children,
        column,
        computed,
        enum,
        given,
        link,
        record,
    )
    from core.graphql.ordering import SortDirection, ordered
    from core.graphql.pages import Connection, records
    from core.graphql.permissions import reads, verb
    from core.graphql.watching import watches, woken
    from core.hookspecs import (
        Action,
        Listener,
        Lower,
        PaperKind,
        PluginInfo,
        Receiver,
        Role,
        Setting,
        hook,
    )
    from core.kit.counting import Period, Span, Unit, rough_days
    from core.kit.deadlines import (
        ClockState,
        Computed,
        Deadline,
        Granted,
        Longer,
        clock_of,
        compute,
        decide_longer,
        meet_clock,
        pause_clock,
        request_longer,
        restart_clock,
        resume_clock,
        start_clock,
        start_clock_until,
        stop_clocks,
        take_longer,
        told_longer,
        trigger_of,
    )
    from core.kit.files import File, FileKind, keep, owned, owned_files
    from core.kit.ledgers import draw_number
    from core.kit.official import Hands, Made, Official, full_name, issue_paper, on_day, place_name
    from core.kit.official.tables import make_pdf_table
    from core.kit.spreadsheets import (
        Heading,
        Sheet,
        in_batches,
        read_sheet,
        refuse_bad_rows,
    )
    from core.migrations import without_locks
    from core.people import Mandate, Membership
    from core.practice import Resolved, practice_of, value_of
    from core.published import Published, catalogue
    from core.schema.records import (
        DeadlineRecord,
        FileRecord,
        MemberRecord,
        OrganRecord,
        ReceivedPackageRecord,
        SentPackageRecord,
    )
    from core.tenancy import (
        ORGAN_NAMES,
        Basis,
        BasisKind,
        Body,
        BodyKind,
        BodyStatus,
        Fitness,
        Level,
        Organ,
        OrganKind,
        code_above,
    )
    from core.wakes import wake
    from core.work import Actor, Work

_DOORS = {
    "clock": "now today",
    "db": "Base OrganOwned TenantOwned choice points_to within",
    "demo": "PAPERS Player Step",
    "dispatch": "Incoming Outgoing PackageState acknowledge outside_party own_files send withdraw",
    "errors": "Expected Invalid NotFound Refused",
    "events": "Event announce",
    "graphql.context": "Context Info",
    "graphql.ids": "global_id key",
    "graphql.nodes": "Node children column computed enum given link record",
    "graphql.ordering": "SortDirection ordered",
    "graphql.pages": "Connection records",
    "graphql.permissions": "reads verb",
    "graphql.watching": "watches woken",
    "hookspecs": "Action Listener Lower PaperKind PluginInfo Receiver Role Setting hook",
    "kit.counting": "Period Span Unit rough_days",
    "kit.deadlines": (
        "ClockState Computed Deadline Granted Longer clock_of compute decide_longer meet_clock"
        " pause_clock request_longer restart_clock resume_clock start_clock start_clock_until"
        " stop_clocks take_longer told_longer trigger_of"
    ),
    "kit.files": "File FileKind keep owned owned_files",
    "kit.ledgers": "draw_number",
    "kit.official": "Hands Made Official full_name issue_paper on_day place_name",
    "kit.official.tables": "make_pdf_table",
    "kit.spreadsheets": "Heading Sheet in_batches read_sheet refuse_bad_rows",
    "migrations": "without_locks",
    "people": "Mandate Membership",
    "practice": "Resolved practice_of value_of",
    "published": "Published catalogue",
    "schema.records": (
        "DeadlineRecord FileRecord MemberRecord OrganRecord ReceivedPackageRecord SentPackageRecord"
    ),
    "tenancy": (
        "ORGAN_NAMES Basis BasisKind Body BodyKind BodyStatus Fitness Level Organ OrganKind"
        " code_above"
    ),
    "wakes": "wake",
    "work": "Actor Work",
}
_HOMES = {name: module for module, names in _DOORS.items() for name in names.split()}

__all__ = [  # noqa: RUF022 - grouped by the room they come from
    "now",
    "today",
    "Base",
    "OrganOwned",
    "TenantOwned",
    "choice",
    "points_to",
    "within",
    "PAPERS",
    "Player",
    "Step",
    "Incoming",
    "Outgoing",
    "PackageState",
    "acknowledge",
    "outside_party",
    "own_files",
    "send",
    "withdraw",
    "Expected",
    "Invalid",
    "NotFound",
    "Refused",
    "Event",
    "announce",
    "Context",
    "Info",
    "global_id",
    "key",
    "Node",
    "children",
    "column",
    "computed",
    "enum",
    "given",
    "link",
    "record",
    "SortDirection",
    "ordered",
    "Connection",
    "records",
    "reads",
    "verb",
    "watches",
    "woken",
    "Action",
    "Listener",
    "Lower",
    "PaperKind",
    "PluginInfo",
    "Receiver",
    "Role",
    "Setting",
    "hook",
    "Period",
    "Span",
    "Unit",
    "rough_days",
    "ClockState",
    "Computed",
    "Deadline",
    "Granted",
    "Longer",
    "clock_of",
    "compute",
    "decide_longer",
    "meet_clock",
    "pause_clock",
    "request_longer",
    "restart_clock",
    "resume_clock",
    "start_clock",
    "start_clock_until",
    "stop_clocks",
    "take_longer",
    "told_longer",
    "trigger_of",
    "File",
    "FileKind",
    "keep",
    "owned",
    "owned_files",
    "draw_number",
    "Hands",
    "Made",
    "Official",
    "full_name",
    "issue_paper",
    "on_day",
    "place_name",
    "make_pdf_table",
    "Heading",
    "Sheet",
    "in_batches",
    "read_sheet",
    "refuse_bad_rows",
    "without_locks",
    "Mandate",
    "Membership",
    "Resolved",
    "practice_of",
    "value_of",
    "Published",
    "catalogue",
    "DeadlineRecord",
    "FileRecord",
    "MemberRecord",
    "OrganRecord",
    "ReceivedPackageRecord",
    "SentPackageRecord",
    "ORGAN_NAMES",
    "Basis",
    "BasisKind",
    "Body",
    "BodyKind",
    "BodyStatus",
    "Fitness",
    "Level",
    "Organ",
    "OrganKind",
    "code_above",
    "wake",
    "Actor",
    "Work",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"core offers no {name!r}; see core/__init__.py for what it offers")
    return getattr(import_module(f"core.{home}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
