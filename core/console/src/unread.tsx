import { Link, useLocation } from "react-router";
import { graphql } from "./graphql.ts";
import { useAsk } from "./kit/ask.ts";
import { t } from "./texts.ts";

const Unread = graphql(`
  query UnreadNotifications {
    notifications(first: 1, unread: true) {
      totalCount
    }
  }
`);

/** How many messages one has not read; asked anew with every page that one opens. */
export function UnreadMessages({ code }: { code: string }) {
  return <Asked key={useLocation().pathname} code={code} />;
}

function Asked({ code }: { code: string }) {
  const { data } = useAsk(Unread, {});
  const number = data?.notifications.totalCount ?? 0;
  return (
    <Link className="unread" to={`/c/${code}/p/core/notifications${number ? "?unread=true" : ""}`}>
      {number ? t("shell.unread", { number }) : t("shell.messages")}
    </Link>
  );
}
