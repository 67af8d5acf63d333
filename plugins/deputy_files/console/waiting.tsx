import { Counts, graphql, useAsk, useHere } from "@renda/console";
import { t } from "./texts.ts";

const Mine = graphql(`
  query RecordsWaiting(
    $confirm: Boolean!
    $mend: Boolean!
    $leave: Boolean!
    $erase: Boolean!
    $check: Boolean!
    $publish: Boolean!
    $place: Boolean!
  ) {
    toConfirm: entryDrafts(first: 1, where: { toConfirm: true }) @include(if: $confirm) {
      totalCount
    }
    toFinish: entryDrafts(first: 1, where: { own: true, state: DRAFT }) @include(if: $mend) {
      totalCount
    }
    toMend: entryDrafts(first: 1, where: { own: true, state: REFUSED }) @include(if: $mend) {
      totalCount
    }
    toDecide: leaveRequests(first: 1, state: REQUESTED) @include(if: $leave) {
      totalCount
    }
    toErase: erasures(first: 1, state: ASKED) @include(if: $erase) {
      totalCount
    }
    toCheck: deputyCards(first: 1, state: DRAFT) @include(if: $check) {
      totalCount
    }
    toPublish: deputyCards(first: 1, state: CHECKED) @include(if: $publish) {
      totalCount
    }
    toPlace: receivedFacts(first: 1, placed: false) @include(if: $place) {
      totalCount
    }
  }
`);

/** What waits for the person who looks, by what they may do; what waits for nobody is left out. */
export default function Waiting() {
  const here = useHere();
  const can = (verb: string) => here.can(`deputy_files.${verb}`);
  const { data } = useAsk(Mine, {
    confirm: can("confirm_entry"),
    mend: can("read_notice") && can("revise_entry"),
    leave: can("decide_leave"),
    erase: can("erase_words"),
    check: can("check_card_secrecy"),
    publish: can("publish_card"),
    place: can("place_fact"),
  });
  if (!data) return null;
  const at = `/c/${here.code}/p/deputy_files`;
  const counts = [
    { text: t("waiting.confirm"), number: data.toConfirm?.totalCount, to: `${at}/queue` },
    { text: t("waiting.finish"), number: data.toFinish?.totalCount, to: `${at}/own?drafts.state=DRAFT` },
    { text: t("waiting.mend"), number: data.toMend?.totalCount, to: `${at}/own?drafts.state=REFUSED` },
    { text: t("waiting.leave"), number: data.toDecide?.totalCount, to: `${at}/leave?state=REQUESTED` },
    { text: t("waiting.erase"), number: data.toErase?.totalCount, to: `${at}/erasures?state=ASKED` },
    { text: t("waiting.check"), number: data.toCheck?.totalCount, to: `${at}/cards?state=DRAFT` },
    { text: t("waiting.publish"), number: data.toPublish?.totalCount, to: `${at}/cards?state=CHECKED` },
    { text: t("waiting.place"), number: data.toPlace?.totalCount, to: `${at}/facts` },
  ];
  return <Counts of={counts} />;
}
