import { useState } from "react";
import { graphql } from "../graphql.ts";
import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  Facts,
  Gone,
  Link,
  number,
  RecordPage,
  Section,
  Tag,
  text,
  useAsk,
  useHere,
  useParams,
  Waiting,
} from "../kit/index.ts";
import { FirstPasswords } from "./first_passwords.tsx";
import { useOrgans } from "./organs.tsx";
import { several, ticked, useRoles } from "./roles_of.ts";
import { named, options, t } from "./texts.ts";

const One = graphql(`
  query Person($id: ID!) {
    node(id: $id) {
      ... on Member {
        id
        name
        post
        postKind
        endedOn
        roles
        login
        organ {
          code
          name
        }
        otherPlaces {
          member
          post
          organ
        }
      }
    }
  }
`);
const Assign = graphql(`
  mutation AssignRoles($input: AssignRolesInput!) {
    assignRoles(input: $input) {
      id
    }
  }
`);
const Add = graphql(`
  mutation AddMembership($input: AddMembershipInput!) {
    addMembership(input: $input) {
      id
    }
  }
`);
const End = graphql(`
  mutation EndMembership($input: EndMembershipInput!) {
    endMembership(input: $input) {
      id
    }
  }
`);
const Reset = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      firstPassword
    }
  }
`);
const ResetFactor = graphql(`
  mutation ResetSecondFactor($input: ResetSecondFactorInput!) {
    resetSecondFactor(input: $input) {
      id
    }
  }
`);
const OfOrgan = graphql(`
  query MembersOfOrgan($organ: String!) {
    members(organ: $organ, first: 1) {
      totalCount
    }
  }
`);
const Open = graphql(`
  mutation OpenAccount($input: OpenAccountInput!) {
    openAccount(input: $input) {
      firstPassword
      member {
        id
        login
      }
    }
  }
`);
const Mandate = graphql(`
  mutation RecordMandate($input: RecordMandateInput!) {
    recordMandate(input: $input) {
      id
    }
  }
`);

export default function PersonPage() {
  const { id = "" } = useParams();
  const here = useHere();
  const { data, error } = useAsk(One, { id });
  const organs = useOrgans();
  const organ = data?.node && "post" in data.node ? (data.node.organ?.code ?? "") : "";
  const { data: of } = useAsk(OfOrgan, { organ }, !organ || !here.can("core.end_membership"));
  const { roles, titleOf, loaded } = useRoles();
  const [shown, setShown] = useState<{ name: string; login: string; password: string }>();
  if (!data || !loaded) return <Waiting title={t("people.title")} error={error} />;
  const one = data.node && "post" in data.node ? data.node : null;
  const back = { to: "../people", text: t("people.back") };
  if (!one) return <Gone title={t("people.title")} back={back} />;
  const member = one.id;
  const alone = of?.members.totalCount === 1;
  return (
    <RecordPage
      record={member}
      title={one.name}
      back={back}
      state={one.endedOn ? <Tag>{t("people.ended", { day: dayText(one.endedOn) })}</Tag> : null}
    >
      {shown ? (
        <FirstPasswords people={[shown]} done={() => setShown(undefined)} doneText={t("passwords.handed")} />
      ) : null}
        <Acts>
          <Act
            verb={Assign}
            action="core.assign_roles"
            text={t("person.assign")}
            about={member}
            offered={!one.endedOn}
            before={<p>{t("person.assignBefore")}</p>}
            fields={{ roles: several(t("people.roles"), roles) }}
            begin={{ roles: Object.fromEntries(one.roles.map((role) => [role, true])) }}
            variables={({ roles: boxes }) => ({
              input: { member, roles: ticked(boxes), seen: one.roles },
            })}
            said={t("person.assigned")}
          />
          <Act
            verb={Add}
            action="core.add_membership"
            text={t("person.add")}
            about={member}
            before={one.endedOn ? <p>{t("person.addBack")}</p> : undefined}
            fields={{
              organ: choice(t("people.organ"), organs, { required: true }),
              post: text(t("people.post"), { required: true }),
              postKind: choice(t("people.postKind"), options("post"), { required: true }),
              roles: several(t("people.roles"), roles),
            }}
            begin={{ postKind: "STAFF" }}
            variables={({ organ, post, postKind, roles: boxes }) => ({
              input: { member, place: { organ, post, postKind, roles: ticked(boxes) } },
            })}
            said={t("person.added")}
          />
          <Act
            verb={Mandate}
            action="core.record_mandate"
            text={t("person.mandate")}
            about={member}
            offered={!one.endedOn}
            fields={{
              term: number(t("mandates.term"), { required: true, least: 1 }),
              district: text(t("mandates.district"), { required: true }),
              beganOn: day(t("mandates.beganOn"), { required: true }),
            }}
            variables={(typed) => ({ input: { member, ...typed } })}
            said={t("person.mandated")}
          />
          <Act
            verb={Reset}
            action="core.reset_password"
            text={t("person.reset")}
            about={member}
            offered={!one.endedOn}
            before={<p>{t("person.resetBefore")}</p>}
            variables={() => ({ input: { member } })}
            said={t("person.resetDone")}
            done={(answer) =>
              setShown({ name: one.name, login: one.login ?? "", password: answer.resetPassword.firstPassword })
            }
          />
          <Act
            verb={ResetFactor}
            action="core.reset_second_factor"
            text={t("person.factor")}
            about={member}
            offered={!one.endedOn}
            before={<p>{t("person.factorBefore")}</p>}
            variables={() => ({ input: { member } })}
            said={t("person.factorDone")}
          />
          <Act
            verb={Open}
            action="core.open_account"
            text={t("person.account")}
            about={member}
            offered={!one.endedOn && !one.login}
            before={<p>{t("person.accountBefore")}</p>}
            fields={{ login: text(t("people.login"), { required: true, hint: t("people.loginHint") }) }}
            variables={({ login }) => ({ input: { member, login } })}
            said={t("person.accountDone")}
            done={(answer) =>
              setShown({
                name: one.name,
                login: answer.openAccount.member.login ?? "",
                password: answer.openAccount.firstPassword,
              })
            }
          />
          <Act
            danger
            verb={End}
            action="core.end_membership"
            text={t("person.end")}
            about={member}
            offered={!one.endedOn}
            before={
              <>
                <p>{t("person.endBefore")}</p>
                {alone ? <p className="late">{t("person.endAlone", { organ: one.organ?.name ?? "" })}</p> : null}
              </>
            }
            fields={{ endedOn: day(t("person.endedOn"), { required: true }) }}
            variables={({ endedOn }) => ({ input: { member, endedOn } })}
            said={t("person.endDone")}
          />
        </Acts>
      <Section title={t("person.facts")}>
        <Facts
          all
          facts={[
            [t("people.organ"), one.organ?.name],
            [t("people.post"), one.post],
            [t("people.postKind"), named("post", one.postKind)],
            [t("people.roles"), one.roles.map(titleOf).join(t("comma"))],
            ...(here.can("core.reset_password") ? [[t("people.login"), one.login] as const] : []),
            [
              t("person.places"),
              one.otherPlaces.length > 0 ? (
                <ul className="plain-list">
                  {one.otherPlaces.map((place) => (
                    <li key={place.member}>
                      <Link to={`../people/${place.member}`}>
                        {t("person.placeAt", { organ: place.organ, post: place.post })}
                      </Link>
                    </li>
                  ))}
                </ul>
              ) : null,
            ],
          ]}
        />
      </Section>
    </RecordPage>
  );
}
