import { told } from "./told.ts";

type Schema = Record<string, unknown>;

/**
 * The same schema, said in the way that the form library fills in best: a closed list of words has
 * a type, and what may be null is a field that may be left empty.
 */
export function fillable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(fillable);
  if (typeof schema !== "object" || schema === null) return schema;
  const given = withoutNull(schema as Schema);
  const made: Schema = {};
  for (const [name, part] of Object.entries(given)) {
    // The dialect's address is of no use here, and would be looked up by some validators.
    if (name !== "$schema") made[name] = filledIn(name, part);
  }
  const words = constants(made);
  if (words.length && made.type === undefined) {
    made.type = words.every((one) => typeof one === "number") ? "integer" : "string";
  }
  if (made.default === null) delete made.default;
  return made;
}

/** A part of a schema; what the server says of a field is told in the language that was chosen. */
function filledIn(name: string, part: unknown): unknown {
  if (name === "default") return part;
  const isSaid = (name === "title" || name === "description") && typeof part === "string";
  return isSaid ? told(part) : fillable(part);
}

function withoutNull(schema: Schema): Schema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const options = anyOf.filter((one: Schema) => one.type !== "null");
  return options.length === 1 && options.length < anyOf.length
    ? { ...(options[0] as Schema), ...rest }
    : schema;
}

function constants(schema: Schema): unknown[] {
  const options = Array.isArray(schema.oneOf) ? (schema.oneOf as Schema[]) : [];
  return options.every((one) => "const" in one) ? options.map((one) => one.const) : [];
}
