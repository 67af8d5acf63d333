import { Validator } from "@cfworker/json-schema";
import type { RJSFSchema, ValidatorType } from "@rjsf/utils";

/**
 * Tells the form which of several shapes a value has. It interprets the schema: the usual
 * validators compile it by `new Function`, which our content security policy forbids. Whether a
 * value will do is the server's to say.
 */
const validator: ValidatorType = {
  isValid(schema, value, root) {
    const whole = { ...root, ...(schema as RJSFSchema) } as ConstructorParameters<
      typeof Validator
    >[0];
    return new Validator(whole, "2020-12").validate(value ?? null).valid;
  },
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
};

export default validator;
