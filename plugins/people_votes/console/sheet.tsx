import { Export, Facts, Print, RecordPage, timeText, useHere, useParams, Waiting } from "@renda/console";
import { useRound } from "./round.ts";
import { TallyView } from "./tally.tsx";
import { named, t } from "./texts.ts";
import { PrintTally, roundName } from "./vote.tsx";

/** The tally sheet: what is read out, the working and lines to sign. */
export default function SheetPage() {
  const { id = "" } = useParams();
  const here = useHere();
  const { round, asked, error } = useRound(id);
  if (!round && !asked) return <Waiting title={t("sheet.title")} error={error} />;
  const back = { to: `../votes/${id}`, text: t("vote.back") };
  if (!round?.tally)
    return (
      <RecordPage title={t("sheet.title")} back={back}>
        <p>{t("sheet.none")}</p>
      </RecordPage>
    );
  const signing = round.officials.filter((one) => !one.leftOn);
  return (
    <RecordPage title={t("sheet.of", { title: roundName(round) })} back={back}>
      <div className="acts">
        <Print wide />
        <Export
          verb={PrintTally}
          action="people_votes.print_tally"
          text={t("sheet.file")}
          variables={{ input: { round: round.id } }}
          file={(data) => data.printTally.pdf ?? data.printTally.word}
        />
      </div>
      <Facts
        facts={[
          [t("sheet.body"), here.body],
          [t("vote.meeting"), round.meeting?.title],
          [t("vote.announcedAt"), timeText(round.announcedAt)],
          [t("vote.announcedBy"), round.announcedByName],
        ]}
      />
      <TallyView round={round} whole />
      {round.announcement ? <p className="read-out">{round.announcement}</p> : null}
      <ul className="signing">
        {signing.map((one) => (
          <li key={one.id}>
            {named("official", one.role)} {one.name}
            <span className="sign-line" />
          </li>
        ))}
      </ul>
      <p className="quiet">{t("sheet.digest", { digest: round.digest ?? "" })}</p>
    </RecordPage>
  );
}
