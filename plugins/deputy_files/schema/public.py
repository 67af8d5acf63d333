"""What everybody sees: the e-cards, whose page stands in the entry itself."""

from core import PublicSection
from plugins.deputy_files import permissions as may
from plugins.deputy_files.service.cards import KIND

SECTIONS = [
    PublicSection(
        name="deputy_files.cards",
        title="人大代表名片",
        description="本级人大代表的简介、联络站、接待选民的时间和履职情况。",
        action=may.READ_PUBLIC_CARDS,
        kind=KIND,
        gone="这张代表名片已经撤下，不再公开。",
    )
]
