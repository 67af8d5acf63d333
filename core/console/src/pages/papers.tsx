import { graphql } from "../graphql.ts";
import { Act, Export, file, Tag, timeText, useAsk, Waiting } from "../kit/index.ts";
import { t } from "./texts.ts";

const Papers = graphql(`
  query PaperForms {
    paperForms {
      kind
      title
      own {
        id
        name
        setByName
        createdAt
      }
    }
    templateVariables {
      name
      title
      isList
      sample
    }
  }
`);
const Set = graphql(`
  mutation SetTemplate($input: SetTemplateInput!) {
    setTemplate(input: $input) {
      id
    }
  }
`);
const Reset = graphql(`
  mutation ResetTemplate($input: PaperKindInput!) {
    resetTemplate(input: $input) {
      id
    }
  }
`);
const Copy = graphql(`
  mutation CopyTemplate($input: PaperKindInput!) {
    copyTemplate(input: $input) {
      id
      name
    }
  }
`);

export default function PapersPage() {
  const { data, error } = useAsk(Papers, {});
  if (!data) return <Waiting title={t("papers.title")} error={error} />;
  return (
    <>
      <h1>{t("papers.title")}</h1>
      <p className="quiet">{t("papers.what")}</p>
      {data.paperForms.length === 0 ? <p className="empty">{t("papers.none")}</p> : null}
      <ul className="cards">
        {data.paperForms.map((one) => (
          <li key={one.kind}>
            <article aria-label={one.title}>
              <div className="row">
                <h2>{one.title}</h2>
                <Tag tone={one.own ? "good" : "plain"}>{one.own ? t("papers.own") : t("papers.built")}</Tag>
              </div>
              {one.own ? (
                <p className="quiet">
                  {t("papers.setBy", {
                    name: one.own.name,
                    who: one.own.setByName,
                    when: timeText(one.own.createdAt),
                  })}
                </p>
              ) : null}
              <div className="acts">
                <Export
                  verb={Copy}
                  action="core.copy_template"
                  text={t("papers.copy")}
                  variables={{ input: { kind: one.kind } }}
                  file={(answer) => answer.copyTemplate}
                />
                <Act
                  verb={Set}
                  action="core.set_template"
                  text={t("papers.set")}
                  about={one.kind}
                  before={<p>{t("papers.setBefore")}</p>}
                  fields={{ file: file(t("papers.file"), { required: true }) }}
                  variables={(typed) => ({ input: { kind: one.kind, file: typed.file } })}
                  said={t("papers.setDone")}
                />
                <Act
                  verb={Reset}
                  action="core.reset_template"
                  text={t("papers.reset")}
                  about={one.kind}
                  offered={Boolean(one.own)}
                  before={<p>{t("papers.resetBefore")}</p>}
                  variables={() => ({ input: { kind: one.kind } })}
                  said={t("papers.resetDone")}
                />
              </div>
            </article>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t("papers.variables")}</summary>
        <ul className="many">
          {data.templateVariables.map((one) => (
            <li key={one.name}>
              <code>{one.name}</code> {one.title}
              <span className="quiet"> {one.sample}</span>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
