"""Actions of recording and review, and the roles that hold them by default."""

from core import Action, Role

READ_LETTERS = "filing_review.read_letters"
READ_OUTGOING = "filing_review.read_outgoing"
PREPARE_FILING = "filing_review.prepare_filing"
REVISE_FILING = "filing_review.revise_filing"
DROP_FILING = "filing_review.drop_filing"
SIGN_FILING = "filing_review.sign_filing"
SEND_FILING = "filing_review.send_filing"
SUPPLEMENT_FILING = "filing_review.supplement_filing"
WITHDRAW_FILING = "filing_review.withdraw_filing"
ANSWER_OPINION = "filing_review.answer_opinion"
REPORT_CORRECTION = "filing_review.report_correction"

READ = "filing_review.read"
RECEIVE_FILING = "filing_review.receive_filing"
REGISTER_FILING = "filing_review.register_filing"
RETURN_FILING = "filing_review.return_filing"
WITHHOLD_FILING = "filing_review.withhold_filing"
NOTIFY_LATENESS = "filing_review.notify_lateness"
ASSIGN_REVIEW = "filing_review.assign_review"
CIRCULATE_FILING = "filing_review.circulate_filing"
MARK_FILING_READ = "filing_review.mark_filing_read"
RECORD_FINDING = "filing_review.record_finding"
SUBMIT_REVIEW = "filing_review.submit_review"
RECALL_REVIEW = "filing_review.recall_review"
PASS_UP_DOUBT = "filing_review.pass_up_doubt"
RECEIVE_DOUBT = "filing_review.receive_doubt"
RECORD_DOUBT_ANSWER = "filing_review.record_doubt_answer"
READ_DOUBTS = "filing_review.read_doubts"
CONCLUDE_REVIEW = "filing_review.conclude_review"
RECORD_NOTE = "filing_review.record_note"
DRAFT_OPINION = "filing_review.draft_opinion"
CHECK_OPINION = "filing_review.check_opinion"
ISSUE_OPINION = "filing_review.issue_opinion"
RETURN_OPINION = "filing_review.return_opinion"
REVISE_OPINION = "filing_review.revise_opinion"
SEND_LETTER = "filing_review.send_letter"
DRAFT_LETTER = "filing_review.draft_letter"
CHECK_LETTER = "filing_review.check_letter"
RETURN_LETTER = "filing_review.return_letter"
REVISE_LETTER = "filing_review.revise_letter"
ISSUE_LETTER = "filing_review.issue_letter"
DROP_LETTER = "filing_review.drop_letter"
EXPORT_LEDGER = "filing_review.export_ledger"
EXPORT_PLATFORM_SHEET = "filing_review.export_platform_sheet"
IMPORT_PLATFORM_NUMBERS = "filing_review.import_platform_numbers"
FEED_PLATFORM = "filing_review.feed_platform"
SUSPEND_REVIEW = "filing_review.suspend_review"
RESUME_REVIEW = "filing_review.resume_review"
REQUEST_EXTENSION = "filing_review.request_extension"
EXTEND_REVIEW = "filing_review.extend_review"
DECLINE_EXTENSION = "filing_review.decline_extension"
CLOSE_FILING = "filing_review.close_filing"
CHECK_SECRECY = "filing_review.check_secrecy"
PUBLISH_FILING = "filing_review.publish_filing"
WITHDRAW_PUBLICATION = "filing_review.withdraw_publication"
READ_PUBLISHED = "filing_review.read_published"
REPORT_UNCORRECTED = "filing_review.report_uncorrected"
READ_COPIES = "filing_review.read_copies"
EXPORT_COPIES = "filing_review.export_copies"
REQUEST_CORRECTION = "filing_review.request_correction"
READ_EXCHANGES = "filing_review.read_exchanges"
ASK_GUIDANCE = "filing_review.ask_guidance"
ANSWER_GUIDANCE = "filing_review.answer_guidance"
SHARE_DOCUMENT = "filing_review.share_document"

