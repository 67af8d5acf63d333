import {
  Act,
  choice,
  day,
  files,
  graphql,
  Link,
  longText,
  RecordPage,
  text,
  today,
  useAsk,
  useHere,
  Waiting,
} from "@renda/console";
import { options, t } from "./texts.ts";

const Known = graphql(`
  query WhatFactsAreOf {
    dutyLists {
      evidenceNotice
      kinds {
        code
        title
      }
    }
    body {
      parent {
        name
      }
    }
  }
`);

const Send = graphql(`
  mutation SendFact($input: SendFactInput!) {
    sendFact(input: $input) {
      id
    }
  }
`);

/** What a deputy of the body above did here is told to that body, which confirms it. */
export default function SendFactPage() {
  const here = useHere();
  const { data, error } = useAsk(Known, {});
  if (!data) return <Waiting title={t("send.title")} error={error} />;
  const { kinds, evidenceNotice } = data.dutyLists;
  return (
    <RecordPage title={t("send.title")}>
      <p>{t("send.what", { body: data.body.parent?.name ?? t("send.above") })}</p>
      <Act
        open
        verb={Send}
        action="deputy_files.send_fact"
        text={t("send.go")}
        fields={{
          organ: choice(t("send.organ"), options("receiver"), {
            required: true,
            hint: t("send.organHint"),
          }),
          name: text(t("send.name"), { required: true, most: 60 }),
          district: text(t("file.district"), { hint: t("send.districtHint") }),
          kind: choice(
            t("entry.kind"),
            kinds.map((one) => ({ value: one.code, text: one.title })),
            { required: true, hint: t("send.kindHint") },
          ),
          heldOn: day(t("entry.heldOn"), { required: true }),
          title: text(t("entry.title"), { required: true, most: 100 }),
          place: text(t("entry.place"), { hint: t("entry.placeHint"), most: 100 }),
          text: longText(t("send.text"), { required: true, most: 4000 }),
          evidence: files(t("entry.evidence"), { hint: evidenceNotice }),
        }}
        begin={{ organ: "deputy_affairs_commission", heldOn: today() }}
        variables={({ district, ...typed }) => ({ input: { ...typed, district: district ?? "" } })}
        said={t("send.done")}
      />
      <p>
        <Link to={`/c/${here.code}/p/core/packages`}>{t("send.see")}</Link>
      </p>
    </RecordPage>
  );
}
