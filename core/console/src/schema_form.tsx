import Form from "@rjsf/core";
import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  IconButtonProps,
  ObjectFieldTemplateProps,
  RJSFSchema,
  WidgetProps,
} from "@rjsf/utils";
import validator from "./form_validator.ts";
import { fillable } from "./form_schema.ts";
import { t } from "./texts.ts";

/** A value's fields, made of its JSON Schema; the server decides whether the value will do. */
export function SchemaForm(props: {
  schema: unknown;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  return (
    <Form
      tagName="div"
      className="schema-form"
      idPrefix="value"
      schema={{ ...(fillable(props.schema) as RJSFSchema), title: t("form.value") }}
      formData={props.value}
      validator={validator}
      templates={TEMPLATES}
      widgets={WIDGETS}
      uiSchema={{ "ui:submitButtonOptions": { norender: true } }}
      noValidate
      onChange={(change) => props.onChange(change.formData)}
    />
  );
}

function FieldLook(props: FieldTemplateProps) {
  const plain = props.displayLabel && props.schema.type !== "boolean";
  if (props.hidden) return null;
  return (
    <div className={plain ? "field" : ""}>
      {plain ? (
        <label htmlFor={props.id}>
          {props.label}
          {props.required || props.id === "value" ? null : (
            <span className="quiet"> {t("optional")}</span>
          )}
        </label>
      ) : null}
      {props.children}
    </div>
  );
}

/** Yes and no side by side, each in words: a box cannot tell “no” from “nothing said”. */
function YesOrNo(props: WidgetProps) {
  const options = props.options.enumOptions ?? [];
  return (
    <fieldset className="field spread">
      <legend>{props.label}</legend>
      <div className="row">
        {options.map((one) => (
          <label key={String(one.value)}>
            <input
              type="radio"
              name={props.id}
              required={props.required || props.id === "value"}
              checked={props.value === one.value}
              onChange={() => props.onChange(one.value)}
            />
            {said(props.schema, one.value) ?? (one.value === true ? t("form.yes") : t("form.no"))}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What the schema itself calls a value. */
function said(schema: RJSFSchema, value: unknown): string | undefined {
  const named = (schema.oneOf ?? []) as RJSFSchema[];
  return named.find((one) => one.const === value)?.title;
}

function ObjectLook(props: ObjectFieldTemplateProps) {
  const fields = props.properties.map((one) => <div key={one.name}>{one.content}</div>);
  const more = props.schema.additionalProperties ? (
    <Plain text={t("form.add")} onClick={() => props.onAddProperty()} />
  ) : null;
  if (!props.title)
    return (
      <div>
        {fields}
        {more}
      </div>
    );
  return (
    <fieldset>
      <legend>{props.title}</legend>
      {fields}
      {more}
    </fieldset>
  );
}

function ArrayLook(props: ArrayFieldTemplateProps) {
  return (
    <fieldset>
      <legend>{props.title}</legend>
      {props.items}
      {props.canAdd ? <Plain text={t("form.add")} onClick={props.onAddClick} /> : null}
    </fieldset>
  );
}

function ItemLook(props: ArrayFieldItemTemplateProps) {
  const { buttonsProps: act, index } = props;
  const number = index + 1;
  return (
    <div className="item" role="group" aria-label={t("form.item", { number })}>
      <div>{props.children}</div>
      <div className="row">
        {act.hasMoveUp ? (
          <Plain text={t("form.up", { number })} onClick={act.onMoveUpItem} />
        ) : null}
        {act.hasRemove ? (
          <Plain text={t("form.remove", { number })} onClick={act.onRemoveItem} />
        ) : null}
      </div>
    </div>
  );
}

function Plain(props: { text: string; onClick: (event: React.MouseEvent) => void }) {
  return (
    <button type="button" className="plain" onClick={props.onClick}>
      {props.text}
    </button>
  );
}

function RemoveButton(props: IconButtonProps) {
  return (
    <button type="button" className="plain" onClick={props.onClick} disabled={props.disabled}>
      {t("form.removeThis")}
    </button>
  );
}

const WIDGETS = { CheckboxWidget: YesOrNo };

const TEMPLATES = {
  FieldTemplate: FieldLook,
  ObjectFieldTemplate: ObjectLook,
  ArrayFieldTemplate: ArrayLook,
  ArrayFieldItemTemplate: ItemLook,
  ButtonTemplates: { RemoveButton },
};
