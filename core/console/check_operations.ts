// What pages of plugins ask the API: each operation fits the SDL of a body that has that plugin
// alone, so that a page works wherever its plugin does and takes nothing of another plugin.
// Run by `make lint`; other folders of plugins and of SDL may be named after it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  validate,
  visit,
} from "graphql";

const [PLUGINS = "../../plugins", SDL = "../../tests/snapshots/schema"] = process.argv.slice(2);
const OPERATION = /\bgraphql\(\s*`([^`]*)`/g;

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf-8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

/** A document with the fragments of its plugin that it uses, wherever they are written. */
function whole(document: DocumentNode, known: Map<string, FragmentDefinitionNode>): DocumentNode {
  const there = new Set<string>();
  const definitions = [...document.definitions];
  for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) there.add(one.name.value);
  for (let index = 0; index < definitions.length; index += 1) {
    visit(definitions[index]!, {
      FragmentSpread({ name }) {
        const other = known.get(name.value);
        if (!other || there.has(name.value)) return;
        there.add(name.value);
        definitions.push(other);
      },
    });
  }
  return { ...document, definitions };
}

function faultsOf(plugin: string): string[] {
  const schema = buildSchema(readFileSync(join(SDL, `${plugin}.graphql`), "utf-8"));
  const asked = sources(join(PLUGINS, plugin, "console")).flatMap((path) =>
    [...readFileSync(path, "utf-8").matchAll(OPERATION)].map(
      ([, text]) => [path, parse(text ?? "")] as const,
    ),
  );
  const fragments = new Map(
    asked.flatMap(([, document]) =>
      document.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
      ),
    ),
  );
  return asked
    .filter(([, document]) =>
      document.definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION),
    )
    .flatMap(([path, document]) =>
      validate(schema, whole(document, fragments)).map((fault) => `${path}: ${fault.message}`),
    );
}

const plugins = readdirSync(PLUGINS).filter((name) => existsSync(join(PLUGINS, name, "console")));
const faults = plugins.flatMap(faultsOf);
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
