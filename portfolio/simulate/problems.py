"""The problems of a scenario, each by the path of its value: the caller knows where that is in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Severity, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]
MAX_LISTED = 12
"""A longer list of known names is no help."""


class Problem(NamedTuple):
    """One problem, and the path of the value: `("nodes", "sqs", "label")`."""

    path: Path
    code: Code
    message: str
    help: str | None = None
    severity: Severity = Severity.ERROR


class Problems:
    """All problems of a scenario, as they are found."""

    def __init__(self) -> None:
        self.items: list[Problem] = []

    def add(self, path: Path, code: Code, message: str, help_: str | None = None) -> None:
        """Add an error."""
        self.items.append(Problem(path, code, message, help_))

    def warn(self, path: Path, code: Code, message: str, help_: str) -> None:
        """Add a warning."""
        self.items.append(Problem(path, code, message, help_, Severity.WARNING))

    def value(self, path: Path, message: str, help_: str | None = None) -> None:
        """Add an invalid value."""
        self.add(path, Code.INVALID_VALUE, message, help_)

    def is_known(self, path: Path, what: str, name: str, known: Iterable[str]) -> bool:
        """Whether a name is known; if not, it is reported with the nearest one."""
        known = [*known]
        if name in known:
            return True
        listed = ", ".join(f"`{item}`" for item in known[:MAX_LISTED])
        help_ = did_you_mean(name, known) or (f"known here: {listed}" if known else "there is none")
        self.add(path, Code.UNKNOWN_REFERENCE, f"unknown {what} `{name}`", help_)
        return False
