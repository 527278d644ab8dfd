"""The `answerable` command: registers every subcommand and turns every failure into words and a code.

Exit codes: 0 done, 1 the input has faults, 2 wrong usage, 3 something failed outside.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from answerable import __version__
from answerable.cli import desk, due, importing, post, publish, study, tables
from answerable.cli.output import print_faults, say
from answerable.core.errors import AnswerableError, InputFaults, UnknownName
from answerable.press.errors import PageFailed

# typer carries its own copy of click, or uses one beside it: either way this is its error of usage.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

DONE, FAULTS, USAGE, OUTSIDE, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="answerable",
    help="Ask every public body of a kind the same questions, and publish what they answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"answerable {__version__}")
        raise typer.Exit


@app.callback()
def answerable(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")] = False,
) -> None:
    """Ask every public body of a kind the same questions, and publish what they answer."""


app.command("demo")(publish.demo)
app.command("new")(study.new)
app.command("new-round")(study.new_round)
app.command("check")(study.check)
app.command("import")(importing.import_table)
app.command("measures")(tables.measures)
app.command("ratings")(tables.ratings)
app.command("trends")(tables.trends)
app.command("flags")(tables.flags)
app.command("freeze")(study.freeze)
app.command("publish")(publish.publish)
app.command("due")(due.due)
app.command("post")(post.post)
app.add_typer(desk.app, name="desk")


def run(arguments: Sequence[str]) -> int:
    """Runs the command line and returns its exit code; prints failures in words, never a traceback.

    `--debug` is taken anywhere among the arguments, since it is wanted after a command has failed.
    """
    debug = "--debug" in arguments
    rest = [argument for argument in arguments if argument != "--debug"]
    try:
        code = app(args=rest, prog_name="answerable", standalone_mode=False)
        sys.stdout.flush()
    except UsageError as error:
        return _usage(error)
    except (typer.Abort, KeyboardInterrupt):
        say("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit as leaving:
        # click turns a broken pipe into an exit of its own.
        if isinstance(leaving.__context__, BrokenPipeError):
            return _reader_gone()
        raise
    except BaseException as error:  # a panic of a library written in Rust is no Exception
        if debug:
            raise
        return _told(error)
    if code == INTERRUPTED:
        say("Stopped.")
    return code if isinstance(code, int) else DONE


def _reader_gone() -> int:
    """The reader of a pipe (head, less) went away: not a failure, but nothing more may be flushed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return DONE


def _usage(error: Exception) -> int:
    """Wrong usage in one plain sentence, with the way to the help of that command."""
    context = getattr(error, "ctx", None)
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    say(message if message.lower().startswith("usage") else f"error: {message}")
    if context is not None and not message.lower().startswith("usage"):
        say(f"Try: {context.command_path} --help")
    return USAGE


def _told(error: BaseException) -> int:
    if isinstance(error, InputFaults):
        print_faults(error.faults)
        return FAULTS
    if isinstance(error, UnknownName):
        say(f"error: {error}")
        return USAGE
    if isinstance(error, PageFailed):
        say(f"error: {error}")
        say("Add --debug to see where, and report it.")
        return OUTSIDE
    if isinstance(error, AnswerableError):
        say(f"error: {error}")
        return FAULTS
    if isinstance(error, OSError):
        what = ": ".join(str(part) for part in (error.strerror or error, error.filename) if part)
        say(f"error: {what}")
        return OUTSIDE
    kind = type(error).__name__
    say(f"error: something failed inside Answerable ({kind}: {error}).")
    say("Add --debug to see where, and report it.")
    return OUTSIDE


def _ready_streams() -> None:
    """Data go out as UTF-8 whatever the locale; a terminal that lacks a letter shows another."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def main() -> None:
    """Entry point of the `answerable` script."""
    _ready_streams()
    sys.exit(run(sys.argv[1:]))
