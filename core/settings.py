"""What the environment may set, each variable declared once.

`SETTINGS` is the single table: `load` reads the environment by it, `describe` prints it for the
documentation. A wrong or unknown variable refuses the start: a typing error must never silently
become the default.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

PREFIX = "RENDA_"
TEST_PREFIX = "RENDA_TEST_"
CHECKOUT = Path(__file__).resolve().parent.parent
ADDRESS_SHAPE = re.compile(r"https?://[A-Za-z0-9.\-]+(:[0-9]+)?")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingsError(Exception):
    """A variable that cannot be used; the message is one sentence for the operator."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The checked environment; an empty `database_url` means the embedded PostgreSQL."""

    database_url: str
    owner_database_url: str
    data_dir: Path
    host: str
    port: int
    public_url: str
    production: bool
    worker: bool
    max_file_mb: int
    session_hours: int
    session_idle_minutes: int
    plugin_seconds: int
    font_dir: Path | None
    log_level: str

    @property
    def embedded(self) -> bool:
        return not self.database_url

    def owner_url(self) -> str:
        """The DSN that migrations use; only an outside database has one in the environment."""
        if not self.owner_database_url:
            raise SettingsError(
                "已设置 RENDA_DATABASE_URL 时，迁移还须设置属主角色的 RENDA_OWNER_DATABASE_URL"
                "（postgresql://…）。 RENDA_OWNER_DATABASE_URL, the owner role's DSN, is needed"
                " to migrate a database named by RENDA_DATABASE_URL."
            )
        return self.owner_database_url

    def __repr__(self) -> str:
        """Without the DSNs: a traceback or a log line must not show a password."""
        kept = {name: getattr(self, name) for name in self.__struct_fields__}
        kept |= {name: "…" for name in ("database_url", "owner_database_url") if kept[name]}
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in kept.items())})"


class Kind(NamedTuple):
    """How a variable's text becomes its value, and what to say when it does not."""

    parse: Callable[[str], object]
    zh: str
    en: str
    secret: bool = False


class Setting(NamedTuple):
    """One variable: the field it fills, its default as text, its kind and what it is for."""

    field: str
    default: str | Callable[[], str]
    kind: Kind
    zh: str
    en: str
    shown_default: str | None = None

    @property
    def variable(self) -> str:
        return PREFIX + self.field.upper()

    def default_text(self) -> str:
        return self.default if isinstance(self.default, str) else self.default()


def _whole(low: int, high: int) -> Kind:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return Kind(parse, f"{low} 到 {high} 的整数", f"a whole number from {low} to {high}")


def _parse_switch(text: str) -> bool:
    return {"0": False, "1": True}[text]


def _parse_dsn(text: str) -> str:
    """libpq's own reading: it also knows the several hosts of a failover cluster."""
    if text and not text.startswith("postgresql://"):
        raise ValueError
    try:
        conninfo_to_dict(text)
    except ProgrammingError:
        raise ValueError from None
    return text


def _parse_folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_absolute():
        raise ValueError
    return folder


def _parse_optional_folder(text: str) -> Path | None:
    return _parse_folder(text) if text else None


def _parse_host(text: str) -> str:
    if not text or any(letter.isspace() or letter == "/" for letter in text):
        raise ValueError
    return text


def _parse_address(text: str) -> str:
    """A scheme and a host, as they stand before the path of every page."""
    if text and not ADDRESS_SHAPE.fullmatch(text):
        raise ValueError
    return text


def _parse_level(text: str) -> str:
    return LOG_LEVELS[LOG_LEVELS.index(text.upper())]


def default_data_dir() -> str:
    """Inside the checkout, but outside it for root.

    PostgreSQL never runs as root, and its own OS user cannot reach into a root-only home folder.
    The checkout's hash keeps two checkouts on one machine apart.
    """
    if os.geteuid() != 0:
        return str(CHECKOUT / ".renda")
    return f"/var/lib/renda/{hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:12]}"


