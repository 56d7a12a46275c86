"""The command ``wenju``: puts the commands together, and turns every error into one line and an exit code."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec

import typer
from typer.exceptions import Exit, TyperException

from rag.errors import UsageError, WenjuError
from ui import home
from ui.cli import console, usage
from ui.language import language, say, settle

COMMANDS = ("ingest", "library", "search", "ask", "chat", "check", "figures", "verify", "eval", "serve", "models", "doctor")  # fmt: skip
"""One module each in this folder, holding a function of that name or an ``app`` of subcommands."""
_HOMELESS = {"verify", "models"}
"""Commands that neither read nor write the home."""
_GARBAGE = 20_000
"""Objects between two collections. A command's start makes a million that stay, and at Python's 700 looks for garbage
among them again and again."""
_WRITING = {("ingest",), ("serve",), ("library", "remove"), ("library", "restore"), ("library", "rebuild")}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done, 1 a negative verdict, 2 wrong usage or input, 3 a service or model is missing, 130 interrupted.
    """
    gc.set_threshold(_GARBAGE)
    console.prepare()
    try:
        return _run(_settle(list(sys.argv[1:] if argv is None else argv)))
    except WenjuError as error:
        console.complain(error.message(language()))
        return error.exit_code
    except KeyboardInterrupt:
        console.note(say("已中断", "interrupted"))
        return 130
    except BrokenPipeError:  # `wenju ... | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last line of defence: nobody is shown a traceback
        from ui.cli.crash import record

        console.complain(record(error))
        return 1


def _settle(args: list[str]) -> list[str]:
    """Take ``--home`` and ``--lang`` out, wherever they stand before ``--``, and make them hold for the process."""
    rest: list[str] = []
    given: dict[str, str] = {}
    queue = iter(args)
    for arg in queue:
        if arg == "--":
            rest += [arg, *queue]
            break
        name, equals, value = arg.partition("=")
        if name in ("--home", "--lang"):
            given[name] = value if equals else next(queue, "")
        else:
            rest.append(arg)
    if given.get("--home"):
        os.environ["WENJU_HOME"] = given["--home"]
    settle(given.get("--lang"))
    for name, value in given.items():
        if not value:
            raise UsageError(f"{name} 后面要有一个值", f"{name} needs a value")
    return rest


def _run(args: list[str]) -> int:
    if args[:1] != [] and not args[0].startswith("-") and args[0] not in _HOMELESS and not {"-h", "--help"} & set(args):
        home.usable(home.folder(), written=not _WRITING.isdisjoint({tuple(args[:1]), tuple(args[:2])}))
    command = usage.localised(typer.main.get_command(build()))
    try:
        result = command.main(args, prog_name="wenju", standalone_mode=False)
    except Exit as done:
        return done.exit_code
    except TyperException as error:
        if isinstance(error, usage.NoArgs):
            print(error.format_message())
            return 0
        raise usage.translated(error) from None
    return result if isinstance(result, int) else 0


def build() -> typer.Typer:
    """The command line as a Typer app."""
    app = typer.Typer(
        help=say(
            "问据：用中文提问，从报告库里得到有出处、经核对的回答。",
            "wenju: ask a library of reports in Chinese; every sentence of the answer is cited and checked.",
        ),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_everywhere)
    for name in COMMANDS:
        if find_spec(f"ui.cli.{name}") is None:
            continue
        module = importlib.import_module(f"ui.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, help=module.HELP)(getattr(module, name))
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        console.emit(f"wenju {version('wenju')}")
        raise typer.Exit


def _everywhere(
    home: str = typer.Option(
        None, "--home", metavar=say("文件夹", "DIR"), help=say("全部状态所在的文件夹（WENJU_HOME）", "holds all state")
    ),
    lang: str = typer.Option(None, "--lang", metavar="zh|en", help=say("界面语言", "language of the messages")),
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_print_version, help=say("版本", "the version")
    ),
) -> None:
    """Only for the help: the first two are taken out of the line before it is parsed."""


if __name__ == "__main__":
    sys.exit(main())
