"""The front door: the names a plugin may use. Whatever is not listed here may change any day.

Names are loaded when first asked for, so that a plugin's `__init__` costs next to nothing.
"""

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.api import API_VERSION
    from core.clock import now, on_day, today
    from core.congress import Assembly, Meeting, MeetingMember, mark_leave, unmark_leave
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
    from core.erasing import (
        ERASED,
        ErasureGround,
        erase_announced,
        erase_contents,
        erased,
        kept_elsewhere,
    )
    from core.errors import Expected, Invalid, NotFound, Refused
    from core.events import Event, announce, behind
    from core.graphql.context import Context, Info
    from core.graphql.ids import global_id, key
    from core.graphql.nodes import (
        Node,
        ToldApart,
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
    from core.groups import DeputyGroup, DeputyGroupMember, GroupBasis, led_by
    from core.hookspecs import (
        ACTION_CODES,
        ROLE_CODES,
        Action,
        Command,
        Job,
        Listener,
        Lower,
        Need,
        OpenMatter,
        Option,
        PaperKind,
        PluginInfo,
        Receiver,
        Role,
        Said,
        Setting,
        hook,
    )
    from core.kit.ballots.announcing import (
        Announced,
        announce_round,
        follow_round,
        recount_round,
        round_items,
        standing_rounds,
        tally_of,
    )
    from core.kit.ballots.casting import cast_ballot
    from core.kit.ballots.closed import (
        ClosedItem,
        ClosedRound,
        ClosedVote,
        CountedPaper,
        NamedBallot,
        NamedBallots,
        Stock,
        TellerEntry,
        canonical,
        closed_file,
        digests_of,
        with_chain,
    )
    from core.kit.ballots.counting import ballot_fault, count_ballots
    from core.kit.ballots.exporting import closed_vote_file, exported_vote
    from core.kit.ballots.grades import Consequence, GradeResult, GradeRules, Tier
    from core.kit.ballots.offering import RoundStep, round_steps
    from core.kit.ballots.officials import (
        Named,
        Replacement,
        name_officials,
        replace_official,
        require_able_officials,
    )
    from core.kit.ballots.papers import confirm_teller_counts, enter_teller_count
    from core.kit.ballots.practised import (
        AssessedResult,
        AssessedTier,
        Assessment,
        Majority,
        Marks,
        assessment_rules,
        assessment_setting,
        basis_of,
        demand_practice,
        majority_setting,
        marks_setting,
        quorum_of,
        quorum_setting,
        validity_of,
    )
    from core.kit.ballots.printing import make_ballot_paper, make_tally_sheet
    from core.kit.ballots.rounds import (
        Adoption,
        NewItem,
        NewRound,
        adopt_method,
        cancel_round,
        close_round,
        open_round,
        own_round,
        prepare_round,
        rules_of,
    )
    from core.kit.ballots.rules import (
        BallotRules,
        Blank,
        Mark,
        Method,
        PassRule,
        Places,
        Quorum,
        Shortage,
        ShortageRule,
        TiePolicy,
        TieRule,
        Validity,
        Voids,
    )
    from core.kit.ballots.shares import CountBase, Share
    from core.kit.ballots.sheets import (
        Counts,
        Figure,
        FigureName,
        Heads,
        ItemCount,
        ItemGrade,
        ItemTally,
        Next,
        Outcome,
        Papers,
        Tally,
    )
    from core.kit.ballots.showing import took_part, turnouts
    from core.kit.ballots.stock import enter_papers
    from core.kit.ballots.tables import (
        PaperFigure,
        RollPlace,
        Round,
        RoundItem,
        RoundState,
        VotingMode,
    )
    from core.kit.ballots.tallying import (
        Inconsistent,
        items_for_next_round,
        rules_for_next_round,
        tally,
        vote_faults,
    )
    from core.kit.ballots.waiting import waits_for
    from core.kit.counting import Period, Span, Unit, rough_days
    from core.kit.deadlines import (
        ClockState,
        Computed,
        Deadline,
        Granted,
        Longer,
        clock_of,
        compute,
        count_span,
        decide_longer,
        extensions_to_decide,
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
    from core.kit.files import File, FileKind, hold, intact, keep, lock_content, owned, owned_files
    from core.kit.ledgers import draw_number
    from core.kit.official import Hands, Made, Official, full_name, issue_paper, place_name
    from core.kit.official.tables import make_pdf_table, make_word_table
    from core.kit.spreadsheets import (
        Heading,
        Sheet,
        as_day,
        as_whole_number,
        in_batches,
        read_sheet,
        refuse_bad_rows,
    )
    from core.migrations import without_locks
    from core.names import as_name, bears_name
    from core.notifications import notify
    from core.offering import OFFERED, goes_through, not_in_vain, passes, rows_by_id
    from core.pages import (
        ChartPage,
        Choices,
        Column,
        DetailPage,
        FieldKind,
        FormPage,
        ListPage,
        ModulePage,
        Page,
        PageAction,
        PageInput,
    )
    from core.people import (
        Mandate,
        MandateStatus,
        Membership,
        holders_of,
        in_own_bodies,
        may_do,
        own_bodies,
        role_title,
        roles_here,
    )
    from core.plugin_jobs import defer_job
    from core.practice import Resolved, practice_of, value_of
    from core.public_sections import (
        PublicAnswer,
        PublicField,
        PublicForm,
        PublicPage,
        PublicSection,
        PublicTable,
    )
    from core.published import Published, catalogue, public_address
    from core.revisions import REVISION, SEEN, gather_said, refuse_if_changed, revision_of
    from core.schema.groups import GroupRecord
    from core.schema.meetings import MeetingRecord
    from core.schema.records import (
        BodyRecord,
        DeadlineRecord,
        FileRecord,
        MandateRecord,
        MemberRecord,
        OrganRecord,
        ReceivedPackageRecord,
        SentPackageRecord,
    )
    from core.schema.rounds import RollRecord, RoundRecord
    from core.signing_in import count_attempt
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
    "api": "API_VERSION",
    "clock": "now on_day today",
    "congress": "Assembly Meeting MeetingMember mark_leave unmark_leave",
    "db": "Base OrganOwned TenantOwned choice points_to within",
    "demo": "PAPERS Player Step",
    "dispatch": "Incoming Outgoing acknowledge own_files send withdraw PackageState outside_party",
    "erasing": "ERASED ErasureGround erase_announced erase_contents erased kept_elsewhere",
    "errors": "Expected Invalid NotFound Refused",
    "events": "Event announce behind",
    "graphql.context": "Context Info",
    "graphql.ids": "global_id key",
    "graphql.nodes": "ToldApart Node children column computed enum given link record",
    "graphql.ordering": "SortDirection ordered",
    "graphql.pages": "Connection records",
    "graphql.permissions": "reads verb",
    "graphql.watching": "watches woken",
    "groups": "DeputyGroup DeputyGroupMember GroupBasis led_by",
    "hookspecs": (
        "ACTION_CODES ROLE_CODES Action Command Job Listener Lower Need OpenMatter Option PaperKind"
        " PluginInfo Receiver Role Said Setting hook"
    ),
    "kit.ballots.announcing": (
        "Announced announce_round follow_round recount_round round_items standing_rounds tally_of"
    ),
    "kit.ballots.casting": "cast_ballot",
    "kit.ballots.closed": (
        "ClosedItem ClosedRound ClosedVote CountedPaper NamedBallot NamedBallots Stock"
        " TellerEntry canonical closed_file digests_of with_chain"
    ),
    "kit.ballots.counting": "ballot_fault count_ballots",
    "kit.ballots.exporting": "closed_vote_file exported_vote",
    "kit.ballots.grades": "Consequence GradeResult GradeRules Tier",
    "kit.ballots.offering": "RoundStep round_steps",
    "kit.ballots.officials": (
        "Named Replacement name_officials replace_official require_able_officials"
    ),
    "kit.ballots.papers": "confirm_teller_counts enter_teller_count",
    "kit.ballots.practised": (
        "AssessedResult AssessedTier Assessment Majority Marks assessment_rules"
        " assessment_setting basis_of demand_practice majority_setting marks_setting quorum_of"
        " quorum_setting validity_of"
    ),
    "kit.ballots.printing": "make_ballot_paper make_tally_sheet",
    "kit.ballots.rounds": (
        "Adoption NewItem NewRound adopt_method cancel_round close_round"
        " open_round own_round prepare_round rules_of"
    ),
    "kit.ballots.rules": (
        "BallotRules Blank Mark Method PassRule Places Quorum Shortage ShortageRule TiePolicy"
        " TieRule Validity Voids"
    ),
    "kit.ballots.shares": "CountBase Share",
    "kit.ballots.sheets": (
        "Counts Figure FigureName Heads ItemCount ItemGrade ItemTally Next Outcome Papers Tally"
    ),
    "kit.ballots.showing": "turnouts took_part",
    "kit.ballots.stock": "enter_papers",
    "kit.ballots.tables": "PaperFigure RollPlace Round RoundItem RoundState VotingMode",
    "kit.ballots.waiting": "waits_for",
    "kit.ballots.tallying": (
        "Inconsistent items_for_next_round rules_for_next_round tally vote_faults"
    ),
    "kit.counting": "Period Span Unit rough_days",
    "kit.deadlines": (
        "ClockState Computed Deadline Longer clock_of compute count_span decide_longer"
        " extensions_to_decide meet_clock pause_clock request_longer restart_clock resume_clock"
        " start_clock start_clock_until stop_clocks trigger_of Granted take_longer told_longer"
    ),
    "kit.files": "File FileKind hold intact keep lock_content owned owned_files",
    "kit.ledgers": "draw_number",
    "names": "as_name bears_name",
    "kit.official": "Hands Made Official full_name issue_paper place_name",
    "kit.official.tables": "make_pdf_table make_word_table",
    "kit.spreadsheets": (
        "Heading Sheet in_batches read_sheet refuse_bad_rows as_day as_whole_number"
    ),
    "migrations": "without_locks",
    "notifications": "notify",
    "offering": "OFFERED goes_through not_in_vain passes rows_by_id",
    "pages": (
        "Page ListPage DetailPage FormPage ChartPage ModulePage Column FieldKind PageInput Choices"
        " PageAction"
    ),
    "people": (
        "Mandate Membership MandateStatus holders_of in_own_bodies may_do own_bodies role_title"
        " roles_here"
    ),
    "plugin_jobs": "defer_job",
    "practice": "Resolved practice_of value_of",
    "public_sections": ("PublicAnswer PublicField PublicForm PublicPage PublicSection PublicTable"),
    "published": "Published catalogue public_address",
    "revisions": "REVISION SEEN gather_said refuse_if_changed revision_of",
    "schema.groups": "GroupRecord",
    "schema.meetings": "MeetingRecord",
    "schema.records": (
        "BodyRecord DeadlineRecord FileRecord MandateRecord MemberRecord OrganRecord"
        " ReceivedPackageRecord SentPackageRecord"
    ),
    "schema.rounds": "RollRecord RoundRecord",
    "signing_in": "count_attempt",
    "tenancy": (
        "ORGAN_NAMES Basis BasisKind Body BodyKind BodyStatus Fitness Level Organ OrganKind"
        " code_above"
    ),
    "wakes": "wake",
    "work": "Actor Work",
}
_HOMES = {name: module for module, names in _DOORS.items() for name in names.split()}

__all__ = [  # noqa: RUF022 - grouped by the room they come from
    "API_VERSION",
    "now",
    "on_day",
    "today",
    "Assembly",
    "Meeting",
    "MeetingMember",
    "mark_leave",
    "unmark_leave",
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
    "acknowledge",
    "own_files",
    "send",
    "withdraw",
    "PackageState",
    "outside_party",
    "ERASED",
    "ErasureGround",
    "erase_announced",
    "erase_contents",
    "erased",
    "kept_elsewhere",
    "Expected",
    "Invalid",
    "NotFound",
    "Refused",
    "Event",
    "announce",
    "behind",
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
    "ToldApart",
    "record",
    "SortDirection",
    "ordered",
    "Connection",
    "records",
    "reads",
    "verb",
    "watches",
    "woken",
    "DeputyGroup",
    "DeputyGroupMember",
    "GroupBasis",
    "led_by",
    "ACTION_CODES",
    "ROLE_CODES",
    "Action",
    "Command",
    "Job",
    "Listener",
    "Lower",
    "Need",
    "OpenMatter",
    "Option",
    "PaperKind",
    "PluginInfo",
    "Receiver",
    "Role",
    "Said",
    "Setting",
    "hook",
    "Announced",
    "announce_round",
    "follow_round",
    "recount_round",
    "round_items",
    "standing_rounds",
    "tally_of",
    "cast_ballot",
    "ClosedItem",
    "ClosedRound",
    "ClosedVote",
    "CountedPaper",
    "NamedBallot",
    "NamedBallots",
    "Stock",
    "TellerEntry",
    "canonical",
    "closed_file",
    "digests_of",
    "with_chain",
    "ballot_fault",
    "count_ballots",
    "closed_vote_file",
    "exported_vote",
    "Consequence",
    "GradeResult",
    "GradeRules",
    "Tier",
    "RoundStep",
    "round_steps",
    "Named",
    "Replacement",
    "name_officials",
    "replace_official",
    "require_able_officials",
    "confirm_teller_counts",
    "enter_teller_count",
    "AssessedResult",
    "AssessedTier",
    "Assessment",
    "Majority",
    "Marks",
    "assessment_rules",
    "assessment_setting",
    "basis_of",
    "demand_practice",
    "majority_setting",
    "marks_setting",
    "quorum_of",
    "quorum_setting",
    "validity_of",
    "make_ballot_paper",
    "make_tally_sheet",
    "Adoption",
    "NewItem",
    "NewRound",
    "adopt_method",
    "cancel_round",
    "close_round",
    "open_round",
    "own_round",
    "prepare_round",
    "rules_of",
    "BallotRules",
    "Blank",
    "Mark",
    "Method",
    "PassRule",
    "Places",
    "Quorum",
    "Shortage",
    "ShortageRule",
    "TiePolicy",
    "TieRule",
    "Validity",
    "Voids",
    "CountBase",
    "Share",
    "Counts",
    "Figure",
    "FigureName",
    "Heads",
    "ItemCount",
    "ItemGrade",
    "ItemTally",
    "Next",
    "Outcome",
    "Papers",
    "Tally",
    "turnouts",
    "took_part",
    "enter_papers",
    "PaperFigure",
    "RollPlace",
    "Round",
    "RoundItem",
    "RoundState",
    "VotingMode",
    "Inconsistent",
    "items_for_next_round",
    "rules_for_next_round",
    "tally",
    "vote_faults",
    "Period",
    "Span",
    "Unit",
    "rough_days",
    "ClockState",
    "Computed",
    "Deadline",
    "Longer",
    "clock_of",
    "compute",
    "count_span",
    "decide_longer",
    "extensions_to_decide",
    "holders_of",
    "may_do",
    "meet_clock",
    "pause_clock",
    "request_longer",
    "restart_clock",
    "resume_clock",
    "start_clock",
    "start_clock_until",
    "stop_clocks",
    "trigger_of",
    "Granted",
    "take_longer",
    "told_longer",
    "File",
    "FileKind",
    "hold",
    "intact",
    "keep",
    "lock_content",
    "owned",
    "owned_files",
    "draw_number",
    "Hands",
    "Made",
    "Official",
    "full_name",
    "issue_paper",
    "place_name",
    "make_pdf_table",
    "make_word_table",
    "Heading",
    "Sheet",
    "in_batches",
    "read_sheet",
    "refuse_bad_rows",
    "as_day",
    "as_name",
    "as_whole_number",
    "bears_name",
    "without_locks",
    "notify",
    "Page",
    "ListPage",
    "DetailPage",
    "FormPage",
    "ChartPage",
    "ModulePage",
    "Column",
    "FieldKind",
    "PageInput",
    "Choices",
    "PageAction",
    "Mandate",
    "Membership",
    "MandateStatus",
    "in_own_bodies",
    "own_bodies",
    "role_title",
    "roles_here",
    "defer_job",
    "Resolved",
    "practice_of",
    "value_of",
    "PublicAnswer",
    "PublicField",
    "PublicForm",
    "PublicPage",
    "PublicSection",
    "PublicTable",
    "Published",
    "catalogue",
    "public_address",
    "OFFERED",
    "goes_through",
    "not_in_vain",
    "passes",
    "rows_by_id",
    "REVISION",
    "SEEN",
    "gather_said",
    "refuse_if_changed",
    "revision_of",
    "GroupRecord",
    "MeetingRecord",
    "BodyRecord",
    "DeadlineRecord",
    "FileRecord",
    "MandateRecord",
    "MemberRecord",
    "OrganRecord",
    "ReceivedPackageRecord",
    "SentPackageRecord",
    "RollRecord",
    "RoundRecord",
    "count_attempt",
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
    "waits_for",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        home, _, name = _leaving(name).rpartition(".")
    return getattr(import_module(f"core.{home}"), name)


def _leaving(name: str) -> str:
    """Where a name that is on its way out is found, with a warning to whoever asked."""
    # Python asks for names of its own here, before the front door is opened at all.
    fate = None if name.startswith("_") else import_module("core.api").DEPRECATED.get(name)
    if fate is None:
        raise AttributeError(
            f"core offers no {name!r}; front-door.md in the folder that `renda plugin docs` names "
            "lists what it offers"
        )
    warnings.warn(
        f"core.{name} leaves in {fate.leaves}: use {fate.instead} instead",
        DeprecationWarning,
        # The plugin's line asked `__getattr__`, which asked this.
        stacklevel=3,
    )
    return fate.found


def __dir__() -> list[str]:
    return sorted(__all__)
