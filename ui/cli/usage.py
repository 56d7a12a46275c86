"""Typer's own words, in the language of the product."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from typer import _click
from typer.exceptions import TyperException

from rag.errors import UsageError
from ui.language import language

NoArgs = _click.exceptions.NoArgsIsHelpError

_HELP = (
    ("Usage: ", "用法："),
    ("Options:\n", "选项：\n"),
    ("Arguments:\n", "参数：\n"),
    ("Commands:\n", "命令：\n"),
    ("Show this message and exit.", "显示这份帮助。"),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[default: ", "[默认 "),
    ("; default: ", "；默认 "),
    ("; required]", "；必填]"),
    ("[required]", "[必填]"),
)
_TYPES = re.compile(r" <(?:list\[)?([A-Za-z]+)(?: range)?\]?>")
_BRACES = re.compile(r"\{([^{}|\s]+?)(?:\.\.\.)?\}\.\.\.")
_MESSAGES = (
    (r"No such command '(.*?)'\.?( Did you mean (.*)\?)?$", "没有命令 {0!r}", "{2}"),
    (r"No such option: (\S+)(?: \(Possible options: (.*)\))?", "没有选项 {0}", "{1}"),
    (r"Missing command\.?", "缺少命令", ""),
    (r"Missing argument '(.*?)'.*", "缺少参数 {0}", ""),
    (r"Missing option '(.*?)'.*", "缺少选项 {0}", ""),
    (r"Invalid value for '(.*?)': (.*)", "{0} 的值不对：{1}", ""),
    (r"Option '?(.*?)'? requires an argument\.?", "选项 {0} 后面要有一个值", ""),
    (r"Got unexpected extra argument\S* \((.*)\)", "多出的参数：{0}", ""),
)
_PROPOSED = re.compile(r"(No such option: -*([^\s=]+)\S*) \(Possible options: (.*)\)")
_VALUES = (
    (r"Input should be greater than or equal to (.*)", r"应不小于 \1"),
    (r"Input should be less than or equal to (.*)", r"应不大于 \1"),
    (r"Input should be a valid integer.*", "应是整数"),
    (r"Input should be (.*)", r"应为 \1"),
    (r"Value error, (.*) is not one of (.*?)\.?$", r"\1 不在 \2 之中"),
    (r" or ", " 或 "),
)


def localised(command: Any) -> Any:
    """``command`` and everything under it, with its help in the language of the product and without Python's types."""
    command.get_help = _for_people(command.get_help)
    for child in getattr(command, "commands", {}).values():
        localised(child)
    return command


def _blank(found: re.Match[str]) -> str:
    """A type in a column of the help: N for numbers, nothing for all others, as wide as before."""
    return (" N" if found[1] in ("int", "float") else "").ljust(len(found[0]))


def _for_people(get_help: Any) -> Any:
    def help_text(ctx: Any) -> str:
        text = _BRACES.sub(r"\1...", _TYPES.sub(_blank, get_help(ctx)))
        for english, chinese in _HELP if language() == "zh" else ():
            text = text.replace(english, chinese)
        return text

    return help_text


def translated(error: TyperException) -> UsageError:
    """A mistake on the command line as an error of ours, naming the command whose help explains it."""
    english = _without_strangers(" ".join(error.format_message().split()))
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help" if context is not None else ""
    for pattern, words, more in _MESSAGES:
        if match := re.fullmatch(pattern, english):
            groups = [_value(group or "") for group in match.groups()]
            extra = more.format(*groups)
            chinese = words.format(*groups) + (f"，是不是 {extra}？" if extra else "")
            return UsageError(chinese, english, hint=hint)
    return UsageError(english, english, hint=hint)


def _without_strangers(english: str) -> str:
    """An unknown option without those proposed for it that are alike only in their hyphens."""
    found = _PROPOSED.fullmatch(english)
    if found is None:
        return english
    near = [o for o in found[3].split(", ") if get_close_matches(o.strip("-"), [found[2]])]
    return found[1] + (f" (Possible options: {', '.join(near)})" if near else "")


def _value(words: str) -> str:
    for english, chinese in _VALUES:
        words = re.sub(english, chinese, words)
    return words
