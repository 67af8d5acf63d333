"""What the viewer was told: the list, and that it was read."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from core import notifications, permissions
from core.graphql.called import called
from core.graphql.context import Info
from core.graphql.ids import key
from core.graphql.nodes import Node, column, computed, given, record
from core.graphql.pages import records
from core.graphql.permissions import verb
from core.schema.records import subject_of


@record(
    notifications.Notification,
    read=permissions.READ_NOTIFICATIONS,
    description="告诉本人的一条消息：他人办了与本人有关的事；只有本人看得到",
    sees=notifications.of_viewer,
)
class Notification(Node):
    """A sentence, and where more is to be seen."""

    text: str = column("内容")
    created_at: datetime = column("时间")
    read_at: datetime | None = column("标为已读的时间；未读的为空")

    @computed("所关的记录的 id；所属插件停用时为空", needs=["subject_type", "subject_id"])
    def subject(root: Any, info: Info) -> strawberry.ID | None:
        """What it is about, to be opened by `node` by whoever may."""
        return subject_of(info, root)

    @computed("所关的记录的名称；没有名称、无权查看的为空", needs=["subject_type", "subject_id"])
    async def subject_title(root: Any, info: Info) -> str | None:
        """What it is about, in words."""
        return await called(info.context, root.subject_type, root.subject_id)


@strawberry.input(description="把消息标为已读")
class MarkNotificationsReadInput:
    """Up to which."""

    latest: strawberry.ID = given("看到的最近一条消息的 id；它和在它以前的都标为已读")


@strawberry.type
class NotificationReads:
    """The list."""

    @records(Notification, "告诉本人的消息，最近的在前")
    def notifications(
        self,
        info: Info,
        unread: Annotated[bool, strawberry.argument(description="只要未读的")] = False,
    ) -> Any:
        return notifications.notification_list(unread=unread)


@strawberry.type
class NotificationVerbs:
    """The verb."""

    @verb(permissions.MARK_NOTIFICATIONS_READ, "把消息标为已读；返回标了几条")
    async def mark_notifications_read(self, info: Info, input: MarkNotificationsReadInput) -> int:
        latest = key(input.latest, "Notification")
        return await notifications.mark_notifications_read(info.context.work, latest)
