"""What the console shows of the public gallery."""

from core import Column, DetailPage, FormPage, ListPage, Page, PageAction, PageInput
from renda_public_gallery.permissions import OPEN_SITTING, READ

SITTING = (
    Column("title", "会议名称", "Meeting"),
    Column("heldOn", "会议日期", "Day"),
    Column("place", "地点", "Place"),
    Column("seatsLeft", "剩余席位", "Seats left"),
)

PAGES: list[Page] = [
    ListPage(
        name="sittings",
        title="开放旁听的会议",
        english="Open sittings",
        action=READ,
        field="sittings",
        columns=SITTING,
        filters=(PageInput("since", "此日以后的会议", "Since"),),
        opens="sitting",
    ),
    DetailPage(
        name="sitting",
        title="会议",
        english="Sitting",
        action=READ,
        record="Sitting",
        columns=(*SITTING, Column("observerList.name", "已登记的旁听公民", "Observers")),
        actions=(
            PageAction(
                mutation="admitObserver",
                title="登记旁听公民",
                english="Admit an observer",
                record="sitting",
            ),
            PageAction(
                mutation="offerSeats",
                title="分配旁听席位",
                english="Offer seats",
                record="sitting",
            ),
        ),
    ),
    FormPage(
        name="open",
        title="开放旁听",
        english="Open a sitting",
        action=OPEN_SITTING,
        mutation="openSitting",
        then="sitting",
    ),
]
