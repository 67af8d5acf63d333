"""Global ids: base64url of type and uuid, without newline or padding. Opaque to clients."""

import base64
import binascii
from uuid import UUID

from core.errors import Invalid, NotFound


def global_id(type_name: str, row_id: UUID) -> str:
    """The global id of a row of a type."""
    return base64.urlsafe_b64encode(f"{type_name}:{row_id}".encode()).rstrip(b"=").decode()


def decode(text: str) -> tuple[str, UUID]:
    """Type name and uuid of a global id."""
    try:
        padded = text + "=" * (-len(text) % 4)
        name, _, row_id = base64.urlsafe_b64decode(padded.encode("ascii")).decode().partition(":")
        return name, UUID(row_id)
    except (ValueError, binascii.Error) as fault:
        raise Invalid("ID_INVALID", "编号格式不对，请使用本系统返回的 id。") from fault


def key(text: str, type_name: str) -> UUID:
    """The uuid in an argument that must name a record of one type."""
    name, row_id = decode(text)
    if name != type_name:
        raise NotFound
    return row_id
