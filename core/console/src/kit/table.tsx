import { Table } from "antd";
import { Link } from "react-router";
import { t } from "../texts.ts";
import type { Column, Go, Sort, Ticking } from "./records.tsx";
import Styled from "./styled.tsx";

interface TableProps<N extends { id: string }, S extends string> {
  nodes: readonly N[];
  columns: readonly Column<N, S>[];
  to: ((one: N) => string) | undefined;
  /** What a record is called where it is ticked. */
  called: (one: N) => string;
  sort: Sort<S> | null;
  go: Go;
  ticking: Ticking | undefined;
}

/** A list where there is room for it: a table with its columns' order. */
export default function RecordsTable<N extends { id: string }, S extends string>(
  props: TableProps<N, S>,
) {
  return (
    <Styled>
      <Table<N>
        rowKey="id"
        {...(props.ticking
          ? {
              rowSelection: {
                selectedRowKeys: [...props.ticking.ticked],
                onChange: (keys: unknown[]) => props.ticking?.setTicked(keys.map(String)),
                getCheckboxProps: (one: N) => ({ "aria-label": t("kit.tick", { name: props.called(one) }) }),
                getTitleCheckboxProps: () => ({ "aria-label": t("kit.tickAll") }),
              },
            }
          : {})}
        size="middle"
        bordered
        pagination={false}
        showSorterTooltip={false}
        dataSource={props.nodes}
        onChange={(_pages, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          props.go({
            sort: one?.order ? String(one.columnKey) : null,
            direction: one?.order === "ascend" ? "ASCENDING" : null,
          });
        }}
        columns={props.columns.map((column, index) => ({
          title: column.title,
          key: column.sort ?? column.title,
          ...(index === 0 ? { rowScope: "row" as const } : {}),
          ...(column.tight ? { className: "tight" } : {}),
          render: (_value: unknown, one: N) =>
            index === 0 && props.to ? (
              <Link to={props.to(one)}>{column.value(one)}</Link>
            ) : (
              column.value(one)
            ),
          ...(column.sort
            ? {
                sorter: true,
                sortDirections: ["descend" as const, "ascend" as const],
                sortOrder:
                  props.sort?.by === column.sort
                    ? props.sort.direction === "ASCENDING"
                      ? ("ascend" as const)
                      : ("descend" as const)
                    : null,
              }
            : {}),
        }))}
      />
    </Styled>
  );
}
