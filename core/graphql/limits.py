"""查询限额：一条校验规则，片段代价只算一次，先于其他规则执行。

Fragments that spread in powers of two make a limiter that expands them run for minutes. Here
each fragment is measured once and its measure is reused wherever it is spread, so the work grows
with the length of the document and not with what it expands to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graphql import (
    ASTValidationRule,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    ValidationRule,
    VariableNode,
    get_named_type,
    get_nullable_type,
    validate,
)
from graphql.validation.validate import ValidationAbortedError
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphql import (
        DocumentNode,
        ExecutableDefinitionNode,
        GraphQLField,
        GraphQLNamedType,
        GraphQLSchema,
        SelectionNode,
        SelectionSetNode,
        StringValueNode,
        ValueNode,
        VariableDefinitionNode,
    )
    from strawberry.types import ExecutionContext

__all__ = ["OPERATION_UNKNOWN", "TEXT_INVALID", "Limits", "QueryLimits", "cap_errors", "limit_rule"]

CEILING = 10**9
"""Measures stop growing here, else 60 doubling fragments make numbers of 60 bits and more."""

NESTING = 100
"""Fields, fragments and spreads one inside another: three Python frames each, so well below the
interpreter's recursion limit, and beyond anything a tool writes."""

INTROSPECTION = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}
PAGING = ("first", "last")


@dataclass(frozen=True, slots=True)
class Limits:
    """一次操作的限额。

    `fields` (with spreads), `aliases` and `directives` count what an operation expands to, and
    `fields` also what the document writes in all its operations. `complexity` counts what may
    have to be read: each field once, times the page it lies in. Introspection has a depth and a
    complexity of its own, so that the standard query passes and little beyond. `page_default`
    stands for a page whose size is not said, `list_size` for a list without pages.
    """

    depth: int = 12
    aliases: int = 30
    directives: int = 30
    fields: int = 500
    complexity: int = 10_000
    introspection_depth: int = 15
    introspection_complexity: int = 400_000
    page_max: int = 100
    page_default: int = 20
    list_size: int = 5
    tokens: int = 4000
    errors: int = 20


class Cost(NamedTuple):
    """What a part of a document amounts to once its fragments are expanded."""

    depth: int = 0
    introspection_depth: int = 0
    complexity: int = 0
    introspection_complexity: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: Cost) -> Cost:
        """Both in one selection set."""
        return Cost(
            max(self.depth, other.depth),
            max(self.introspection_depth, other.introspection_depth),
            min(CEILING, self.complexity + other.complexity),
            min(CEILING, self.introspection_complexity + other.introspection_complexity),
            min(CEILING, self.fields + other.fields),
            min(CEILING, self.aliases + other.aliases),
            min(CEILING, self.directives + other.directives),
        )

    def under(self, times: int, *, aliases: int, directives: int) -> Cost:
        """All this selected below one more field, for each of `times` records."""
        return Cost(
            self.depth + 1,
            self.introspection_depth,
            min(CEILING, 1 + times * self.complexity),
            self.introspection_complexity,
            min(CEILING, self.fields + 1),
            min(CEILING, self.aliases + aliases),
            min(CEILING, self.directives + directives),
        )

    def introspecting(self) -> Cost:
        """The same measure, held against the limits of introspection.

        Without aliases, walks through the schema merge into one; each alias may start another.
        """
        return self._replace(
            depth=1,
            introspection_depth=self.depth,
            complexity=1,
            introspection_complexity=min(CEILING, self.complexity * (1 + self.aliases)),
        )


NOTHING = Cost()
BOTTOMLESS = Cost(depth=CEILING)


