"""What people write freely: reasons, objections, answers."""

from core import ERASED, Invalid


def free_words(text: str, *, field: str, empty: str, code: str = "REASON_EMPTY") -> str:
    """The text without blanks around it; refused where it is empty, or passes for erased."""
    plain = text.strip()
    if not plain:
        raise Invalid(code, empty, field=field)
    if plain == ERASED:
        raise Invalid(
            "POINTS_WORDS_ERASED",
            f"不能只写“{ERASED}”，这是已按请求删除的内容的标记。请写明理由。",
            field=field,
        )
    return plain
