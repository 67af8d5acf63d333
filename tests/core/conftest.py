"""What tests of delivery share: a server that may be killed, made once for all of them."""

from post_office import office, own_ground  # noqa: F401