SWITCH = Kind(_parse_switch, "0 或 1", "0 or 1")
DSN = Kind(_parse_dsn, "postgresql:// 开头的连接串", "a DSN starting with postgresql://", True)
FOLDER = Kind(_parse_folder, "文件夹的绝对路径", "the absolute path of a folder")
OPTIONAL_FOLDER = Kind(
    _parse_optional_folder,
    "文件夹的绝对路径，或留空",
    "the absolute path of a folder, or nothing",
)
HOST = Kind(_parse_host, "主机名或 IP 地址", "a host name or IP address")
ADDRESS = Kind(
    _parse_address,
    "https:// 或 http:// 开头、不带路径的网址，或留空",
    "https:// or http:// with a host and no path, or nothing",
)
LEVEL = Kind(_parse_level, "、".join(LOG_LEVELS) + " 之一", "one of " + ", ".join(LOG_LEVELS))

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "database_url",
        "",
        DSN,
        "应用角色的数据库连接串；留空则用内置 PostgreSQL",
        "DSN of the application's role; empty: the embedded PostgreSQL",
    ),
    Setting(
        "owner_database_url",
        "",
        DSN,
        "属主角色的连接串，仅迁移使用；设置了 RENDA_DATABASE_URL 时迁移必需",
        "DSN of the owner's role, for migrations only; needed to migrate RENDA_DATABASE_URL",
    ),
    Setting(
        "data_dir",
        default_data_dir,
        FOLDER,
        "内置数据库与上传文件所在的文件夹",
        "folder of the embedded database and of uploaded files",
        shown_default="`.renda/`; root: `/var/lib/renda/<hash>`",
    ),
    Setting("host", "127.0.0.1", HOST, "监听的地址", "address to listen on"),
    Setting("port", "8700", _whole(1, 65535), "监听的端口", "port to listen on"),
    Setting(
        "public_url",
        "",
        ADDRESS,
        "公众访问本系统的网址，二维码、搜索引擎用；留空则以访问时的网址为准",
        "the address by which the public reaches this, for QR codes and search engines;"
        " empty: as each request names it",
    ),
    Setting(
        "production",
        "0",
        SWITCH,
        "1 为正式环境：关闭开发便利，收紧安全设置",
        "1 in production: no developer conveniences, strict security settings",
    ),
    Setting(
        "worker",
        "1",
        SWITCH,
        "serve 是否同时运行后台任务",
        "whether serve also runs the background jobs",
    ),
    Setting(
        "max_file_mb",
        "60",
        _whole(1, 2048),
        "单个上传文件的上限（MB）",
        "largest single upload, in MB",
    ),
    Setting(
        "session_hours",
        "12",
        _whole(1, 720),
        "登录后最长保持的小时数",
        "hours for which a sign-in lasts at most",
    ),
    Setting(
        "session_idle_minutes",
        "60",
        _whole(1, 43200),
        "没有操作多少分钟后登录失效",
        "minutes without use after which a sign-in ends",
    ),
    Setting(
        "plugin_seconds",
        "30",
        _whole(1, 600),
        "启动时试载一个外来插件的最长秒数；超过的不予启用",
        "seconds to try a third party's plugin at the start; one that takes longer is left out",
    ),
    Setting(
        "font_dir",
        "",
        OPTIONAL_FOLDER,
        "公文 PDF 所用中文字体所在的文件夹；留空则在系统字体中找",
        "folder of the Chinese fonts for official papers; empty: the system's fonts",
    ),
    Setting("log_level", "INFO", LEVEL, "日志级别", "log level"),
)


def load(environ: Mapping[str, str]) -> Settings:
    """The settings of this environment, or a `SettingsError` for the first wrong variable."""
    _refuse_unknown(environ)
    values = {setting.field: _read(setting, environ) for setting in SETTINGS}
    return msgspec.convert(values, Settings)


def describe() -> str:
    """The table of all variables in Markdown, for the documentation and `renda settings`."""
    head = ("| 变量 | 默认 | 允许 | 说明 | Meaning |", "|---|---|---|---|---|")
    return "\n".join((*head, *_rows())) + "\n"


def _rows() -> Iterator[str]:
    for setting in SETTINGS:
        shown = setting.shown_default or (f"`{setting.default_text()}`" if setting.default else "")
        kind = setting.kind
        cells = (f"`{setting.variable}`", shown, f"{kind.zh}; {kind.en}", setting.zh, setting.en)
        yield f"| {' | '.join(cells)} |"


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {setting.variable for setting in SETTINGS}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known and not name.startswith(TEST_PREFIX):
            raise SettingsError(
                f"不认识环境变量 {name}，可用的是 {'、'.join(sorted(known))}。"
                f" {name} is not a setting of Renda."
            )


def _read(setting: Setting, environ: Mapping[str, str]) -> object:
    text = environ.get(setting.variable, "").strip() or setting.default_text()
    try:
        return setting.kind.parse(text)
    except (ValueError, KeyError):
        raise SettingsError(_wrong(setting, text)) from None


def _wrong(setting: Setting, text: str) -> str:
    kind = setting.kind
    # What stands where a DSN should may hold a password, also when it is not a DSN.
    shown = "（不显示）" if kind.secret else f" {text!r} "
    name = setting.variable
    return f"环境变量 {name} 的值{shown}不可用，允许的是：{kind.zh}。 {name} must be {kind.en}."
