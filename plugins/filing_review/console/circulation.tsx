import {
  Act,
  Acts,
  graphql,
  group,
  longText,
  Problem,
  type ResultOf,
  Section,
  Tag,
  Timeline,
  timeText,
  useAsk,
  useHere,
  yes,
} from "@renda/console";
import { t } from "./texts.ts";

export const CirculationParts = graphql(`
  fragment CirculationParts on Circulation {
    id
    personName
    note
    circulatedByName
    createdAt
    readAt
    words
    mine
  }
`);

const Colleagues = graphql(`
  query CirculationReaders {
    colleagues {
      id
      name
      post
      me
    }
  }
`);

const Circulate = graphql(`
  mutation CirculateFiling($input: CirculateFilingInput!) {
    circulateFiling(input: $input) {
      id
    }
  }
`);

const MarkRead = graphql(`
  mutation MarkFilingRead($input: MarkFilingReadInput!) {
    markFilingRead(input: $input) {
      id
    }
  }
`);

export type CirculationShown = ResultOf<typeof CirculationParts>;

/** Characters that the server takes of what is said along with it. */
const LONGEST = 1000;

export function ReadTag({ on }: { on: string | null }) {
  return on ? <Tag tone="good">{t("circulation.read")}</Tag> : <Tag tone="soon">{t("circulation.unread")}</Tag>;
}

/** What was given to the very reader and waits for them, above all else on the page. */
export function ToRead({ given }: { given: readonly CirculationShown[] }) {
  return given
    .filter((one) => one.mine && !one.readAt)
    .map((one) => (
      <Section key={one.id} title={t("circulation.mine")}>
        <p>{t("circulation.given", { name: one.circulatedByName, day: timeText(one.createdAt) })}</p>
        {one.note ? <p className="text">{one.note}</p> : null}
        <Acts>
          <Act
            verb={MarkRead}
            action="filing_review.mark_filing_read"
            text={t("circulation.mark")}
            about={one.id}
            fields={{ words: longText(t("circulation.words"), { most: LONGEST }) }}
            variables={(typed) => ({ input: { circulation: one.id, ...typed } })}
            said={t("circulation.marked")}
          />
        </Acts>
      </Section>
    ));
}

/** To whom a filing was given, and who read it when. */
export function Circulated({ filing, given }: { filing: string; given: readonly CirculationShown[] }) {
  const here = useHere();
  const may = here.can("filing_review.circulate_filing");
  if (given.length === 0 && !may) return null;
  return (
    <Section title={t("circulation.title")}>
      {given.length === 0 ? (
        <p className="quiet">{t("circulation.nobody")}</p>
      ) : (
        <Timeline
          entries={given.map((one) => ({
            key: one.id,
            day: one.readAt,
            text: (
              <>
                {one.personName} <ReadTag on={one.readAt} />
              </>
            ),
            more: (
              <>
                {one.words ? <p className="text">{one.words}</p> : null}
                <p className="quiet">
                  {t("circulation.given", { name: one.circulatedByName, day: timeText(one.createdAt) })}
                  {one.note ? ` ${one.note}` : ""}
                </p>
              </>
            ),
          }))}
        />
      )}
      {may ? <Circulating filing={filing} given={given} /> : null}
    </Section>
  );
}

function Circulating({ filing, given }: { filing: string; given: readonly CirculationShown[] }) {
  const { data, error } = useAsk(Colleagues, {});
  if (!data) return <Problem error={error} />;
  const waiting = given.filter((one) => !one.readAt).map((one) => one.personName);
  const readers = data.colleagues.filter((one) => !one.me && !waiting.includes(one.name));
  return (
    <Acts>
      <Act
        verb={Circulate}
        action="filing_review.circulate_filing"
        text={t("circulation.go")}
        about={filing}
        before={<p>{t("circulation.before")}</p>}
        fields={{
          people: group(
            t("circulation.people"),
            Object.fromEntries(readers.map((one) => [one.id, yes(`${one.name} ${one.post}`.trim())])),
          ),
          note: longText(t("circulation.note"), { most: LONGEST }),
        }}
        variables={({ people, note }) => ({
          input: { filing, people: readers.map((one) => one.id).filter((id) => people[id]), note },
        })}
        said={t("circulation.done")}
      />
    </Acts>
  );
}