ACTIONS = [
    Action(READ_LETTERS, "查看往来文书"),
    Action(READ_OUTGOING, "查看本机关报送的文件"),
    Action(PREPARE_FILING, "起草报送件"),
    Action(REVISE_FILING, "修改报送件"),
    Action(DROP_FILING, "报送件草稿作废"),
    Action(SIGN_FILING, "签发报送件"),
    Action(SEND_FILING, "报送备案"),
    Action(SUPPLEMENT_FILING, "补充报送"),
    Action(WITHDRAW_FILING, "撤回报送"),
    Action(ANSWER_OPINION, "书面反馈审查意见"),
    Action(REPORT_CORRECTION, "报告修改、废止情况"),
    Action(READ, "查看备案审查台账"),
    Action(RECEIVE_FILING, "签收报送件"),
    Action(REGISTER_FILING, "备案登记"),
    Action(RETURN_FILING, "退回"),
    Action(WITHHOLD_FILING, "暂缓备案登记"),
    Action(NOTIFY_LATENESS, "限期报送通知"),
    Action(ASSIGN_REVIEW, "分办审查"),
    Action(CIRCULATE_FILING, "传阅备案件"),
    Action(MARK_FILING_READ, "阅看传阅件"),
    Action(RECORD_FINDING, "记录审查发现"),
    Action(SUBMIT_REVIEW, "提交审查意见"),
    Action(RECALL_REVIEW, "收回审查任务"),
    Action(READ_DOUBTS, "查看逐级上报的合宪性疑问"),
    Action(PASS_UP_DOUBT, "上报合宪性疑问"),
    Action(RECEIVE_DOUBT, "签收下级报来的合宪性疑问"),
    Action(RECORD_DOUBT_ANSWER, "记录上级对合宪性疑问的答复"),
    Action(CONCLUDE_REVIEW, "汇总并作出审查结论"),
    Action(SUSPEND_REVIEW, "审查中止，修改、废止期限中止计算"),
    Action(RESUME_REVIEW, "恢复审查，恢复计算修改、废止期限"),
    Action(REQUEST_EXTENSION, "申请延长期限"),
    Action(EXTEND_REVIEW, "批准延长期限"),
    Action(DECLINE_EXTENSION, "不批准延长期限"),
    Action(RECORD_NOTE, "记录沟通、专家意见和指导"),
    Action(DRAFT_OPINION, "审查意见拟稿"),
    Action(CHECK_OPINION, "审查意见核稿"),
    Action(ISSUE_OPINION, "审查意见签发"),
    Action(RETURN_OPINION, "审查意见退回修改"),
    Action(REVISE_OPINION, "修改审查意见稿"),
    Action(SEND_LETTER, "发出提醒函、催办函及答复"),
    Action(DRAFT_LETTER, "函件拟稿"),
    Action(CHECK_LETTER, "函件核稿"),
    Action(RETURN_LETTER, "函件退回修改"),
    Action(REVISE_LETTER, "修改函件稿"),
    Action(ISSUE_LETTER, "函件签发"),
    Action(DROP_LETTER, "函件稿作废"),
    Action(EXPORT_LEDGER, "导出台账"),
    Action(EXPORT_PLATFORM_SHEET, "导出待填省平台编号的清单"),
    Action(IMPORT_PLATFORM_NUMBERS, "导入省平台编号"),
    Action(FEED_PLATFORM, "报送省平台"),
    Action(CLOSE_FILING, "办结归档"),
    Action(CHECK_SECRECY, "公开前保密审查"),
    Action(PUBLISH_FILING, "批准公开"),
    Action(WITHDRAW_PUBLICATION, "撤回公开"),
    Action(READ_PUBLISHED, "查看公开目录"),
    Action(REPORT_UNCORRECTED, "向上一级报告未予纠正的情况"),
    Action(READ_COPIES, "查看下级抄报的备案件"),
    Action(EXPORT_COPIES, "导出下级抄报的台账"),
    Action(REQUEST_CORRECTION, "建议本级政府纠正下级文件"),
    Action(READ_EXCHANGES, "查看上下级指导往来"),
    Action(ASK_GUIDANCE, "向上一级请示、就草案征求意见"),
    Action(ANSWER_GUIDANCE, "答复下级的请示"),
    Action(SHARE_DOCUMENT, "向下级共享文件"),
]

