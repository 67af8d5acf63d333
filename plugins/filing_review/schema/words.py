"""The closed lists of the plugin as GraphQL enums."""

from core import enum
from plugins.filing_review import rules

enum(rules.DocumentKind, "规范性文件的种类", rules.DOCUMENT_KINDS)
enum(rules.Openness, "公开属性", rules.OPENNESS)
enum(rules.PartKind, "备案材料的种类", rules.PARTS)
enum(rules.Standard, "审查标准", rules.STANDARDS)
enum(rules.Seriousness, "问题的轻重", rules.SERIOUSNESS)
enum(rules.Decision, "审查负责人对审查发现的决定", rules.DECISIONS)
enum(rules.Conclusion, "审查结论", rules.CONCLUSIONS)
enum(rules.Measure, "制定机关对审查意见的处理", rules.MEASURES)
enum(rules.Correction, "纠正的方式", rules.CORRECTIONS)
enum(rules.Ask, "暂缓登记后要求制定机关做什么", rules.ASKS)
enum(rules.LetterKind, "往来文书和记录的种类", rules.LETTERS)
enum(rules.ExchangeKind, "上下级之间指导往来的种类", rules.EXCHANGES)
enum(rules.Direction, "往来方向", rules.DIRECTIONS)
enum(rules.OutgoingState, "报送件的状态（制定机关一侧）", rules.OUTGOING_STATES)
enum(rules.FilingState, "备案件的状态（审查机关一侧）", rules.FILING_STATES)
enum(rules.OpinionState, "审查意见、函件在拟稿、核稿、签发中的状态", rules.OPINION_STATES)
enum(rules.HandStep, "一份文书在本人手里可以怎样办", rules.HAND_STEPS)
enum(
    rules.PublicationStep,
    "已办结的文件列入公开目录以前待办什么",
    rules.PUBLICATION_STEPS,
)
enum(rules.TaskState, "审查任务的状态", rules.TASK_STATES)
enum(rules.Limit, "审查的各项期限", rules.LIMITS)
enum(rules.DoubtState, "合宪性疑问在本机关的状态", rules.DOUBT_STATES)
enum(rules.DoubtOutcome, "上级对合宪性疑问的结论", rules.DOUBT_OUTCOMES)
enum(rules.LedgerOrder, "台账按什么排序", rules.LEDGER_ORDERS)
enum(rules.LedgerForm, "台账导出成什么", rules.LEDGER_FORMS)
enum(rules.Figure, "年度统计的项目", rules.FIGURES)
