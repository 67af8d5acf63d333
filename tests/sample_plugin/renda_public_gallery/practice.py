"""What a body may vary: the number of seats, which a lower level may only raise."""

from core import Lower, Setting

SEATS = "public_gallery.seats"

SETTINGS = [Setting(name=SEATS, title="旁听席位数", type=int, lower=Lower.STRICTER_MIN)]
