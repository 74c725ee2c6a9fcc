"""Errors that end a command: each carries its exit code and says in one line what to do."""

from collections.abc import Sequence


class DatelineError(Exception):
    """Base of the errors that users meet."""

    exit_code = 3


class WrongUseError(DatelineError):
    """The command was asked for something that cannot be."""

    exit_code = 2


class DropRefusedError(DatelineError):
    """The drop as a whole must not be loaded; `rule` says why, `line` and `column` where in `sources.yml`."""

    exit_code = 1

    def __init__(self, rule: str, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.line = line
        self.column = column


class RunFailedError(DatelineError):
    """The run could not be finished; the published warehouse is as it was."""

    exit_code = 3


class WarehouseBusyError(RunFailedError):
    """Another refresh is at work on the warehouse."""


class SplitError(Exception):
    """New evidence takes apart what some unchanged articles held to be one: these must be parsed again."""

    def __init__(self, article_ids: Sequence[str]) -> None:
        super().__init__(f"{len(article_ids)} articles must be parsed again")
        self.article_ids = list(article_ids)
