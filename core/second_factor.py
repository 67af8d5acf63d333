"""A second factor at signing in: a code of six digits from an app (TOTP, RFC 6238), if one wants.

The secret is told once, to whoever sets it up, and never read again by any interface. A code counts
once. Recovery codes, of which only hashes are kept, count once each; who has lost all of it has it
taken off by the admin of their body.
"""

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

import msgspec
import segno
import sqlalchemy as sa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from core import clock, events, people
from core.errors import Refused
from core.people import Account

if TYPE_CHECKING:
    from core.work import Work

SECRET_BYTES = 20
DIGITS, SECONDS = 6, 30
"""What authenticator apps take without being told otherwise."""

RECOVERY_CODES, RECOVERY_BYTES = 8, 10
GROUP = 4
"""Letters of a recovery code that stand together."""


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """What an app needs, as text, as an address and as a picture of it."""

    secret: str
    address: str
    picture: str


def needed() -> Refused:
    """The password fits, the code is still to come."""
    return Refused("SECOND_FACTOR_NEEDED", "请再输入验证器显示的6位动态码，或一个恢复码。")


async def begin_second_factor(work: "Work", password: str) -> Begun:
    """Make a secret; it counts from when a code of it was confirmed."""
    account = await _own_account(work, password)
    if account.totp_since is not None:
        raise Refused("SECOND_FACTOR_ON", "两步验证已经开启。要换验证器的，请先关闭再重新开启。")
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    account.totp_secret = secret
    events.announce(work, "core.begin_second_factor", work.acting_organ)
    issuer = quote(work.body.name)
    address = f"otpauth://totp/{issuer}:{quote(account.login)}?secret={secret}&issuer={issuer}"
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=4)
    return Begun(secret=secret, address=address, picture=picture)


async def confirm(work: "Work", code: str) -> list[str]:
    """Turn it on with a first code; answers with the recovery codes, which are shown once."""
    account = await work.session.get_one(
        Account, work.acting_person.account_id, with_for_update=True
    )
    if account.totp_since is not None or account.totp_secret is None:
        raise Refused("SECOND_FACTOR_NOT_BEGUN", "没有待确认的两步验证，请先开始设置。")
    if not _fits(account, code):
        # There are no codes to recover with before it is turned on.
        raise Refused(
            "SECOND_FACTOR_WRONG",
            "动态码不正确或者已经用过。请等下一个动态码，并核对手机的时间。",
        )
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    account.totp_since = clock.now()
    account.recovery_hashes = [_hash(one) for one in codes]
    events.announce(work, "core.confirm_second_factor", work.acting_organ)
    return codes


async def remove_second_factor(work: "Work", password: str, code: str) -> None:
    """Turn it off, with the password and a code that still counts."""
    account = await _own_account(work, password)
    if account.totp_since is None:
        raise Refused("SECOND_FACTOR_OFF", "两步验证没有开启，不需要关闭。")
    check(account, code)
    _clear(account)
    events.announce(work, "core.remove_second_factor", work.acting_organ)


def take_off(account: Account) -> None:
    """What an admin does for who has lost their device."""
    if account.totp_since is None:
        raise Refused("SECOND_FACTOR_OFF", "此人没有开启两步验证，不需要重置。")
    _clear(account)


def _clear(account: Account) -> None:
    account.totp_secret = account.totp_since = account.totp_step = None
    account.recovery_hashes = []


async def _own_account(work: "Work", password: str) -> Account:
    account = await work.session.get_one(
        Account, work.acting_person.account_id, with_for_update=True
    )
    if not await people.password_fits(password, account.password_hash):
        raise Refused("PASSWORD_WRONG", "密码不正确，请重新输入。")
    return account


def check(account: Account, code: str | None) -> None:
    """Refuse unless the code counts; it will not count again."""
    if not (code or "").strip():
        raise needed()
    if not _fits(account, code or "") and not _recovers(account, code or ""):
        raise _wrong()


def _wrong() -> Refused:
    return Refused(
        "SECOND_FACTOR_WRONG",
        "动态码不正确或者已经用过。请等下一个动态码，并核对手机的时间；也可以用一个恢复码。",
    )


def _fits(account: Account, code: str) -> bool:
    """The code of now, or of half a minute before or after; never one that was used."""
    plain = code.replace(" ", "").strip()
    if not (plain.isascii() and plain.isdigit() and account.totp_secret):
        return False
    app = TOTP(base64.b32decode(account.totp_secret), DIGITS, SHA1(), SECONDS)
    step = int(clock.now().timestamp()) // SECONDS
    for candidate in (step - 1, step, step + 1):
        if account.totp_step is not None and candidate <= account.totp_step:
            continue
        try:
            app.verify(plain.encode(), candidate * SECONDS)
        except InvalidToken:
            continue
        account.totp_step = candidate
        return True
    return False


def _recovers(account: Account, code: str) -> bool:
    digest = _hash(code)
    if digest not in account.recovery_hashes:
        return False
    account.recovery_hashes = [one for one in account.recovery_hashes if one != digest]
    return True


def _recovery_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode()
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _hash(code: str) -> str:
    plain = "".join(one for one in code.upper() if one.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


async def of_person(work: "Work", person_id: UUID) -> Account | None:
    """The account of somebody, locked."""
    return await work.session.scalar(
        sa.select(Account).where(Account.person_id == person_id).with_for_update()
    )
