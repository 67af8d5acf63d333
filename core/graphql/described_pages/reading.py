"""One page being read against the schema."""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
)

from core.graphql.described_pages.asking import (
    OF_SCALAR,
    PAGE_INFO,
    PAGING,
    Leaf,
    Tree,
    action_of,
    answered_by,
    arguments_of,
    definition_of,
    inside_of,
    is_list,
    leaves_of,
    operation,
    options_of,
    selection,
)
from core.graphql.described_pages.shown import (
    Offer,
    Path,
    ShownAction,
    ShownChoices,
    ShownColumn,
    ShownInput,
    ShownPage,
)
from core.graphql.nodes import record_info
from core.pages import (
    ChartPage,
    Choices,
    Column,
    DetailPage,
    FieldKind,
    FormPage,
    ListPage,
    ModulePage,
    Page,
    PageAction,
    PageInput,
    Script,
    address_of,
)

CHOICES_MOST = 100
"""Records among which a person can choose; the longest page of a list."""

INSTEAD = {"String": FieldKind.LONG_TEXT, "ID": FieldKind.FILE}
"""What may be declared of a type beside what it says itself."""


class Reading:
    """One page being read; what is wrong with it is noted, and the reading goes on."""

    def __init__(self, schema: GraphQLSchema, page: Page) -> None:
        self.schema, self.page = schema, page
        self.faults = list[str]()
        self.asks = {page.action}
        self.shows: str | None = None
        """The type of what it lists, shows or brings about."""

    def read(self, plugin: str, scripts: dict[str, Script]) -> ShownPage:
        """The page by its kind."""
        page = self.page
        parts: dict[str, Any] = {}
        if isinstance(page, ListPage):
            parts = self._list(page)
        elif isinstance(page, DetailPage):
            parts = self._detail(page)
        elif isinstance(page, FormPage):
            parts = self._form(page)
        elif isinstance(page, ChartPage):
            parts = self._chart(page)
        elif isinstance(page, ModulePage):
            parts = {"module": address_of(plugin, page.name, scripts[page.name])}
        return ShownPage(plugin=plugin, page=page, asks=frozenset(self.asks), **parts)

    def _list(self, page: ListPage) -> dict[str, Any]:
        field = self._field("query", page.field)
        if field is None:
            return {}
        row, rows, paged = self._rows(field, page.field, ("records",))
        if row is None:
            return {}
        self.shows = row.name
        filters = self._entered(leaves_of(arguments_of(field)), page.filters, whole=False)
        self._left_open(field, {one.path[0] for one in filters}, page.field)
        tree = self._with_id(row, needed=bool(page.opens))
        columns = [self._column(row, one, tree) for one in page.columns]
        used = list(dict.fromkeys(one.path[0] for one in filters))
        variables = [(name, str(field.args[name].type)) for name in used]
        if paged:
            variables += PAGING.items()
            tree = {"totalCount": {}, "pageInfo": PAGE_INFO, "nodes": tree}
        return {
            "document": operation("query", "records", page.field, variables, tree),
            "rows": rows,
            "paged": paged,
            "columns": [one for one in columns if one],
            "inputs": filters,
            "actions": [self._action(one, None, {}) for one in page.actions],
        }

    def _detail(self, page: DetailPage) -> dict[str, Any]:
        field = self._field("query", page.field)
        if field is None:
            return {}
        if page.argument not in field.args:
            self.faults.append(f"{page.field!r} takes no {page.argument!r}")
            return {}
        self._left_open(field, {page.argument}, page.field)
        answer = get_named_type(field.type)
        kind = self._record(answer, page)
        if kind is None:
            return {}
        self.shows = kind.name
        tree = self._with_id(kind, needed=True)
        columns = [self._column(kind, one, tree) for one in page.columns]
        actions = [self._action(one, kind, tree) for one in page.actions]
        if kind is not answer:
            tree = {f"... on {kind.name}": tree}
        variables = [(page.argument, str(field.args[page.argument].type))]
        return {
            "document": operation("query", "record", page.field, variables, tree),
            "rows": ("record",),
            "columns": [one for one in columns if one],
            "actions": actions,
        }

    def _record(self, answer: Any, page: DetailPage) -> GraphQLObjectType | None:
        """The type of record that the page is of; reading it asks its own action."""
        kind = self.schema.type_map.get(page.record) if page.record else answer
        if not isinstance(kind, GraphQLObjectType):
            told = f"record={page.record!r} is no type" if page.record else "say which in record="
            self.faults.append(f"{page.field!r} answers with {answer}: {told} of the schema")
            return None
        fits = kind is answer or (
            isinstance(answer, GraphQLInterfaceType | GraphQLUnionType)
            and self.schema.is_sub_type(answer, kind)
        )
        if not fits:
            self.faults.append(f"{page.field!r} answers with {answer}, never with a {kind.name}")
            return None
        found = record_info(getattr(definition_of(kind), "origin", None))
        if found is not None:
            self.asks.add(found.read)
        return kind

    def _form(self, page: FormPage) -> dict[str, Any]:
        act = PageAction(
            mutation=page.mutation, title=page.title, english=page.english, inputs=page.inputs
        )
        made = self._action(act, None, {})
        self.asks.add(made.action)
        verb = self.schema.mutation_type and self.schema.mutation_type.fields.get(page.mutation)
        self.shows = get_named_type(verb.type).name if verb else None
        return {"actions": [made]}

    def _chart(self, page: ChartPage) -> dict[str, Any]:
        field = self._field("query", page.field)
        if field is None:
            return {}
        row, rows, paged = self._rows(field, page.field, ("records",))
        if row is None:
            return {}
        self._left_open(field, set(), page.field)
        tree: Tree = {}
        label = self._column(row, page.label, tree)
        values = [self._column(row, one, tree) for one in page.values]
        if not values:
            self.faults.append("it has no values")
        for one in values:
            if one and one.kind is not FieldKind.NUMBER:
                self.faults.append(f"{'.'.join(one.path)!r} is no number")
        if paged:
            tree = {"nodes": tree}
        return {
            "document": operation("query", "records", page.field, [], tree),
            "rows": rows,
            "columns": [one for one in values if one],
            "label": label,
        }

    def _action(self, act: PageAction, record: Any, tree: Tree) -> ShownAction:
        field = self._field("mutation", act.mutation)
        inputs, place, document, asked = list[ShownInput](), None, "", ""
        if field is not None:
            leaves = leaves_of(arguments_of(field), inside_of(field))
            place = self._place(act, leaves)
            left = {name: one for name, one in leaves.items() if one.path != place}
            inputs = self._entered(left, act.inputs, whole=True)
            variables = [(name, str(one.type)) for name, one in field.args.items()]
            document = operation("mutation", "done", act.mutation, variables, answered_by(field))
            asked = action_of(field) or ""
        return ShownAction(
            mutation=act.mutation,
            title=act.title,
            english=act.english,
            action=asked,
            document=document,
            inputs=inputs,
            record=place,
            offered=list(self._offers(act, record, tree)),
        )

    def _place(self, act: PageAction, leaves: "dict[str, Leaf]") -> Path | None:
        """Where the record's id goes."""
        if not act.record:
            return None
        leaf = leaves.get(act.record)
        if leaf is None or get_named_type(leaf.type).name != "ID":
            self.faults.append(f"{act.mutation!r} takes no id as {act.record!r}")
            return None
        return leaf.path

    def _offers(self, act: PageAction, record: Any, tree: Tree) -> Iterator[Offer]:
        for path, values in act.offered.items():
            if record is None:
                self.faults.append(f"{act.mutation!r} is offered by states, but there is no record")
                return
            column = self._column(record, Column(path, path), tree)
            known = {one.value for one in column.options} if column else set[str]()
            strange = sorted(set(values) - known) if known else []
            for value in strange:
                self.faults.append(f"{act.mutation!r} is offered at {value!r}, no value of {path}")
            if column:
                yield Offer(column.path, list(values))

    def _entered(
        self, leaves: "dict[str, Leaf]", given: Iterable[PageInput], *, whole: bool
    ) -> list[ShownInput]:
        """What is entered; with `whole` nothing that is required is missing, and none means all."""
        wanted = list(given)
        for one in wanted:
            if one.name not in leaves:
                self.faults.append(f"there is no {one.name!r} to be entered")
        if not wanted and whole:
            wanted = [
                PageInput(name, leaf.description or name)
                for name, leaf in leaves.items()
                if leaf.required or not leaf.unfillable
            ]
        elif whole:
            entered = {one.name for one in wanted}
            for name, leaf in leaves.items():
                if leaf.required and name not in entered:
                    self.faults.append(f"{name!r} must be entered, and is not among the inputs")
        made = [self._input(one, leaves[one.name]) for one in wanted if one.name in leaves]
        return [one for one in made if one]

    def _input(self, given: PageInput, leaf: "Leaf") -> ShownInput | None:
        if leaf.unfillable:
            self.faults.append(f"{given.name!r} is a {leaf.type}, for which there is no field")
            return None
        choices = self._choices(given.choices) if given.choices else None
        kind = self._kind(leaf.type, given.kind, given.name)
        return ShownInput(
            name=given.name,
            path=leaf.path,
            title=given.title,
            english=given.english,
            kind=FieldKind.CHOICE if choices else kind,
            required=leaf.required,
            many=is_list(leaf.type),
            options=options_of(leaf.type),
            choices=choices,
        )

    def _choices(self, given: Choices) -> ShownChoices | None:
        first, *rest = given.field.split(".")
        field = self._field("query", first, asked=False)
        if field is None:
            return None
        above, here = list[str](), first
        for name in rest:
            above, kind = [*above, here], get_named_type(field.type)
            found = getattr(kind, "fields", {}).get(name)
            if found is None:
                self.faults.append(f"{given.field!r} is no path from Query to a list")
                return None
            field, here = found, name
        row, rows, paged = self._rows(field, given.field, ("choices", *rest))
        if row is None:
            return None
        tree: Tree = {}
        value = self._column(row, Column(given.value, given.value), tree, asked=False)
        label = self._column(row, Column(given.label, given.label), tree, asked=False)
        if value is None or label is None:
            return None
        if paged:
            tree = {"nodes": tree}
        here = f"{here}(first: {CHOICES_MOST})" if paged else here
        for name in [here, *reversed(above)]:
            tree = {name: tree}
        return ShownChoices(
            document=f"query Choices {{ choices: {selection(tree)} }}",
            rows=rows,
            value=value.path,
            label=label,
        )

    def _field(self, root: str, name: str, *, asked: bool = True) -> GraphQLField | None:
        """A field of `Query` or `Mutation`; of a read, the page asks what it asks."""
        kind = getattr(self.schema, f"{root}_type")
        field = kind.fields.get(name) if kind else None
        if field is None:
            self.faults.append(f"there is no {name!r} in {root.capitalize()}")
        elif asked and root == "query" and (action := action_of(field)):
            self.asks.add(action)
        return field

    def _rows(
        self, field: GraphQLField, name: str, above: Path
    ) -> tuple[GraphQLObjectType | None, Path, bool]:
        """The type of a list's records, the path to them, and whether they come by pages."""
        kind = get_named_type(field.type)
        nodes = getattr(kind, "fields", {}).get("nodes")
        paged = nodes is not None and not is_list(field.type)
        row = get_named_type(nodes.type) if paged and nodes else kind
        if not isinstance(row, GraphQLObjectType) or not (paged or is_list(field.type)):
            self.faults.append(f"{name!r} is no list of records, it answers with {field.type}")
            return None, (), False
        return row, (*above, "nodes") if paged else above, paged

    def _left_open(self, field: GraphQLField, given: set[str], name: str) -> None:
        for argument, made in field.args.items():
            if is_required_argument(made) and argument not in given:
                self.faults.append(f"{name!r} must be given {argument!r}")

    def _with_id(self, kind: GraphQLObjectType, *, needed: bool) -> Tree:
        if "id" in kind.fields:
            return {"id": {}}
        if needed:
            self.faults.append(f"a {kind.name} has no id")
        return {}

    def _column(
        self, kind: Any, column: Column, tree: Tree, *, asked: bool = True
    ) -> ShownColumn | None:
        """Follow a path through the schema, and ask for it in the tree."""
        path = tuple(column.field.split("."))
        field: GraphQLField | None = None
        for name in path:
            field = getattr(kind, "fields", {}).get(name)
            if field is None:
                self.faults.append(f"{kind} has no field {name!r} ({column.field!r})")
                return None
            if any(is_required_argument(one) for one in field.args.values()):
                self.faults.append(f"{column.field!r} must be given arguments")
                return None
            action = action_of(field)
            if asked and action is not None:
                self.asks.add(action)
            kind, tree = get_named_type(field.type), tree.setdefault(name, {})
        if field is None or not isinstance(kind, GraphQLScalarType | GraphQLEnumType):
            self.faults.append(f"{column.field!r} is a {kind}: name a value of it")
            return None
        return ShownColumn(
            path=path,
            title=column.title,
            english=column.english,
            kind=self._kind(field.type, column.kind, column.field),
            options=options_of(field.type),
        )

    def _kind(self, of: Any, declared: FieldKind | None, name: str) -> FieldKind:
        named = get_named_type(of)
        if isinstance(named, GraphQLEnumType):
            found = FieldKind.CHOICE
        elif named.name in OF_SCALAR:
            found = OF_SCALAR[named.name]
        else:
            self.faults.append(f"{name!r} is a {named}, which no page can show")
            return FieldKind.TEXT
        if declared in (None, found) or INSTEAD.get(named.name) == declared:
            return declared or found
        self.faults.append(f"{name!r} is a {named}, and no {declared.name}")
        return found