ROLES = [
    Role(name="visitor", title="访客", actions=(READ_PUBLISHED,)),
    Role(name="member", title="机关工作人员", actions=(READ_LETTERS, READ_EXCHANGES)),
    Role(
        name="maker_clerk",
        title="报送经办员",
        actions=(
            READ_OUTGOING,
            ASK_GUIDANCE,
            PREPARE_FILING,
            REVISE_FILING,
            DROP_FILING,
            SEND_FILING,
            SUPPLEMENT_FILING,
            WITHDRAW_FILING,
            ANSWER_OPINION,
            REPORT_CORRECTION,
            SEND_LETTER,
            DRAFT_LETTER,
            REVISE_LETTER,
            DROP_LETTER,
        ),
    ),
    Role(
        name="maker_checker",
        title="报送核稿人",
        actions=(READ_OUTGOING, CHECK_LETTER, RETURN_LETTER),
    ),
    Role(
        name="maker_signer",
        title="报送签发人",
        actions=(READ_OUTGOING, SIGN_FILING, RETURN_LETTER, ISSUE_LETTER),
    ),
    Role(
        name="registry_clerk",
        title="收文登记员",
        actions=(
            READ,
            MARK_FILING_READ,
            CIRCULATE_FILING,
            READ_DOUBTS,
            RECEIVE_DOUBT,
            RECEIVE_FILING,
            REGISTER_FILING,
            RETURN_FILING,
            WITHHOLD_FILING,
            NOTIFY_LATENESS,
            SEND_LETTER,
            DRAFT_LETTER,
            REVISE_LETTER,
            DROP_LETTER,
            EXPORT_LEDGER,
            EXPORT_PLATFORM_SHEET,
            IMPORT_PLATFORM_NUMBERS,
            FEED_PLATFORM,
        ),
    ),
    Role(
        name="reviewer",
        title="审查人员",
        actions=(READ, MARK_FILING_READ, RECORD_FINDING, SUBMIT_REVIEW, REQUEST_EXTENSION),
    ),
    Role(
        name="committee_head",
        title="委员会负责人",
        actions=(READ, MARK_FILING_READ, EXTEND_REVIEW, DECLINE_EXTENSION),
    ),
    Role(
        name="review_lead",
        title="审查负责人",
        actions=(
            READ,
            MARK_FILING_READ,
            CIRCULATE_FILING,
            READ_COPIES,
            EXPORT_COPIES,
            READ_DOUBTS,
            ASK_GUIDANCE,
            ANSWER_GUIDANCE,
            SHARE_DOCUMENT,
            REPORT_UNCORRECTED,
            ASSIGN_REVIEW,
            RECORD_FINDING,
            SUBMIT_REVIEW,
            RECALL_REVIEW,
            PASS_UP_DOUBT,
            RECORD_DOUBT_ANSWER,
            CONCLUDE_REVIEW,
            SUSPEND_REVIEW,
            RESUME_REVIEW,
            REQUEST_EXTENSION,
            RECORD_NOTE,
            DRAFT_OPINION,
            REVISE_OPINION,
            SEND_LETTER,
            DRAFT_LETTER,
            REVISE_LETTER,
            DROP_LETTER,
            EXPORT_LEDGER,
            CLOSE_FILING,
        ),
    ),
    Role(
        name="opinion_checker",
        title="核稿人",
        actions=(
            READ,
            MARK_FILING_READ,
            READ_COPIES,
            READ_DOUBTS,
            CHECK_OPINION,
            RETURN_OPINION,
            CHECK_LETTER,
            RETURN_LETTER,
        ),
    ),
    Role(
        name="opinion_signer",
        title="审查意见签发人",
        actions=(
            READ,
            MARK_FILING_READ,
            CIRCULATE_FILING,
            READ_COPIES,
            EXPORT_COPIES,
            READ_DOUBTS,
            REQUEST_CORRECTION,
            REPORT_UNCORRECTED,
            ISSUE_OPINION,
            RETURN_OPINION,
            RETURN_LETTER,
            ISSUE_LETTER,
            EXTEND_REVIEW,
            DECLINE_EXTENSION,
            PUBLISH_FILING,
            WITHDRAW_PUBLICATION,
        ),
    ),
    Role(name="filing_reader", title="阅件人", actions=(READ, MARK_FILING_READ)),
    Role(
        name="publication_checker",
        title="保密审查与公开",
        actions=(READ, MARK_FILING_READ, CHECK_SECRECY),
    ),
]
