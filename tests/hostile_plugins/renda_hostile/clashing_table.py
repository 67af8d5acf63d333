"""Its table is one of the core's."""

from sqlalchemy.orm import Mapped

from core import Base, PluginInfo, TenantOwned, hook
from renda_hostile import said


class Organ(Base, TenantOwned):
    """Not the one that everybody knows."""

    __tablename__ = "organ"

    name: Mapped[str]


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_table")
