"""Global ids: base64url of type and uuid, without newline or padding. Opaque to clients."""

import base64
import binascii
from uuid import UUID

from core.errors import Invalid, NotFound


def encode(type_name: str, row_id: UUID) -> str:
    """The global id of a row of a type."""
    return base64.urlsafe_b64encode(f"{type_name}:{row_id}".encode()).rstrip(b"=").decode()


def decode(global_id: str) -> tuple[str, UUID]:
    """Type name and uuid of a global id."""
    try:
        padded = global_id + "=" * (-len(global_id) % 4)
        name, _, text = base64.urlsafe_b64decode(padded.encode("ascii")).decode().partition(":")
        return name, UUID(text)
    except (ValueError, binascii.Error) as fault:
        raise Invalid("ID_INVALID", "编号格式不对，请使用本系统返回的 id。") from fault


def key(global_id: str, type_name: str) -> UUID:
    """The uuid in an argument that must name a record of one type."""
    name, row_id = decode(global_id)
    if name != type_name:
        raise NotFound
    return row_id
