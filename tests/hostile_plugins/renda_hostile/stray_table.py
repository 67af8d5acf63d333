"""Its table does not begin with its name."""

from sqlalchemy.orm import Mapped

from core import Base, PluginInfo, TenantOwned, hook
from renda_hostile import said


class Note(Base, TenantOwned):
    """Whose?"""

    __tablename__ = "stray_note"

    text: Mapped[str]


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_stray")
