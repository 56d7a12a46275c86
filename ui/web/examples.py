"""Questions to begin with: those the home names, else some the library can answer for sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.language import say
from ui.plain import plain

if TYPE_CHECKING:
    from ui.desk import Desk

_SHOWN = 4


def examples(desk: Desk) -> list[str]:
    """At most four questions: the first lines of ``HOME/examples.txt``, else from the titles in the library."""
    try:
        lines = (desk.settings.home / "examples.txt").read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    given = [plain(line).strip()[:200] for line in lines if line.strip() and not line.startswith("#")]
    return given[:_SHOWN] or _from_titles(desk)


def _from_titles(desk: Desk) -> list[str]:
    library = desk.library()
    questions: list[str] = []
    for header in library.documents()[:20] if library else []:
        document = library.document(header.id) if library else None
        articles = (
            [a for a in document.articles if a.place and a.title and a.kind not in ("图片说明",)] if document else []
        )
        if articles:
            longest = max(articles, key=lambda a: sum(e - s for s, e in a.spans))
            questions.append(say(f"《{plain(longest.title)}》讲了什么？", f"《{plain(longest.title)}》讲了什么？"))
    return list(dict.fromkeys(questions))[:_SHOWN]
