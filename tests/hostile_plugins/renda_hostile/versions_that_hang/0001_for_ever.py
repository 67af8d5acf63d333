"""Read for ever."""

import time

revision = "0001"
down_revision = None

time.sleep(3600)


def upgrade() -> None:
    pass
