"""The only expected errors. Each has a code for programs and a Chinese sentence for people.

Whatever else is raised while a request is served is a fault of ours: it is masked, and its id is
in the log. Every code is listed in `docs/errors.md`; a test compares the page with the code.
"""


class Expected(Exception):
    """What a client may be told: `code` is stable, `message` says what to do next."""

    def __init__(self, code: str, message: str, **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


class NotFound(Expected):
    """No such record for this party; the same answer whether it exists elsewhere or never did."""

    def __init__(self, what: str = "记录") -> None:
        super().__init__("NOT_FOUND", f"没有找到该{what}，或者您无权查看。请核对后重试。")


class Refused(Expected):
    """The rules, the law or the state of the record do not allow it."""


class Invalid(Expected):
    """What was entered cannot be accepted; `field` names the input field in camelCase."""

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        details: dict[str, object] = {} if field is None else {"field": field}
        super().__init__(code, message, **details)
