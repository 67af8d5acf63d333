"""The closed lists of the plugin as GraphQL enums."""

from core import enum
from plugins.deputy_files import rules

enum(rules.EntrySource, "履职记录由谁先写", rules.ENTRY_SOURCES)
enum(rules.EntryState, "履职记录的状态", rules.ENTRY_STATES)
enum(rules.Likeness, "两条履职记录相似之处", rules.LIKENESSES)
