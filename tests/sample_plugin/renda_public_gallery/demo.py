"""The plugin's part of the demo: a county opens its summer session, and one citizen comes."""

from datetime import date

from core import Player, Step

COUNTY = "370982"
CLERK = f"{COUNTY}-gallery"

ENABLE = """
mutation {
  enablePlugin(input: {plugin: "public_gallery", basis: {
    kind: MEASURES, title: "常委会会议公民旁听办法（演示）", adoptedOn: "2025-04-28",
    validFrom: "2025-05-01"
  }}) { id }
}
"""
SET_SEATS = """
mutation {
  setPractice(input: {
    setting: "public_gallery.seats", value: 10, ruleKind: DEMO,
    ruleTitle: "常委会会议公民旁听办法（演示）", article: "第六条", validFrom: "2025-05-01"
  }) { id }
}
"""
CREATE_CLERK = """
mutation ($login: String!) {
  createPerson(input: {name: "旁听工作人员（演示）", login: $login, place: {
    organ: "office", post: "旁听接待", roles: ["gallery_clerk"]
  }}) { firstPassword }
}
"""
OPEN = """
mutation {
  openSitting(input: {
    title: "常委会第二十八次会议（演示）", heldOn: "2025-06-26", place: "常委会会议厅"
  }) { id }
}
"""
ADMIT = """
mutation ($sitting: ID!) { admitObserver(input: {sitting: $sitting, name: "演示公民"}) { card } }
"""


async def play(player: Player) -> None:
    """Each step is one day's work, done once, however often the demo is started."""
    admin = player.login(COUNTY, "office", "admin")

    async def prepare() -> None:
        await player.do(admin, ENABLE)
        await player.do(admin, SET_SEATS)
        made = await player.do(admin, CREATE_CLERK, login=CLERK)
        await player.take_account(CLERK, made["createPerson"]["firstPassword"])

    async def open_and_admit() -> None:
        sitting = (await player.do(CLERK, OPEN))["openSitting"]["id"]
        await player.do(CLERK, ADMIT, sitting=sitting)

    await player.play(
        [
            Step(date(2025, 5, 6), 0, "public_gallery.prepare", prepare),
            Step(date(2025, 6, 10), 0, "public_gallery.open", open_and_admit),
        ]
    )
