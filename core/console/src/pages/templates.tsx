import { graphql } from "../graphql.ts";
import { Facts, Link, useAsk, Waiting } from "../kit/index.ts";
import { usePluginTitles } from "./plugin_titles.ts";
import { t } from "./texts.ts";

const Templates = graphql(`
  query PracticeTemplates {
    practiceTemplates {
      code
      title
      summary
      plugins
    }
  }
`);

export default function TemplatesPage() {
  const { data, error } = useAsk(Templates, {});
  const titleOf = usePluginTitles();
  if (!data) return <Waiting title={t("templates.title")} error={error} />;
  return (
    <>
      <h1>{t("templates.title")}</h1>
      <p className="quiet">{t("templates.what")}</p>
      {data.practiceTemplates.length === 0 ? <p className="empty">{t("templates.none")}</p> : null}
      <ul className="cards">
        {data.practiceTemplates.map((one) => (
          <li key={one.code}>
            <article aria-label={one.title}>
              <h2>
                <Link to={one.code}>{t("templates.like", { title: one.title })}</Link>
              </h2>
              <p>{one.summary}</p>
              <Facts facts={[[t("templates.plugins"), one.plugins.map(titleOf).join(t("comma"))]]} />
            </article>
          </li>
        ))}
      </ul>
    </>
  );
}
