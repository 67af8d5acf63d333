"""The verbs and reads of recording and review, by who does them."""

from plugins.filing_review.service import leaving, merging, suspending, timing
from plugins.filing_review.service.answering import DoubtAnswer, record_doubt_answer
from plugins.filing_review.service.arrivals import RECEIVERS
from plugins.filing_review.service.assigning import assign_review
from plugins.filing_review.service.below import export_copies
from plugins.filing_review.service.checking import Fault, document_faults, faults_of_filings
from plugins.filing_review.service.circulating import (
    circulate_filing,
    circulation_list,
    mark_filing_read,
)
from plugins.filing_review.service.concluding import (
    NewOpinion,
    check_opinion,
    check_secrecy,
    close_filing,
    draft_opinion,
    issue_opinion,
    publish_filing,
    withdraw_publication,
)
from plugins.filing_review.service.copying import Report, report_uncorrected, request_correction
from plugins.filing_review.service.doubts import Passing, pass_up_doubt, receive_doubt
from plugins.filing_review.service.enabling import check_enabling, open_matters
from plugins.filing_review.service.exporting import (
    export_ledger,
    export_platform_sheet,
    import_platform_numbers,
    read_platform_numbers,
)
from plugins.filing_review.service.extending import (
    Of,
    decline_extension,
    extend_review,
    request_extension,
)
from plugins.filing_review.service.feeding import feed_platform
from plugins.filing_review.service.guiding import (
    Matter,
    answer_guidance,
    ask_guidance,
    share_document,
)
from plugins.filing_review.service.hands import (
    WRITTEN,
    check_letter,
    draft_letter,
    drop_letter,
    issue_letter,
    return_letter,
    revise_letter,
    send_letter,
)
from plugins.filing_review.service.issuing import NewLetter
from plugins.filing_review.service.making import (
    Part,
    drop_filing,
    filing_revision,
    parts_said,
    prepare_filing,
    revise_filing,
    sign_filing,
)
from plugins.filing_review.service.mending import return_opinion, revise_opinion
from plugins.filing_review.service.noticing import LateNotice, notify_lateness
from plugins.filing_review.service.offering import (
    offered_of_filings,
    offered_of_letters,
    offered_of_opinions,
    offered_of_outgoing,
)
from plugins.filing_review.service.reading import (
    Wanted,
    WantedCopies,
    copy_list,
    doubt_list,
    draft_list,
    exchange_list,
    figures_of,
    ledger,
    ledger_column,
    letter_list,
    makers_of,
    outgoing_list,
    task_list,
    unit_figures,
)
from plugins.filing_review.service.registering import (
    Withholding,
    receive_filing,
    register_filing,
    return_filing,
    withhold_filing,
)
from plugins.filing_review.service.reviewing import (
    Merge,
    NewFinding,
    Note,
    conclude_review,
    recall_review,
    record_finding,
    record_note,
    submit_review,
)
from plugins.filing_review.service.routing import routes_here
from plugins.filing_review.service.sending import (
    Answer,
    Repeal,
    answer_opinion,
    report_correction,
    send_filing,
    supplement_filing,
    withdraw_filing,
)
from plugins.filing_review.service.suspending import Plan, resume_review, suspend_review
from plugins.filing_review.service.timing import filing_steps
from plugins.filing_review.service.waiting import (
    letters_in_hand,
    opinions_in_hand,
    plan_days,
    to_answer,
    to_publish,
    to_reply,
    to_review,
    to_sign,
    unsent_and_late,
    waiting_for_plan,
)

LISTENERS = [*timing.LISTENERS, *suspending.LISTENERS, *leaving.LISTENERS, *merging.LISTENERS]

__all__ = [
    "LISTENERS",
    "RECEIVERS",
    "WRITTEN",
    "Answer",
    "DoubtAnswer",
    "Fault",
    "LateNotice",
    "Matter",
    "Merge",
    "NewFinding",
    "NewLetter",
    "NewOpinion",
    "Note",
    "Of",
    "Part",
    "Passing",
    "Plan",
    "Repeal",
    "Report",
    "Wanted",
    "WantedCopies",
    "Withholding",
    "answer_guidance",
    "answer_opinion",
    "ask_guidance",
    "assign_review",
    "check_enabling",
    "check_letter",
    "check_opinion",
    "check_secrecy",
    "circulate_filing",
    "circulation_list",
    "close_filing",
    "conclude_review",
    "copy_list",
    "decline_extension",
    "document_faults",
    "doubt_list",
    "draft_letter",
    "draft_list",
    "draft_opinion",
    "drop_filing",
    "drop_letter",
    "exchange_list",
    "export_copies",
    "export_ledger",
    "export_platform_sheet",
    "extend_review",
    "faults_of_filings",
    "feed_platform",
    "figures_of",
    "filing_revision",
    "filing_steps",
    "import_platform_numbers",
    "issue_letter",
    "issue_opinion",
    "ledger",
    "ledger_column",
    "letter_list",
    "letters_in_hand",
    "makers_of",
    "mark_filing_read",
    "notify_lateness",
    "offered_of_filings",
    "offered_of_letters",
    "offered_of_opinions",
    "offered_of_outgoing",
    "open_matters",
    "opinions_in_hand",
    "outgoing_list",
    "parts_said",
    "pass_up_doubt",
    "plan_days",
    "prepare_filing",
    "publish_filing",
    "read_platform_numbers",
    "recall_review",
    "receive_doubt",
    "receive_filing",
    "record_doubt_answer",
    "record_finding",
    "record_note",
    "register_filing",
    "report_correction",
    "report_uncorrected",
    "request_correction",
    "request_extension",
    "resume_review",
    "return_filing",
    "return_letter",
    "return_opinion",
    "revise_filing",
    "revise_letter",
    "revise_opinion",
    "routes_here",
    "send_filing",
    "send_letter",
    "share_document",
    "sign_filing",
    "submit_review",
    "supplement_filing",
    "suspend_review",
    "task_list",
    "to_answer",
    "to_publish",
    "to_reply",
    "to_review",
    "to_sign",
    "unit_figures",
    "unsent_and_late",
    "waiting_for_plan",
    "withdraw_filing",
    "withdraw_publication",
    "withhold_filing",
]
