"""The closed lists of the plugin as GraphQL enums."""

from core import enum
from plugins.deputy_files import rules

enum(rules.EntrySource, "履职记录由谁先写", rules.ENTRY_SOURCES)
enum(rules.EntryState, "履职记录的状态", rules.ENTRY_STATES)
enum(rules.CardState, "电子名片的状态", rules.CARD_STATES)
enum(rules.Openness, "公开属性", rules.OPENNESS, name="CardOpenness")
enum(rules.LeaveState, "请假的状态", rules.LEAVE_STATES)
enum(rules.ErasureState, "请求删除个人信息的状态", rules.ERASURE_STATES)
enum(rules.Likeness, "两条履职记录相似之处", rules.LIKENESSES)
