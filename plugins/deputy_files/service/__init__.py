"""The verbs and reads of deputies' files, by who does them."""

from plugins.deputy_files.service.confirming import (
    confirm_entry,
    copy_evidence,
    matter_list,
    refuse_entry,
)
from plugins.deputy_files.service.files import (
    Opening,
    archive_files,
    file_list,
    move_file,
    open_files,
)
from plugins.deputy_files.service.listening import LISTENERS
from plugins.deputy_files.service.listing import (
    Lists,
    WantedDrafts,
    WantedEntries,
    corrections_of,
    draft_list,
    entry_list,
    own_lists,
    person_of,
    statuses_of,
)
from plugins.deputy_files.service.seeing import (
    files_of_viewer,
    within_drafts,
    within_entries,
    within_files,
)
from plugins.deputy_files.service.writing import (
    Correction,
    NewEntry,
    discard_entry,
    log_entry,
    open_matter,
    revise_entry,
    submit_entry,
)

__all__ = [
    "LISTENERS",
    "Correction",
    "Lists",
    "NewEntry",
    "Opening",
    "WantedDrafts",
    "WantedEntries",
    "archive_files",
    "confirm_entry",
    "copy_evidence",
    "corrections_of",
    "discard_entry",
    "draft_list",
    "entry_list",
    "file_list",
    "files_of_viewer",
    "log_entry",
    "matter_list",
    "move_file",
    "open_files",
    "open_matter",
    "own_lists",
    "person_of",
    "refuse_entry",
    "revise_entry",
    "statuses_of",
    "submit_entry",
    "within_drafts",
    "within_entries",
    "within_files",
]
