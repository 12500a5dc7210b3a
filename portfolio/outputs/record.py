"""The content of a site as plain data: the owner's files with the owner's keys, without what is as if it were left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import NODEFAULT, Struct, structs

if TYPE_CHECKING:
    from portfolio.model.site import Site

Record = dict[str, Any]


def make_record(site: Site) -> Record:
    """Return the content of a site, without its texts; an e-mail address only in the form that the owner shows."""
    profile = to_data(site.profile)
    if site.config.email != "shown":
        profile.pop("email", None)
    files = {
        "profile": profile,
        **{kind: to_data(entries) for kind, entries in site.entries.items()},
        "case-studies": to_data(site.case_studies),
        "writing": to_data(site.posts),
        "pages": to_data(site.pages),
        "principles": to_data(site.principles),
        "stack": to_data(site.stack),
        "repositories": to_data(site.repositories),
        "home": to_data(site.home),
    }
    return {name: value for name, value in files.items() if value}


def to_data(value: object) -> Any:  # noqa: ANN401 (any JSON value)
    """Return records as JSON can have them, without keys that have their default."""
    match value:
        case Struct():
            tag = value.__struct_config__
            kind = {str(tag.tag_field): tag.tag} if tag.tag_field else {}
            defaults = _find_defaults(type(value))
            fields = {name: getattr(value, name) for name in value.__struct_fields__}
            return kind | {
                name: to_data(item) for name, item in fields.items() if item != defaults.get(name, NODEFAULT)
            }
        case tuple():
            return [to_data(item) for item in value]
        case Mapping():
            return {name: to_data(item) for name, item in value.items()}
        case dt.date():
            return value.isoformat()
    return value


@cache
def _find_defaults(type_: type[Struct]) -> Mapping[str, object]:
    """Return the keys that may be left out, with their defaults."""
    return {
        field.name: field.default if field.default_factory is NODEFAULT else field.default_factory()
        for field in structs.fields(type_)
        if not field.required
    }
