"""The verbs and reads of recording and review, by who does them."""

from plugins.filing_review.service.arrivals import RECEIVERS
from plugins.filing_review.service.assigning import assign_review
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
from plugins.filing_review.service.enabling import check_enabling
from plugins.filing_review.service.making import (
    Part,
    prepare_filing,
    revise_filing,
    sign_filing,
)
from plugins.filing_review.service.reading import (
    Wanted,
    figures_of,
    ledger,
    ledger_column,
    letter_list,
    outgoing_list,
    task_list,
)
from plugins.filing_review.service.registering import (
    LateNotice,
    Withholding,
    notify_lateness,
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
    pass_up_doubt,
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
)

__all__ = [
    "RECEIVERS",
    "Answer",
    "LateNotice",
    "Merge",
    "NewFinding",
    "NewOpinion",
    "Note",
    "Part",
    "Repeal",
    "Wanted",
    "Withholding",
    "answer_opinion",
    "assign_review",
    "check_enabling",
    "check_opinion",
    "check_secrecy",
    "close_filing",
    "conclude_review",
    "draft_opinion",
    "figures_of",
    "issue_opinion",
    "ledger",
    "ledger_column",
    "letter_list",
    "notify_lateness",
    "outgoing_list",
    "pass_up_doubt",
    "prepare_filing",
    "publish_filing",
    "recall_review",
    "receive_filing",
    "record_finding",
    "record_note",
    "register_filing",
    "report_correction",
    "return_filing",
    "revise_filing",
    "routes_here",
    "send_filing",
    "sign_filing",
    "submit_review",
    "supplement_filing",
    "task_list",
    "withdraw_publication",
    "withhold_filing",
]
