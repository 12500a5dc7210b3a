"""GitHub's schema, reduced to our queries: made from the published one, so that it cannot be our own idea.

python tests/support/github_schema.py            writes tests/github/github.graphql anew
python tests/support/github_schema.py --check    shows what GitHub has changed since, and exits with 1
"""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_client_schema,
    get_named_type,
    is_required_argument,
    parse,
    specified_scalar_types,
    validate,
    visit,
)

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from portfolio.github import queries  # noqa: E402 (as a script it has to find the package first)

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLNamedType

PUBLISHED = ROOT / "tests" / "node_modules" / "@octokit" / "graphql-schema" / "schema.json"
PRUNED = ROOT / "tests" / "github" / "github.graphql"

QUERIES = (
    queries.PROFILE,
    queries.IDENTITY,
    queries.RENAMED,
    queries.ORGANIZATION,
    queries.CONTRIBUTED,
    queries.REPOSITORIES,
    queries.CONTRIBUTIONS,
    queries.YEARS,
)


def read_published() -> GraphQLSchema:
    """Return GitHub's schema; its own rules are not checked, for it breaks one (a field is defined twice)."""
    return build_client_schema(json.loads(PUBLISHED.read_text(encoding="utf-8")), assume_valid=True)


class _Uses(Visitor):
    """Notes which fields, arguments and types a question uses."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.fields: dict[str, dict[str, GraphQLField]] = {}
        self.arguments: dict[tuple[str, str], set[str]] = {}
        self.types: dict[str, GraphQLNamedType] = {}

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Note a field, what it gives, and the arguments it is given or cannot do without."""
        parent, field = self.info.get_parent_type(), self.info.get_field_def()
        assert parent is not None
        assert field is not None, f"{parent}.{node.name.value} does not exist"
        if node.name.value.startswith("__"):
            return
        self.add(parent)
        self.add(get_named_type(field.type))
        self.fields.setdefault(parent.name, {})[node.name.value] = field
        given = {argument.name.value for argument in node.arguments or ()}
        needed = {name for name, argument in field.args.items() if is_required_argument(argument)}
        for name in given | needed:
            self.arguments.setdefault((parent.name, node.name.value), set()).add(name)
            self.add(get_named_type(field.args[name].type))

    def add(self, type_: GraphQLNamedType) -> None:
        """Note a type, and those of an input's fields."""
        if type_.name in self.types:
            return
        self.types[type_.name] = type_
        if isinstance(type_, GraphQLInputObjectType):
            for field in type_.fields.values():
                self.add(get_named_type(field.type))


def prune(schema: GraphQLSchema) -> str:
    """Return the part of a schema that our questions use, in GraphQL's own language, sorted by name."""
    info = TypeInfo(schema)
    uses = _Uses(info)
    for query in QUERIES:
        document = parse(query)
        problems = validate(schema, document)
        assert not problems, problems
        visit(document, TypeInfoVisitor(info, uses))
    return "\n".join(filter(None, (_print(type_, uses) for _, type_ in sorted(uses.types.items()))))


def _print(type_: GraphQLNamedType, uses: _Uses) -> str:
    if isinstance(type_, GraphQLScalarType):
        return "" if type_.name in specified_scalar_types else f"scalar {type_.name}\n"
    if isinstance(type_, GraphQLEnumType):
        return f"enum {type_.name} {{ {' '.join(sorted(type_.values))} }}\n"
    if isinstance(type_, GraphQLUnionType):
        members = sorted(member.name for member in type_.types if member.name in uses.types)
        return f"union {type_.name} = {' | '.join(members)}\n"
    if isinstance(type_, GraphQLInputObjectType):
        lines = [f"  {name}: {field.type}" for name, field in sorted(type_.fields.items())]
        return f"input {type_.name} {{\n" + "\n".join(lines) + "\n}\n"
    assert isinstance(type_, (GraphQLObjectType, GraphQLInterfaceType))
    kind = "type" if isinstance(type_, GraphQLObjectType) else "interface"
    above = sorted(item.name for item in type_.interfaces if item.name in uses.types)
    fields = dict(uses.fields.get(type_.name, {}))
    if isinstance(type_, GraphQLInterfaceType) or above:
        fields["id"] = type_.fields["id"]  # an interface needs a field, and Node has this one
    lines = [
        f"  {name}{_print_arguments(field.args, uses.arguments.get((type_.name, name), set()))}: {field.type}"
        for name, field in sorted(fields.items())
    ]
    implements = f" implements {' & '.join(above)}" if above else ""
    return f"{kind} {type_.name}{implements} {{\n" + "\n".join(lines) + "\n}\n"


def _print_arguments(arguments: dict[str, GraphQLArgument], used: set[str]) -> str:
    parts = [f"{name}: {arguments[name].type}" for name in sorted(used)]
    return f"({', '.join(parts)})" if parts else ""


def main(arguments: list[str]) -> int:
    """Write the pruned schema, or show what has changed."""
    fresh = prune(read_published())
    if "--check" not in arguments:
        PRUNED.write_text(fresh, encoding="utf-8")
        return 0
    old = PRUNED.read_text(encoding="utf-8")
    diff = difflib.unified_diff(
        old.splitlines(keepends=True), fresh.splitlines(keepends=True), "here", "GitHub"
    )
    sys.stdout.writelines(diff)
    return int(old != fresh)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
