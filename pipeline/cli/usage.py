"""What stands on the command line in, checked values out; help and complaints about it in the user's language."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Generic, TypeVar

import click

from pipeline.errors import Value
from pipeline.messages import Lang, say

Parsed = TypeVar("Parsed")


class WrongUsage(click.UsageError):
    """A command line that cannot be meant so: `name` and `values` of its wording; `nearest` as in the hint."""

    def __init__(self, name: str, ctx: click.Context | None, values: dict[str, Value]) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.values = values

    @classmethod
    def of(cls, name: str, ctx: click.Context | None, known: Sequence[str], **values: Value) -> WrongUsage:
        nearest = difflib.get_close_matches(str(values["value"]), known, 1, 0.5)
        return cls(name, ctx, {**values, "known": ", ".join(known), "nearest": nearest[0] if nearest else ""})


class _Type(click.ParamType[Parsed], Generic[Parsed]):
    """A value of the command line; what is wrong with it is told by `wrong`."""

    name = "value"

    def wrong(
        self, name: str, param: click.Parameter | None, ctx: click.Context | None, known: Sequence[str], value: str
    ) -> WrongUsage:
        option = max(param.opts, key=len) if param else self.name
        return WrongUsage.of(name, ctx, known, option=option, value=value)


class OneOf(_Type[str]):
    """One of the names in `known`."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        return "NAME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.known:
            raise self.wrong("cli.no-choice", param, ctx, self.known, str(value))
        return str(value)


class NamesOf(_Type[tuple[str, ...]]):
    """Names parted by commas, each one of those in `known`."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        return "LIST"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        names = tuple(name.strip() for name in str(value).replace("，", ",").split(",") if name.strip())
        for name in names:
            if name not in self.known:
                raise self.wrong("cli.no-choice", param, ctx, self.known, name)
        return names


class Count(_Type[int]):
    """A whole number, 1 or more."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        return "N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if not (text.isascii() and text.isdecimal() and int(text) > 0):
            raise self.wrong("cli.no-count", param, ctx, (), text)
        return int(text)


class Command(click.Command):
    """A command whose help is in the user's language: `cli.NAME` for itself, `cli.option-NAME` for its options."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = say("cli.usage", _language()) + " "
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(f"cli.{ctx.info_name}", _language()))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = _language()
        rows = [
            (", ".join(param.opts) + (f" {param.make_metavar(ctx)}" if not param.is_flag else ""), _help(param, lang))
            for param in self.get_params(ctx)
            if isinstance(param, click.Option)
        ]
        write_list(formatter, say("cli.options", lang), rows)


def write_list(formatter: click.HelpFormatter, head: str, rows: Sequence[tuple[str, str]]) -> None:
    """Terms and what they mean under a heading; click breaks names at hyphens and takes Chinese for narrow."""
    from pipeline.cli.console import broken, width

    first = max(width(term) for term, _ in rows) + 2
    with formatter.section(head):
        for term, meaning in rows:
            lines = broken(meaning, formatter.width - first - 4)
            formatter.write(f"  {term}{' ' * (first - width(term))}{next(lines)}\n")
            formatter.write("".join(f"  {' ' * first}{line}\n" for line in lines))


def _help(option: click.Option, lang: Lang) -> str:
    known = option.type.known if isinstance(option.type, OneOf | NamesOf) else ()
    name = "help" if "--help" in option.opts else option.name  # click's own name for it has changed
    return say(f"cli.option-{name}", lang, {"known": ", ".join(known)})


def _language() -> Lang:
    from pipeline.cli.console import told_language

    return told_language()


def show_usage(error: click.ClickException, lang: Lang) -> None:
    """What is wrong with a command line, and what would be right, on standard error."""
    from pipeline.cli.console import show_lines

    ctx = error.ctx if isinstance(error, click.UsageError) else None
    command = ctx.command_path if ctx else "kanben"
    help_ = say("cli.see-help", lang, {"command": command})
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    match error:
        case WrongUsage():
            hints = [say(f"cli.hint-{key}", lang, error.values) for key in ("nearest", "known") if error.values[key]]
            show_lines(say(error.name, lang, error.values), " ".join(hints) or help_, lang)
        case click.NoSuchOption():
            nearest = ", ".join(error.possibilities or ())
            hint = say("cli.hint-nearest", lang, {"nearest": nearest}) if nearest else help_
            show_lines(say("cli.no-option", lang, {"value": error.option_name}), hint, lang)
        case click.BadOptionUsage():
            show_lines(say("cli.no-value", lang, {"option": error.option_name}), help_, lang)
        case click.MissingParameter():
            what = error.param.make_metavar(ctx) if error.param and ctx else ""
            option = error.param.opts[0] if isinstance(error.param, click.Option) else what
            show_lines(say("cli.lacking", lang, {"what": option}), help_, lang)
        case _:
            show_lines(say("cli.wrong-usage", lang, {"detail": error.format_message()}), help_, lang)
