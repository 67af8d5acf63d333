"""The GraphQL texts of the demo: what a front end of a body would send."""

from typing import Final


def _verb(name: str, input_type: str, answer: str = "id") -> str:
    return f"mutation($input: {input_type}!) {{ {name}(input: $input) {{ {answer} }} }}"


PREPARE: Final = _verb("prepareFiling", "PrepareFilingInput")
SIGN: Final = _verb("signFiling", "SignFilingInput", "id state")
SEND: Final = _verb("sendFiling", "SendFilingInput", "id state lateBy filingDueOn")
SUPPLEMENT: Final = _verb("supplementFiling", "SupplementFilingInput", "id state")
ANSWER: Final = _verb("answerOpinion", "AnswerOpinionInput", "id state")
REPEAL: Final = _verb("reportCorrection", "ReportCorrectionInput", "id state")
RECEIVE: Final = _verb("receiveFiling", "ReceiveFilingInput", "id receiptText")
REGISTER: Final = _verb("registerFiling", "RegisterFilingInput", "id registerText")
RETURN: Final = _verb("returnFiling", "ReturnFilingInput")
WITHHOLD: Final = _verb("withholdFiling", "WithholdFilingInput")
LATE_NOTICE: Final = _verb("notifyLateness", "NotifyLatenessInput")
ASSIGN: Final = _verb("assignReview", "AssignReviewInput", "id tasks { id reviewerOrgan }")
FINDING: Final = _verb("recordFinding", "RecordFindingInput")
SUBMIT: Final = _verb("submitReview", "SubmitReviewInput", "id state")
NOTE: Final = _verb("recordNote", "RecordNoteInput")
SUSPEND: Final = _verb("suspendReview", "SuspendReviewInput", "id state")
RESUME: Final = _verb("resumeReview", "ResumeReviewInput", "id state")
PASS_UP: Final = _verb("passUpDoubt", "PassUpDoubtInput", "id state passedUpTo")
RECEIVE_DOUBT: Final = _verb("receiveDoubt", "ReceiveDoubtInput", "id state")
CONCLUDE: Final = _verb("concludeReview", "ConcludeReviewInput", "id conclusion")
DRAFT_OPINION: Final = _verb("draftOpinion", "DraftOpinionInput")
CHECK: Final = _verb("checkOpinion", "CheckOpinionInput", "id state")
ISSUE: Final = _verb("issueOpinion", "IssueOpinionInput", "id state answerDueOn")
DRAFT_LETTER: Final = _verb("draftLetter", "LetterInput", "id state")
CHECK_LETTER: Final = _verb("checkLetter", "CheckLetterInput", "id state")
ISSUE_LETTER: Final = _verb("issueLetter", "IssueLetterInput", "id state")
ASK_GUIDANCE: Final = _verb("askGuidance", "AskGuidanceInput")
ANSWER_GUIDANCE: Final = _verb("answerGuidance", "AnswerGuidanceInput")
SHARE: Final = _verb("shareDocument", "ShareDocumentInput")
REPORT_UP: Final = _verb("reportUncorrected", "ReportUncorrectedInput")
REQUEST_CORRECTION: Final = _verb("requestCorrection", "RequestCorrectionInput")
CLOSE: Final = _verb("closeFiling", "CloseFilingInput", "id state")
CHECK_SECRECY: Final = _verb("checkSecrecy", "CheckSecrecyInput")
PUBLISH: Final = _verb("publishFiling", "FilingInput", "id isPublic")

COLLEAGUES: Final = "{ colleagues { id name post } }"
TASKS: Final = "{ reviewTasks(first: 50) { nodes { id title } } }"
FIND: Final = "{ filings(first: 50) { nodes { id documentNumber } } }"
DOUBTS: Final = "{ doubts(first: 50) { nodes { id documentNumber } } }"
EXCHANGES: Final = "{ exchanges(first: 50) { nodes { id text } } }"
COPIES: Final = (
    "query($body: String!) { filingCopies(where: {fromBody: $body, reported: true}, first: 50)"
    " { nodes { id documentNumber } } }"
)
OVERDUE: Final = "{ filings(where: {overdue: true}, first: 50) { nodes { id dueOn } } }"
FINDINGS: Final = (
    "query($id: ID!) { node(id: $id)"
    " { ... on Filing { findings { id standard seriousness decision } } } }"
)
