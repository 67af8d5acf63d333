import {
  Act,
  choice,
  dayText,
  Facts,
  Gone,
  graphql,
  Offered,
  RecordPage,
  Section,
  Tag,
  useAsk,
  useNavigate,
  useParams,
  Waiting,
} from "@renda/console";
import { FilesToChoose } from "./files_to_choose.tsx";
import { t } from "./texts.ts";

const One = graphql(`
  query ReceivedFact($id: ID!) {
    node(id: $id) {
      ... on ReceivedFact {
        id
        fromBodyName
        fromOrganName
        name
        district
        kind
        heldOn
        title
        text
        place
        unplaced
      }
    }
    dutyLists {
      kinds {
        code
        title
      }
    }
  }
`);

const Place = graphql(`
  mutation PlaceFact($input: PlaceFactInput!) {
    placeFact(input: $input) {
      id
    }
  }
`);

/** A fact that named nobody clearly is put into a file, where it waits to be confirmed. */
export default function FactPage() {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("facts.title")} error={error} />;
  const one = data.node && "unplaced" in data.node ? data.node : null;
  const back = { to: "../facts", text: t("facts.back") };
  if (!one) return <Gone title={t("facts.title")} back={back} />;
  const kinds = data.dutyLists.kinds.map((kind) => ({ value: kind.code, text: kind.title }));
  const kind = kinds.find((it) => it.value === one.kind);
  return (
    <RecordPage
      record={one.id}
      title={one.title}
      back={back}
      state={
        one.unplaced ? (
          <Tag tone="soon">{t("facts.waiting")}</Tag>
        ) : (
          <Tag tone="good">{t("facts.isPlaced")}</Tag>
        )
      }
    >
      {one.unplaced ? <p>{one.unplaced}</p> : null}
      <Section title={t("facts.told")}>
        <Facts
          facts={[
            [t("facts.sender"), `${one.fromBodyName} ${one.fromOrganName}`],
            [t("file.name"), one.name],
            [t("file.district"), one.district],
            [t("entry.kind"), kind?.text ?? one.kind],
            [t("entry.heldOn"), dayText(one.heldOn)],
            [t("entry.place"), one.place],
            [t("facts.text"), one.text],
          ]}
        />
      </Section>
      <Offered when={!!one.unplaced}>
        <Section title={t("facts.choose")}>
          <p className="quiet">{t("facts.chooseHint")}</p>
          <FilesToChoose
            does={t("facts.place")}
            act={(file, name) => (
              <Act
                verb={Place}
                action="deputy_files.place_fact"
                text={t("facts.placeIn", { name })}
                about={`${one.id}/${file}`}
                fields={{ kind: choice(t("entry.kind"), kinds, { required: true }) }}
                begin={{ kind: kind?.value ?? "" }}
                variables={(typed) => ({ input: { fact: one.id, file, ...typed } })}
                said={t("facts.done")}
                done={(made) => navigate(`../drafts/${made.placeFact.id}`)}
              />
            )}
          />
        </Section>
      </Offered>
    </RecordPage>
  );
}
