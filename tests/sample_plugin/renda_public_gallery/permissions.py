"""What may be allowed in the public gallery, and which roles hold it."""

from core import Action, Role

READ = "public_gallery.read"
READ_OBSERVERS = "public_gallery.read_observers"
READ_CARD = "public_gallery.read_card"
OPEN_SITTING = "public_gallery.open_sitting"
ADMIT_OBSERVER = "public_gallery.admit_observer"
OFFER_SEATS = "public_gallery.offer_seats"

ANNOUNCE_SITTING = "public_gallery.announce_sitting"
READ_NOTICES = "public_gallery.read_notices"

ACTIONS = [
    Action(READ, "查看旁听场次"),
    Action(READ_OBSERVERS, "查看旁听公民"),
    Action(READ_CARD, "查验旁听证"),
    Action(OPEN_SITTING, "开放旁听"),
    Action(ADMIT_OBSERVER, "登记旁听公民"),
    Action(OFFER_SEATS, "分配旁听席位"),
    Action(ANNOUNCE_SITTING, "发布旁听公告"),
    Action(READ_NOTICES, "查看旁听公告"),
]

ROLES = [
    # The core's own role: what is said here adds to what every member of an organ may do.
    Role(name="member", title="机关工作人员", actions=(READ,)),
    Role(name="visitor", title="访客", actions=(READ_NOTICES,)),
    Role(name="gallery_doorkeeper", title="旁听查验人员", actions=(READ_CARD,)),
    Role(
        name="gallery_clerk",
        title="旁听工作人员",
        actions=(READ_OBSERVERS, OPEN_SITTING, ADMIT_OBSERVER, OFFER_SEATS, ANNOUNCE_SITTING),
        includes=("gallery_doorkeeper",),
    ),
]
