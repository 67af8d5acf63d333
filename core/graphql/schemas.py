"""One schema for each set of enabled plugins, made once and kept while it is among the most used.

What a body has not turned on does not exist in its schema, in introspection neither. A plugin whose
part cannot be built is named and left out; the others go on.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import partial
from typing import Annotated, Any

import strawberry
from graphql import GraphQLError, NoSchemaIntrospectionCustomRule
from strawberry.exceptions import DuplicatedTypeName
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from core.db import Base
from core.graphql import nodes, permissions, scalars
from core.graphql.context import Info
from core.graphql.described_pages import described
from core.graphql.described_pages.shown import ShownPage
from core.graphql.limits import Limits, QueryLimits
from core.graphql.nodes import Node, record_info
from core.plugins import CORE, Broken, Plugins, collect

KEPT = 64
"""Schemas kept at once; a county's bodies share a handful of sets."""


class Schema(strawberry.Schema):
    """A schema whose errors are told by `answer.py`, which alone knows what may be shown.

    `joining` are fields that plugins of the set add to the core's records, by the record's name.
    """

    def __init__(self, joining: Mapping[str, Sequence[StrawberryField]], **parts: Any) -> None:
        self.joining = joining
        super().__init__(**parts)

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """The type's own fields, and what joins it in this set: the type itself stays as it is."""
        return [*type_definition.fields, *self.joining.get(type_definition.name, ())]

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Say nothing here: the answer logs and masks."""


class _QuietIntrospection(SchemaExtension):
    """In production a visitor sees no introspection; a signed-in client does."""

    def __init__(self, *, production: bool) -> None:
        self.production = production

    def on_operation(self) -> Any:
        context: Any = self.execution_context.context
        if self.production and context is not None and context.viewer.actor is None:
            self.execution_context.validation_rules = (
                *self.execution_context.validation_rules,
                NoSchemaIntrospectionCustomRule,
            )
        yield


class Schemas:
    """Builds and keeps schemas."""

    def __init__(self, plugins: Plugins, *, production: bool = False) -> None:
        self.plugins = plugins
        self.production = production
        self._kept: OrderedDict[frozenset[str], tuple[Schema, dict[str, Any]]] = OrderedDict()
        self._pages: dict[str, list[ShownPage]] = {}

    def beside(self, plugins: Plugins) -> "Schemas":
        """For another platform of this process with the very same plugins: nothing is built twice.

        Only where none is broken, for what is broken is a platform's own affair.
        """
        if self.plugins.broken or plugins.names != self.plugins.names:
            raise ValueError("not the same plugins, or one is broken")
        other = Schemas(plugins, production=self.production)
        other._kept, other._pages = self._kept, self._pages
        return other

    def of(self, names: frozenset[str]) -> Schema:
        """The schema of the set, without what is broken."""
        return self._built(names)[0]

    def records(self, names: frozenset[str]) -> dict[str, Any]:
        """Record types of the set by GraphQL name; for `node(id)`."""
        return self._built(names)[1]

    def pages(self, plugin: str) -> list[ShownPage]:
        """The plugin's pages as they are shown."""
        if plugin not in self._pages:
            self._pages[plugin] = self._read_pages(plugin, self.of(frozenset({plugin})))
        return self._pages[plugin]

    def _read_pages(self, plugin: str, alone: Schema) -> list[ShownPage]:
        """Pages against the plugin's own schema; what does not fit it is named."""
        shown, faults = described(
            alone._schema,  # pyright: ignore[reportPrivateUsage]
            plugin,
            self.plugins.pages[plugin],
            self.plugins.scripts[plugin],
        )
        if faults:
            raise Broken("; ".join(faults))
        return shown

    def check_each(self) -> None:
        """At start: build each plugin alone and beside those before it, to name a broken one early.

        Of two that define the same name the later is broken, for every body, in every set; the
        built-in ones come first.
        """
        self._kept[frozenset()] = self.build([])
        fitting = list[str]()
        for name in sorted(self.plugins.names, key=self.plugins.is_foreign):
            try:
                alone = self.build([name])
                if fitting:
                    self.build([*fitting, name])
                self._refuse_stray_tables(name)
                self._pages[name] = self._read_pages(name, alone[0])
            except DuplicatedTypeName as fault:
                both = (fault.first_cls, fault.second_cls)
                told = " and in ".join(str(getattr(one, "__module__", "?")) for one in both)
                self.plugins.mark_broken(name, f"schema: {fault} (in {told})")
            except Exception as fault:
                self.plugins.mark_broken(name, f"schema: {type(fault).__name__}: {fault}")
            else:
                self._kept[frozenset({name})] = alone
                fitting.append(name)

    def _refuse_stray_tables(self, name: str) -> None:
        """A table that does not begin with its plugin's name could be anybody's."""
        home = self.plugins.home(name)
        for mapper in Base.registry.mappers:
            table, where = str(mapper.class_.__tablename__), mapper.class_.__module__
            own = where == home or where.startswith(f"{home}.")
            if own and not table.startswith(f"{name}_"):
                raise Broken(f"its table {table} does not begin with {name}_")

    def _built(self, names: frozenset[str]) -> tuple[Schema, dict[str, Any]]:
        usable = names & frozenset(self.plugins.names)
        if usable in self._kept:
            self._kept.move_to_end(usable)
            return self._kept[usable]
        try:
            made = self.build(sorted(usable))
        except Exception:
            # What was sound at the start no longer is: name it, and go on without it.
            self.check_each()
            made = self.build(sorted(usable & frozenset(self.plugins.names)))
        self._kept[usable] = made
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made

    def build(self, names: Iterable[str]) -> tuple[Schema, dict[str, Any]]:
        """Put core and plugins together; two fields of one name are an error, not a warning."""
        wanted = [CORE, *names]
        queries = [(CORE, _Lookup), *collect(self.plugins, wanted, "plugin_query")]
        query = _joined("Query", "读取", queries)
        mutation = _joined("Mutation", "办理", collect(self.plugins, wanted, "plugin_mutation"))
        watched = collect(self.plugins, wanted, "plugin_subscription")
        subscription = _joined("Subscription", "持续查看", watched) if watched else None
        extra = [
            kind for _, kinds in collect(self.plugins, wanted, "plugin_types") for kind in kinds
        ]
        schema = Schema(
            joining=_joining(collect(self.plugins, wanted, "plugin_fields")),
            query=query,
            mutation=mutation,
            subscription=subscription,
            types=[*extra, Node],
            schema_directives=[permissions.Requires],
            config=StrawberryConfig(
                scalar_map=scalars.SCALARS,
                disable_field_suggestions=self.production,
                sort_schema=True,
            ),
            extensions=[
                partial(QueryLimits, Limits()),
                partial(_QuietIntrospection, production=self.production),
            ],
        )
        return schema, _records(schema)


