import { graphql } from "../graphql.ts";
import { Act, RecordPage, useAsk, useHere, useNavigate, useParams, useSearchParams, Waiting } from "../kit/index.ts";
import { Field } from "../parts.tsx";
import { today } from "../server_time.ts";
import { adoptionBegin, adoptionFields, anyFree, Compared, ComparisonTable } from "./compared.tsx";
import { ticked } from "./roles_of.ts";
import { t } from "./texts.ts";

const One = graphql(
  `
    query TemplateComparison($template: String!, $on: Date) {
      practiceTemplates {
        code
        title
        summary
      }
      templateComparison(template: $template, on: $on) {
        ...Compared
      }
    }
  `,
  [Compared],
);
const Apply = graphql(`
  mutation ApplyTemplate($input: ApplyTemplateInput!) {
    applyTemplate(input: $input) {
      id
    }
  }
`);

export default function TemplatePage() {
  const { code = "" } = useParams();
  const [address, setAddress] = useSearchParams();
  const navigate = useNavigate();
  const here = useHere();
  const on = address.get("on") ?? today();
  const { data, error } = useAsk(One, { template: code, on });
  if (!data) return <Waiting title={t("templates.title")} error={error} />;
  const one = data.practiceTemplates.find((other) => other.code === code);
  const shown = data.templateComparison;
  return (
    <RecordPage
      title={t("templates.like", { title: one?.title ?? code })}
      back={{ to: "../templates", text: t("templates.back") }}
    >
      <p>{one?.summary}</p>
      <Field
        loose
        type="date"
        label={t("compared.on")}
        value={on}
        onChange={(value) => setAddress(value ? { on: value } : {}, { replace: true })}
      />
      <ComparisonTable shown={shown} />
      {anyFree(shown) ? null : <p className="quiet">{t("compared.nothingFree")}</p>}
      <Act
        key={shown.seen}
        verb={Apply}
        action="core.apply_template"
        text={t("templates.apply")}
        about={`${code}/${shown.seen}`}
        offered={anyFree(shown)}
        before={<p>{t("templates.applyBefore")}</p>}
        fields={adoptionFields(shown)}
        begin={adoptionBegin(shown, on)}
        variables={({ settings, ...rest }) => ({
          input: {
            template: code,
            adoption: { ...rest, settings: ticked(settings), instead: [], seen: shown.seen },
          },
        })}
        said={t("templates.applied")}
        done={() => void navigate(`/c/${here.code}/practice`)}
      />
    </RecordPage>
  );
}
