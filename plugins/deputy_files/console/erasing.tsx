import { Act, choice, graphql, longText } from "@renda/console";
import { options, t } from "./texts.ts";

const Request = graphql(`
  mutation RequestErasure($input: RequestErasureInput!) {
    requestErasure(input: $input) {
      id
    }
  }
`);

const Erase = graphql(`
  mutation EraseWords($input: EraseWordsInput!) {
    eraseWords(input: $input) {
      id
    }
  }
`);

type About = { entry: string } | { draft: string } | { leave: string };

/** What of an entry, a dropped draft or a leave is personal: its deputy asks to erase it, the
    officer erases it, of the body's own accord too. */
export function Erasing({ about, erased }: { about: About; erased: boolean }) {
  const id = Object.values(about).join();
  return (
    <>
      {erased ? <p>{t("erasure.isErased")}</p> : null}
      <Act
        verb={Request}
        action="deputy_files.request_erasure"
        text={t("erasure.ask")}
        about={id}
        offered={!erased}
        before={<p>{t("erasure.askBefore")}</p>}
        fields={{ why: longText(t("erasure.why"), { required: true }) }}
        variables={(typed) => ({ input: { ...about, ...typed } })}
        said={t("erasure.asked")}
      />
      <Act
        verb={Erase}
        action="deputy_files.erase_words"
        text={t("erasure.erase")}
        about={id}
        offered={!erased}
        danger
        before={<p>{t("erasure.eraseBefore")}</p>}
        fields={{
          ground: choice(t("erasure.ground"), options("ground"), { required: true }),
          note: longText(t("erasure.note"), { hint: t("erasure.noteHint") }),
        }}
        variables={({ ground, note }) => ({ input: { ...about, ground, note: note ?? "" } })}
        said={t("erasure.erased")}
      />
    </>
  );
}
