import { useState } from "react";
import { type CombinedError, useMutation, useQuery } from "urql";
import type { Entry } from "./catalogue.tsx";
import { graphql } from "./graphql.ts";
import { Loading, Problem } from "./parts.tsx";
import { t } from "./texts.ts";

const Preview = graphql(`
  query DisablingPreview($plugin: String!) {
    disablingPreview(plugin: $plugin) {
      open
      matters {
        title
        count
      }
      dependents {
        name
        title
        required
        givers
      }
    }
  }
`);
const Disable = graphql(`
  mutation DisablePlugin($plugin: String!, $open: Int!) {
    disablePlugin(input: { plugin: $plugin, open: $open }) {
      id
    }
  }
`);

/** What is not finished is shown first, and its number is sent: the server takes no other. */
export function TurnOff(props: { entry: Entry; close: (sentence?: string) => void }) {
  const { entry, close } = props;
  const [{ data, error }, again] = useQuery({
    query: Preview,
    variables: { plugin: entry.name },
    requestPolicy: "network-only",
  });
  const [{ fetching }, disable] = useMutation(Disable);
  const [refused, setRefused] = useState<CombinedError>();
  if (!data) return error ? <Problem error={error} /> : <Loading />;
  const shown = data.disablingPreview;
  async function act() {
    const answer = await disable({ plugin: entry.name, open: shown.open });
    setRefused(answer.error);
    if (answer.error) again({ requestPolicy: "network-only" });
    else close(t("off.done", { plugin: entry.title }));
  }
  return (
    <section className="panel">
      <h3>{t("off.title")}</h3>
      <p>{shown.open ? t("off.open", { count: shown.open }) : t("off.nothingOpen")}</p>
      <ul>
        {shown.matters.map((one) => (
          <li key={one.title}>{t("off.matter", { title: one.title, count: one.count })}</li>
        ))}
        {shown.dependents.map((one) => (
          <li key={`${one.name}/${one.title}`}>
            {t("off.dependent", { plugins: one.givers.join(t("comma")), what: one.title })}
          </li>
        ))}
      </ul>
      <p className="quiet">{t("off.kept")}</p>
      <Problem error={refused ?? error} />
      <div className="row">
        <button type="button" className="danger" disabled={fetching} onClick={() => void act()}>
          {t("off.go", { plugin: entry.title })}
        </button>
        <button type="button" className="plain" onClick={() => close()}>
          {t("cancel")}
        </button>
      </div>
    </section>
  );
}
