"""A model's text, cut into sentences with the marks that each carries. The text is never trusted."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rag.answer import marks
from rag.backends.thinking import after_thinking
from rag.text.sentences import sentences

MAX_CHARS = 12_000
"""What is read of a model's text; the rest is cut off."""
MAX_SENTENCES = 80
MAX_SENTENCE_CHARS = 800


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft: plain text without marks and full stop, and the numbers it cites.

    Nothing is promised about the numbers: they may name evidence that does not exist.
    """

    text: str
    marks: tuple[int, ...]


_SUP = re.compile(r"<sup>\s{0,3}\[?\s{0,3}([0-9]{1,3})\s{0,3}\]?\s{0,3}</sup>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ACTIVE = re.compile(
    r"<(script|style|iframe|object|svg|math|template|noscript)\b.*?(?:</\1\s{0,9}>|\Z)", re.DOTALL | re.IGNORECASE
)
_BREAK = re.compile(r"<(?:br|/p|/li|/div|/tr|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,1000}>|<[|｜][^<>]{0,60}[|｜]>")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\](?:\((?:[^()\n]|\([^()\n]{0,300}\)){0,1000}\)|\[[^\[\]\n]{0,100}\])")

_FENCE = re.compile(r"\s{0,9}(?:```|~~~)")
_RULE = re.compile(r"\s{0,9}(?:[-*_=]\s{0,2}){3,}|[\s|:+-]*\|[\s|:+-]*")
_REFERENCE = re.compile(rf"\s{{0,9}}(?:{marks.MARK}|\[[^\]\n]{{1,100}}\])\s?[:：]\s{{0,3}}(?:https?:|www\.|<)\S*.*")
_LEAD = re.compile(r"\s*(?:#{1,6}(?=[^#])|>{1,3}|[-*+•·●▪◦](?=\s)|[•●▪◦]|[0-9]{1,2}(?:[.)](?=\s)|、(?![0-9])))\s*")
_ECHO = re.compile(r"\s*(?:回答|答案|答|材料|Answer)\s?[:：]\s?")
_STRONG = re.compile(r"\*\*|__|~~|`")
_EMPHASIS = re.compile(r"(?<![0-9*])\*(?=[^\s*])([^*\n]{1,200})\*(?![0-9*])")

_SAYS = r"(?:中|里)?的?(?:显示|指出|提到|表明|记载|所述|可知|内容)"
_STOP_THEN_MARKS = re.compile(rf"([。！？!?…；;]+[”’」』）)\"]*)\s{{0,3}}({marks.RUN})(?!{marks.MARK}|{_SAYS})")
_STARTS = re.compile(rf"\s*({marks.RUN})")
_ENDS = re.compile(rf"{marks.MARK}[\s。！？!?…；;，,.”’」』）)\"]*\Z")
_ATTRIBUTION = re.compile(
    rf"^(?:根据|依据|按照|据)?\s?(?:资料|材料|来源|文献|证据|报告|引文)?\s?({marks.RUN})\s?"
    rf"(?:{_SAYS})?\s?[,，:：.、]?\s?"
)
_HAN_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")


def parse(text: str) -> list[DraftSentence]:
    """Cut ``text`` into sentences.

    Thinking, Markdown and HTML are taken off, links and images reduced to their words. A mark before
    or after a full stop belongs to the sentence it follows; on a line that begins with a mark and does
    not end with one, to the text it precedes. Sentences without marks are kept, with none.

    Any string is taken; the work is bounded by ``MAX_CHARS``.
    """
    plain = _plain(after_thinking(text[: 2 * MAX_CHARS])[:MAX_CHARS])
    out: list[DraftSentence] = []
    for line in plain.split("\n"):
        for piece in _pieces(line):
            sentence = _sentence(piece)
            if sentence:
                out.append(sentence)
                if len(out) == MAX_SENTENCES:
                    return out
    return out


def _plain(text: str) -> str:
    """Text without HTML and Markdown, its marks in the internal form."""
    text = html.unescape(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(" " if c == "\t" else c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    text = _SUP.sub(r"[\1]", text)
    for pattern in (_COMMENT, _ACTIVE):
        text = pattern.sub("", text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = marks.unify(text)
    for _ in range(4):
        text, changed = _LINK.subn(r"\1", text)
        if not changed:
            break
    lines = (line for line in text.split("\n") if not (_FENCE.match(line) or _RULE.fullmatch(line)))
    return "\n".join(_line(line) for line in lines if not _REFERENCE.fullmatch(line))


def _line(line: str) -> str:
    """One line without the signs that Markdown starts it with or wraps its words in."""
    for _ in range(3):
        found = _LEAD.match(line)
        if not found:
            break
        line = line[found.end() :]
    line = _EMPHASIS.sub(r"\1", _STRONG.sub("", line))
    line = _ECHO.sub("", line, count=1) if _ECHO.match(line) else line
    if line.lstrip().startswith("|"):
        line = "，".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line.strip()


def _pieces(line: str) -> Iterator[str]:
    """Sentences of a line, each with its marks inside."""
    if _STARTS.match(line) and not _ENDS.search(line):
        runs = re.split(f"({marks.RUN})", line)
        for run, body in zip(runs[1::2], runs[2::2], strict=True):
            for start, end in sentences(body):
                yield run + body[start:end]
        return
    line = _STOP_THEN_MARKS.sub(r"\2\1", line)
    for start, end in sentences(line):
        yield line[start:end]


def _sentence(piece: str) -> DraftSentence | None:
    """The sentence without its marks; None when no word is left of it."""
    cited = marks.numbers(piece)
    text = marks.without(_ATTRIBUTION.sub("", piece))
    # Taking one mark out can put another together ("[[1]2]"); each round makes the text shorter.
    while (again := marks.unmistakable(text)) != text:
        cited = tuple(dict.fromkeys(cited + marks.numbers(again)))
        text = marks.without(again)
    text = _HAN_GAP.sub("", " ".join(text.split()))
    text = re.sub(r"\s+(?=[，。；：！？、])", "", text)
    # What is left of a tag, a link or an image must not become one again on a page.
    text = re.sub(r"<(?=[A-Za-z/!?|])", "＜", text).replace("](", "]（").replace("![", "！[")
    text = text.strip().strip("。；;，,、 ")
    if not any(c.isalnum() for c in text):
        return None
    return DraftSentence(text[:MAX_SENTENCE_CHARS], cited)