class Meter:
    """Measures the definitions of one document, each fragment once."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        limits: Limits,
        variables: Mapping[str, object] | None,
    ) -> None:
        self.schema = schema
        self.limits = limits
        self.variables = variables
        self.definitions = document.definitions
        self.defaults = _default_pages(self.operations())
        self.bodies = {node.name.value: node for node in self.fragments()}
        self.measured: dict[str, Cost] = {}
        self.written = 0

    def operations(self) -> Iterator[OperationDefinitionNode]:
        return (node for node in self.definitions if isinstance(node, OperationDefinitionNode))

    def fragments(self) -> Iterator[FragmentDefinitionNode]:
        return (node for node in self.definitions if isinstance(node, FragmentDefinitionNode))

    def costs(self) -> Iterator[Cost]:
        """Each operation, each fragment (also the unused, which take time), and all as written."""
        for node in self.operations():
            declared = sum(map(_directives_on, node.variable_definitions or ()))
            cost = self.selected(node.selection_set, self.schema.get_root_type(node.operation), 1)
            yield cost.beside(Cost(directives=declared + _directives_on(node)))
        for name, node in self.bodies.items():
            cost = self.fragment(name, 1)
            about_schema = node.type_condition.name.value.startswith("__")
            yield cost.introspecting() if about_schema else cost
        yield Cost(fields=self.written)

    def fragment(self, name: str, level: int) -> Cost:
        if name not in self.measured and name in self.bodies:
            # A fragment met again inside itself adds nothing; NoFragmentCycles reports it.
            self.measured[name] = NOTHING
            body = self.bodies[name]
            parent = self.schema.get_type(body.type_condition.name.value)
            cost = self.selected(body.selection_set, parent, level)
            self.measured[name] = cost.beside(Cost(directives=_directives_on(body)))
        return self.measured.get(name, NOTHING)

    def selected(
        self, within: SelectionSetNode | None, parent: GraphQLNamedType | None, level: int
    ) -> Cost:
        if within is None:
            return NOTHING
        if level > NESTING:
            return BOTTOMLESS
        cost = NOTHING
        for selection in within.selections:
            self.written += 1
            cost = cost.beside(self.selection(selection, parent, level + 1))
        return cost

    def selection(self, node: SelectionNode, parent: GraphQLNamedType | None, level: int) -> Cost:
        if isinstance(node, FieldNode):
            return self.field(node, parent, level)
        # A spread is counted like a field: comparing spreads takes time even if they are empty.
        spread = Cost(fields=1, directives=_directives_on(node))
        if isinstance(node, FragmentSpreadNode):
            return self.fragment(node.name.value, level).beside(spread)
        assert isinstance(node, InlineFragmentNode)
        if node.type_condition:
            parent = self.schema.get_type(node.type_condition.name.value)
        return self.selected(node.selection_set, parent, level).beside(spread)

    def field(self, node: FieldNode, parent: GraphQLNamedType | None, level: int) -> Cost:
        definition = _field_definition(parent, node.name.value)
        inside = get_named_type(definition.type) if definition else None
        cost = self.selected(node.selection_set, inside, level).under(
            self.records(node, definition, parent),
            aliases=int(node.alias is not None),
            directives=_directives_on(node),
        )
        return cost.introspecting() if node.name.value in INTROSPECTION else cost

    def records(
        self, node: FieldNode, definition: GraphQLField | None, parent: GraphQLNamedType | None
    ) -> int:
        """How many records a field may answer with."""
        if definition is None:
            return 1
        if any(name in definition.args for name in PAGING):
            return self.page(node)
        if parent is None or not isinstance(get_nullable_type(definition.type), GraphQLList):
            return 1
        if parent.name.startswith("__"):
            return self.limits.page_default
        # The edges of a page are the page's records, which have been counted.
        return 1 if parent.name.endswith("Connection") else self.limits.list_size

    def page(self, node: FieldNode) -> int:
        asked = [self.size(arg.value) for arg in node.arguments or () if arg.name.value in PAGING]
        return max(1, *asked) if asked else self.limits.page_default

    def size(self, value: ValueNode) -> int:
        """A page size as it was written, or the largest one where that is all we know."""
        if isinstance(value, IntValueNode):
            return _page_size(value)
        if not isinstance(value, VariableNode):
            return self.limits.page_default
        name = value.name.value
        if self.variables is None:
            return max(self.limits.page_max, self.defaults.get(name, 0))
        if name not in self.variables:
            return self.defaults.get(name, self.limits.page_default)
        given = self.variables[name]
        if given is None:
            return self.limits.page_default
        return min(CEILING, given) if isinstance(given, int) else self.limits.page_max


def _directives_on(
    node: ExecutableDefinitionNode | SelectionNode | VariableDefinitionNode,
) -> int:
    return len(node.directives or ())


def _field_definition(parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    if name in INTROSPECTION:
        return INTROSPECTION[name]
    if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        return parent.fields.get(name)
    return None


def _page_size(value: IntValueNode) -> int:
    # Python refuses to read numbers of thousands of digits.
    return CEILING if len(value.value) > 10 else min(CEILING, int(value.value))


def _default_pages(operations: Iterable[OperationDefinitionNode]) -> dict[str, int]:
    """The default of each variable with a whole number; of two operations', the larger."""
    pages: dict[str, int] = {}
    for operation in operations:
        for variable in operation.variable_definitions or ():
            if isinstance(variable.default_value, IntValueNode):
                name = variable.variable.name.value
                pages[name] = max(pages.get(name, 0), _page_size(variable.default_value))
    return pages


