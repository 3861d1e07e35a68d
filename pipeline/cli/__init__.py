"""The `kanben` command: one file a command, imported when it is called; one place where errors become words.

Exit codes: 0 all well; 2 the command line is wrong; 3–10 as in `errors`; 130 interrupted; 1 a bug of ours.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import TYPE_CHECKING

import click

from pipeline import VERSION
from pipeline.cli.usage import Command, OneOf, WrongUsage, write_list

if TYPE_CHECKING:
    from pipeline.errors import KanbenError

COMMANDS = ("build", "check", "convert", "explain", "fonts", "manuscript", "model", "rules", "watch")
#: What a shell reports of a process whose reader went away (kanben model … | head): 128 and the number of SIGPIPE.
_NO_READER = 141


class LazyGroup(Command, click.Group):
    """Knows its commands by name; a command's module is imported only when that command runs or shows its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            if ctx.resilient_parsing:
                return None
            raise WrongUsage.of("cli.no-command", ctx, COMMANDS, value=cmd_name)
        command: click.Command = import_module(f"pipeline.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            raise click.exceptions.Exit(_NO_READER) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from pipeline.cli.console import told_language
        from pipeline.messages import say

        lang = told_language()
        write_list(formatter, say("cli.commands", lang), [(name, say(f"cli.{name}", lang)) for name in COMMANDS])
        super().format_options(ctx, formatter)


@click.group(
    cls=LazyGroup,
    subcommand_metavar="COMMAND …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, message="kanben %(version)s")
@click.option("--lang", type=OneOf("en", "zh"), expose_value=False)
def group() -> None: ...


def main() -> None:
    """Entry point of the `kanben` command; exits the process."""
    from pipeline.errors import KanbenError, OutputError, Place

    # What ends the process unwinds it, so that nothing half-written stays behind.
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by the caller
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = group.main(prog_name="kanben", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = 130
    except click.ClickException as error:
        code = _tell_usage(error)
    except KanbenError as error:
        code = _tell(error)
    except BrokenPipeError:
        _drop_output()
        code = _NO_READER
    except OSError as error:
        # The disk or the terminal behind standard output failed, or something no stage expects: not a bug of ours.
        place = Place(str(error.filename)) if error.filename else None
        code = _tell(OutputError("cli.system", place, detail=error.strerror or str(error)))
        _drop_output()
    sys.exit(code if isinstance(code, int) else 0)


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(128 + signal.SIGTERM)


def _tell(error: KanbenError) -> int:
    from pipeline.cli.console import show_error, told_language

    show_error(error, told_language())
    return error.exit_code


def _tell_usage(error: click.ClickException) -> int:
    from pipeline.cli.console import told_language
    from pipeline.cli.usage import show_usage

    show_usage(error, told_language())
    return error.exit_code


def _drop_output() -> None:
    """What standard output could not take is not tried again, with another complaint, when the process ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
