"""The figures of a year and the orders of the ledger."""

from enum import StrEnum


class Figure(StrEnum):
    """The figures of a year; each is a set of filings that can be opened."""

    FILED = "filed"
    IN_TIME = "in_time"
    LATE = "late"
    NO_CLOCK = "no_clock"
    REGISTERED = "registered"
    RETURNED = "returned"
    WITHHELD = "withheld"
    REVIEWED = "reviewed"
    PROBLEMS = "problems"
    AMENDED = "amended"
    REPEALED = "repealed"
    UNCORRECTED = "uncorrected"


FIGURES = {
    Figure.FILED: "收到报送",
    Figure.IN_TIME: "登记的文件中按期报送",
    Figure.LATE: "登记的文件中逾期报送",
    Figure.NO_CLOCK: "登记的文件中规定没有报送期限",
    Figure.REGISTERED: "备案登记",
    Figure.RETURNED: "退回",
    Figure.WITHHELD: "曾暂缓登记",
    Figure.REVIEWED: "已作出审查结论",
    Figure.PROBLEMS: "存在问题",
    Figure.AMENDED: "已修改",
    Figure.REPEALED: "已废止",
    Figure.UNCORRECTED: "存在问题尚未纠正",
}


class LedgerForm(StrEnum):
    """As what the ledger is exported."""

    XLSX = "xlsx"
    PDF = "pdf"


LEDGER_FORMS = {LedgerForm.XLSX: "Excel 表格", LedgerForm.PDF: "PDF（A4 横向）"}


class LedgerOrder(StrEnum):
    """By what the ledger may be ordered; the words are its columns."""

    FILED_ON = "filed_on"
    DUE_ON = "due_on"
    REGISTERED_ON = "registered_on"
    LATE_BY = "late_by"
    MAKER = "maker_organ"


LEDGER_ORDERS = {
    LedgerOrder.FILED_ON: "报送日期",
    LedgerOrder.DUE_ON: "最近一项期限",
    LedgerOrder.REGISTERED_ON: "登记日期",
    LedgerOrder.LATE_BY: "逾期天数",
    LedgerOrder.MAKER: "制定机关",
}
