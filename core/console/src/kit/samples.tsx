import { DatePicker, Drawer, Form, Modal, Select, Steps, Table, Tabs, Upload } from "antd";
import { useState } from "react";
import { t } from "../texts.ts";
import { Chart } from "./chart.tsx";
import { beginOf, choice, day, FieldRow, files, longText, number, rows, text, yes } from "./fields.tsx";
import { Print } from "./print.tsx";
import { Facts, Section, Tag, Timeline, Why } from "./record.tsx";
import Styled from "./styled.tsx";

const NUMBERS = [3, 14, 1, 5, 9, 2, 6];

/** Every part of the kit on one page, for whoever makes pages, and for the tests of the policy. */
export default function Samples() {
  const [shown, setShown] = useState<"modal" | "drawer" | null>(null);
  const name = (index: number) => t("samples.name", { number: index + 1 });
  const options = NUMBERS.map((_, index) => ({ value: String(index), text: name(index) }));
  const fields = {
    text: text(t("samples.text"), { required: true, hint: t("samples.hint") }),
    long: longText(t("samples.long")),
    day: day(t("samples.day")),
    number: number(t("samples.number"), { least: 0 }),
    choice: choice(t("samples.choice"), options),
    yes: yes(t("samples.yes")),
    files: files(t("samples.files")),
    rows: rows(
      t("samples.rows"),
      { text: text(t("samples.text")), number: number(t("samples.number")) },
      { least: 1 },
    ),
  };
  const [typed, setTyped] = useState(() => beginOf(fields));
  const close = () => setShown(null);
  return (
    <Styled>
      <h1>{t("samples.title")}</h1>
      <Section title={t("samples.fields")} aside={<Print wide />}>
        {Object.entries(fields).map(([key, field]) => (
          <FieldRow
            key={key}
            field={field}
            value={typed[key]}
            onChange={(value) => setTyped({ ...typed, [key]: value })}
            fault={key === "number" ? t("samples.fault") : undefined}
          />
        ))}
      </Section>
      <Section title={t("samples.record")}>
        <p>
          <Tag>{name(0)}</Tag> <Tag tone="good">{name(1)}</Tag> <Tag tone="late">{name(2)}</Tag>
        </p>
        <Facts facts={options.slice(0, 3).map((one) => [one.text, t("samples.hint")])} />
        <Timeline
          entries={NUMBERS.slice(0, 3).map((number, index) => ({
            key: name(index),
            day: `2026-01-0${index + 1}`,
            text: name(number),
            more: <Why rule={t("samples.hint")} steps={[name(index)]} />,
          }))}
        />
      </Section>
      {(["bar", "line", "pie"] as const).map((kind) => (
        <Chart
          key={kind}
          title={t("samples.chart")}
          kind={kind}
          names={options.map((one) => one.text)}
          series={[{ name: t("samples.number"), values: NUMBERS }]}
          to={(index) => `?chosen=${index}`}
        />
      ))}
      <Section title={t("samples.parts")}>
        <Steps current={1} items={options.slice(0, 4).map((one) => ({ title: one.text }))} />
        <Tabs items={options.slice(0, 3).map((one) => ({ key: one.value, label: one.text }))} />
        <Table
          pagination={false}
          rowKey="value"
          columns={[{ title: t("samples.text"), dataIndex: "text", sorter: true, rowScope: "row" }]}
          dataSource={options.slice(0, 3)}
        />
        <Form layout="vertical">
          <Form.Item label={t("samples.day")} htmlFor="sample-day">
            <DatePicker id="sample-day" />
          </Form.Item>
          <Form.Item label={t("samples.choice")} htmlFor="sample-choice">
            <Select
              id="sample-choice"
              style={{ minWidth: "12rem" }}
              options={options.map((one) => ({ value: one.value, label: one.text }))}
            />
          </Form.Item>
        </Form>
        <Upload beforeUpload={() => false}>
          <button type="button">{t("samples.upload")}</button>
        </Upload>
        <div className="acts">
          <button type="button" onClick={() => setShown("modal")}>
            {t("samples.modal")}
          </button>
          <button type="button" onClick={() => setShown("drawer")}>
            {t("samples.drawer")}
          </button>
        </div>
        <Modal title={t("samples.modal")} open={shown === "modal"} onOk={close} onCancel={close}>
          <p>{t("samples.hint")}</p>
        </Modal>
        <Drawer title={t("samples.drawer")} open={shown === "drawer"} onClose={close}>
          <p>{t("samples.hint")}</p>
        </Drawer>
      </Section>
    </Styled>
  );
}
