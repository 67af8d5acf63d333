"""A person's name as it is kept: 王　芳, as tables are laid out, and 王芳 are one name."""

import re
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
SPREAD = re.compile(rf"{HAN}+(?:\s+{HAN}+)+")
SPACES = " \t\u00a0\u2002\u2003\u3000"


def as_name(text: str) -> str:
    """A Chinese name without spaces inside; others (艾力·买买提, Anna Li) stay as they are."""
    plain = text.strip()
    return "".join(plain.split()) if SPREAD.fullmatch(plain) else plain


def bears_name(column: Any, names: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether a column holds one of these names, whatever spaces it was once kept with.

    It may find a few more: whether two are one name, `as_name` of both says.
    """
    spaceless = {one.translate(dict.fromkeys(map(ord, SPACES))) for one in names}
    return sa.func.translate(column, SPACES, "", type_=sa.String()).in_(spaceless)