def _records(schema: Schema) -> dict[str, Any]:
    found = dict[str, Any]()
    for name, definition in schema.schema_converter.type_map.items():
        origin = getattr(definition.definition, "origin", None)
        if record_info(origin) is not None:
            found[name] = origin
    return found


@strawberry.type
class _Lookup:
    @strawberry.field(
        description="按 id 取一条记录；没有或无权查看时为空",
        directives=[permissions.Requires(action="core.read_body")],
    )
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="记录的全局编号")],
    ) -> Node | None:
        targets = info.context.schemas.records(info.context.plugins_on)
        return await nodes.find(info.context, targets, id)


def _joining(parts: Iterable[tuple[str, dict[Any, Any]]]) -> dict[str, list[StrawberryField]]:
    """Fields that join the core's records, by the record's name; a clash names both sides."""
    found = dict[str, list[StrawberryField]]()
    owners = dict[tuple[str, str], str]()
    for plugin, added in parts:
        for target, part in added.items():
            if record_info(target) is None or not target.__module__.startswith("core."):
                raise Broken(f"{plugin} adds fields to {target!r}, which is no record of the core")
            definition = target.__strawberry_definition__
            for own in definition.fields:
                owners[definition.name, own.python_name] = CORE
            for field in part.__strawberry_definition__.fields:
                place = (definition.name, field.python_name)
                if place in owners:
                    raise Broken(f"{plugin} and {owners[place]} both define {place[0]}.{place[1]}")
                if not _asks(field):
                    raise Broken(
                        f"{plugin} adds {place[0]}.{place[1]}, which asks nobody's permission:"
                        " use column, computed, link, children, reads or records"
                    )
                owners[place] = plugin
                # A schema's field of its own: Strawberry writes into what it converts.
                found.setdefault(definition.name, []).append(copy(field))
    return found


def _asks(field: StrawberryField) -> bool:
    """Whether a joining field is read with its record, or asks an action of its own.

    A column has no resolver; `computed`, `link` and `children` say what of the row they need. Any
    other function would answer whoever reaches the record, the visitor too.
    """
    if field.base_resolver is None or "needs" in field.metadata:
        return True
    return any(isinstance(one, permissions.Requires) for one in field.directives)


def _joined(name: str, description: str, parts: Sequence[tuple[str, Any]]) -> Any:
    """One root type of all parts; a clash names both sides."""
    owners = dict[str, str]()
    for plugin, part in parts:
        for field in part.__strawberry_definition__.fields:
            if field.python_name in owners:
                first = owners[field.python_name]
                raise Broken(f"{plugin} and {first} both define {name}.{field.python_name}")
            owners[field.python_name] = plugin
    merged = merge_types(name, tuple(part for _, part in parts))
    merged.__strawberry_definition__.description = description
    return merged