class Measure(NamedTuple):
    """One limit: which of a document's costs it bounds, and how an excess is told."""

    cost: str
    code: str
    chinese: str
    english: str


MEASURES = (
    Measure("depth", "QUERY_TOO_DEEP", "查询嵌套过深，最多{}层", "nested too deeply"),
    Measure("introspection_depth", "QUERY_TOO_DEEP", "自省嵌套过深，最多{}层", "nested too deeply"),
    Measure("aliases", "QUERY_TOO_MANY_ALIASES", "查询别名过多，最多{}个", "too many aliases"),
    Measure(
        "directives", "QUERY_TOO_MANY_DIRECTIVES", "查询指令过多，最多{}个", "too many directives"
    ),
    Measure("fields", "QUERY_TOO_LARGE", "查询字段过多，最多{}个", "too many fields"),
    Measure("complexity", "QUERY_TOO_COMPLEX", "查询涉及数据过多，上限{}", "too complex"),
    Measure(
        "introspection_complexity", "QUERY_TOO_COMPLEX", "自省涉及数据过多，上限{}", "too complex"
    ),
)


def _excesses(costs: Sequence[Cost], limits: Limits) -> Iterator[GraphQLError]:
    """What a document has too much of; each code at most once."""
    told: set[str] = set()
    for measure in MEASURES:
        limit: int = getattr(limits, measure.cost)
        found = max((getattr(cost, measure.cost) for cost in costs), default=0)
        if found > limit and measure.code not in told:
            told.add(measure.code)
            message = f"{measure.chinese.format(limit)}。Query {measure.english}: limit {limit}."
            yield GraphQLError(message, extensions={"code": measure.code, "limit": limit})


def limit_rule(
    limits: Limits, variables: Mapping[str, object] | None = None
) -> type[ASTValidationRule]:
    """The limits as a rule for `graphql.validate`.

    With the operation's variables, a page size in a variable counts as what it is; without
    them (None), as the largest page there is.
    """

    class LimitRule(ValidationRule):
        def enter_document(self, node: DocumentNode, *_args: object) -> None:
            meter = Meter(self.context.schema, node, limits, variables)
            for error in _excesses(list(meter.costs()), limits):
                self.report_error(error)

    return LimitRule


TEXT_INVALID = ("TEXT_INVALID", "文本中含有无法保存的字符（NUL），请删去后重试。")


class TextRule(ValidationRule):
    """No text of the database holds a NUL; in variables it is looked for before."""

    def enter_string_value(self, node: StringValueNode, *_args: object) -> None:
        if "\0" in node.value:
            code, message = TEXT_INVALID
            self.report_error(GraphQLError(message, node, extensions={"code": code}))


OPERATION_UNKNOWN = (
    "OPERATION_UNKNOWN",
    "没有要执行的操作，或请求含多个操作而未指定 operationName。",
)


