"""The verbs and reads of deputies' files, by who does them."""

from plugins.deputy_files.service.cards import (
    CARDS,
    card_list,
    card_preview,
    check_card_secrecy,
    draft_card,
    public_cards,
    publish_card,
    withdraw_card,
)
from plugins.deputy_files.service.comparing import likenesses_now
from plugins.deputy_files.service.confirming import (
    confirm_entries,
    confirm_entry,
    copy_evidence,
    matter_list,
    refuse_entry,
)
from plugins.deputy_files.service.counting import make_statistics, progress_of
from plugins.deputy_files.service.entry_sheet import make_entry_sheet
from plugins.deputy_files.service.erasing import (
    About,
    erase_words,
    erasure_list,
    erasures_of_viewer,
    refuse_erasure,
    request_erasure,
)
from plugins.deputy_files.service.files import (
    Opening,
    archive_files,
    file_list,
    move_file,
    open_files,
)
from plugins.deputy_files.service.importing import import_entries, preview_entries
from plugins.deputy_files.service.leaving import (
    absences,
    decide_leave,
    leave_list,
    leaves_of_viewer,
    open_matters,
    request_leave,
    withdraw_leave,
    withdraw_paper_leave,
)
from plugins.deputy_files.service.listening import ENTRIES
from plugins.deputy_files.service.listing import (
    Lists,
    WantedDrafts,
    WantedEntries,
    corrections_of,
    draft_list,
    entry_list,
    own_lists,
    own_mandates,
    own_places,
    person_of,
    statuses_of,
)
from plugins.deputy_files.service.noticing import own_notice, read_notice
from plugins.deputy_files.service.offering import (
    offered_of_cards,
    offered_of_drafts,
    offered_of_leaves,
)
from plugins.deputy_files.service.printing import make_handbook
from plugins.deputy_files.service.revising import (
    discard_entry,
    entry_revision,
    evidence_said,
    revise_entry,
)
from plugins.deputy_files.service.seeing import (
    confirmable,
    confirmed_of_viewer,
    draft_evidence_of_viewer,
    drafts_of_viewer,
    files_of_viewer,
    likenesses_of_viewer,
    looked_of_viewer,
    matters_of_viewer,
    within_entries,
    within_files,
)
from plugins.deputy_files.service.sending import FACTS, fact_list, place_fact, send_fact
from plugins.deputy_files.service.verifying import verify
from plugins.deputy_files.service.waiting import own, to_confirm
from plugins.deputy_files.service.writing import (
    Correction,
    NewEntry,
    log_entry,
    open_matter,
    submit_entry,
)
from plugins.deputy_files.service.yearly import (
    TABLES,
    begin_yearly_table,
    received_table_list,
    submit_yearly_table,
    yearly_table_list,
)

LISTENERS = [*ENTRIES, *CARDS]
RECEIVERS = [*FACTS, *TABLES]

__all__ = [
    "LISTENERS",
    "RECEIVERS",
    "About",
    "Correction",
    "Lists",
    "NewEntry",
    "Opening",
    "WantedDrafts",
    "WantedEntries",
    "absences",
    "archive_files",
    "begin_yearly_table",
    "card_list",
    "card_preview",
    "check_card_secrecy",
    "confirm_entries",
    "confirm_entry",
    "confirmable",
    "confirmed_of_viewer",
    "copy_evidence",
    "corrections_of",
    "decide_leave",
    "discard_entry",
    "draft_card",
    "draft_evidence_of_viewer",
    "draft_list",
    "drafts_of_viewer",
    "entry_list",
    "entry_revision",
    "erase_words",
    "erasure_list",
    "erasures_of_viewer",
    "evidence_said",
    "fact_list",
    "file_list",
    "files_of_viewer",
    "import_entries",
    "leave_list",
    "leaves_of_viewer",
    "likenesses_now",
    "likenesses_of_viewer",
    "log_entry",
    "looked_of_viewer",
    "make_entry_sheet",
    "make_handbook",
    "make_statistics",
    "matter_list",
    "matters_of_viewer",
    "move_file",
    "offered_of_cards",
    "offered_of_drafts",
    "offered_of_leaves",
    "open_files",
    "open_matter",
    "open_matters",
    "own",
    "own_lists",
    "own_mandates",
    "own_notice",
    "own_places",
    "person_of",
    "place_fact",
    "preview_entries",
    "progress_of",
    "public_cards",
    "publish_card",
    "read_notice",
    "received_table_list",
    "refuse_entry",
    "refuse_erasure",
    "request_erasure",
    "request_leave",
    "revise_entry",
    "send_fact",
    "statuses_of",
    "submit_entry",
    "submit_yearly_table",
    "to_confirm",
    "verify",
    "withdraw_card",
    "withdraw_leave",
    "withdraw_paper_leave",
    "within_entries",
    "within_files",
    "yearly_table_list",
]
