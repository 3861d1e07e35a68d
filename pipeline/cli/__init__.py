"""The `kanben` command: one file a command, imported when it is called; one place where errors become words.

Exit codes: 0 all well; 2 the command line is wrong; 3–10 as in `errors`; 130 interrupted; 1 a bug of ours.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from pipeline import VERSION

COMMANDS = ("build", "check", "convert", "explain", "fonts", "manuscript", "model", "rules", "watch")


class LazyGroup(click.Group):
    """Knows its commands by name; a command's module is imported only when that command runs or shows its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pipeline.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        from pipeline.messages import say, user_language

        lang = user_language()
        with formatter.section(say("cli.commands", lang)):
            formatter.write_dl([(name, say(f"cli.{name}", lang)) for name in COMMANDS])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="刊本 Kanben: raw Chinese text becomes finished editions — DOCX, PDF and EPUB. 把中文原始文本做成书刊。",
)
@click.version_option(VERSION, message="kanben %(version)s")
def group() -> None: ...


def main() -> None:
    """Entry point of the `kanben` command; exits the process."""
    from pipeline.errors import KanbenError

    try:
        code = group.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has had enough (kanben model … | head).
        sys.stderr.close()
        sys.exit(0)
    except KanbenError as error:
        from pipeline.cli.console import show_error, told_language

        show_error(error, told_language())
        sys.exit(error.exit_code)
    sys.exit(code if isinstance(code, int) else 0)