def _needs_a_name(context: ExecutionContext) -> bool:
    """Strawberry would run the first of several operations; the specification refuses."""
    definitions = context.graphql_document.definitions if context.graphql_document else ()
    operations = [node for node in definitions if isinstance(node, OperationDefinitionNode)]
    named = context._provided_operation_name  # pyright: ignore[reportPrivateUsage]
    return named is None and len(operations) > 1


class QueryLimits(SchemaExtension):
    """限额的 Strawberry 扩展。

    Give Strawberry a factory, since an extension holds one request's state:

        strawberry.Schema(Query, extensions=[lambda: QueryLimits(Limits()), ...])

    It caps the tokens while parsing, runs the limits as a pass of their own, and only where they
    hold runs all other rules, with a cap on the errors they may find. Rules that other
    extensions add in `on_operation` are run with them.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    def on_operation(self) -> Iterator[None]:
        self.execution_context.parse_options["max_tokens"] = self.limits.tokens
        yield
        result = self.execution_context.result
        if result is not None and result.errors:
            result.errors = cap_errors(result.errors, self.limits.errors)

    def on_parse(self) -> Iterator[None]:
        yield
        for error in self.execution_context.pre_execution_errors or ():
            if error.message.endswith("Parsing aborted."):
                _explain_abort(error, self.limits)

    def on_validate(self) -> Iterator[None]:
        if self.execution_context.pre_execution_errors is None:
            # Strawberry validates only where no extension has done so.
            self.execution_context.pre_execution_errors = self.validated()
        yield

    def validated(self) -> list[GraphQLError]:
        context = self.execution_context
        assert context.graphql_document
        schema = context.schema._schema  # pyright: ignore[reportPrivateUsage]
        limits = limit_rule(self.limits, context.variables or {})
        errors = validate(schema, context.graphql_document, [limits])
        if not errors and _needs_a_name(context):
            code, message = OPERATION_UNKNOWN
            return [GraphQLError(message, extensions={"code": code})]
        if errors or not context.validation_rules:
            # Of a hopeless nesting graphql-core says, without a code, that it gave up: we said so.
            return [error for error in errors if error.extensions]
        rules = (
            *context.validation_rules,
            MaybeNullValidationRule,
            OneOfInputValidationRule,
            TextRule,
        )
        # Graphql-core adds one error that says it stopped.
        most = self.limits.errors - 1
        errors = validate(schema, context.graphql_document, rules, max_errors=most)
        return [_coded_abort(error) for error in errors]


def _explain_abort(error: GraphQLError, limits: Limits) -> None:
    """Say in Chinese and with a code why the parser gave up; Strawberry holds this very error."""
    if "tokens" in error.message:
        error.message = f"查询过长，最多{limits.tokens}个词元。{error.message}"
        error.extensions = {"code": "QUERY_TOO_LARGE", "limit": limits.tokens}
    else:
        error.message = f"查询嵌套过深，无法解析。{error.message}"
        error.extensions = {"code": "QUERY_TOO_DEEP"}


def _coded_abort(error: GraphQLError) -> GraphQLError:
    """Say with a code why the validation gave up: many errors, or too long to compare."""
    if not isinstance(error, ValidationAbortedError):
        return error
    if error.message.startswith("Too many"):
        code, chinese = "TOO_MANY_ERRORS", "错误过多，其余未列出。"
    else:
        code, chinese = "QUERY_TOO_COMPLEX", "查询过于复杂，校验已中止。"
    return GraphQLError(chinese + error.message, extensions={"code": code})


def cap_errors(errors: Sequence[GraphQLError], most: int = 20) -> list[GraphQLError]:
    """At most so many errors, the last of which then says how many more there are."""
    if len(errors) <= most:
        return list(errors)
    left = len(errors) - most + 1
    more = f"另有{left}个错误未列出。{left} more errors are not shown."
    return [*errors[: most - 1], GraphQLError(more, extensions={"code": "TOO_MANY_ERRORS"})]
