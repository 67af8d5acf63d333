import { Gone, graphql, useAsk, useNavigate, useParams, Waiting } from "@renda/console";
import { useEffect } from "react";
import { t } from "./texts.ts";

const One = graphql(`
  query DutyOfProject($id: ID!) {
    node(id: $id) {
      ... on ProjectDuty {
        id
        project {
          id
        }
      }
    }
  }
`);

/** What falls due is done on the project's page: whoever opens a duty, or its clock, is led there. */
export default function DutyPage() {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const { data, error } = useAsk(One, { id });
  const project = data?.node && "project" in data.node ? data.node.project?.id : undefined;
  useEffect(() => {
    if (project) void navigate(`../projects/${project}`, { replace: true });
  }, [project]);
  if (!data || project) return <Waiting title={t("duties.title")} error={error} />;
  return <Gone title={t("duties.title")} back={{ to: "../duties", text: t("duties.title") }} />;
}
