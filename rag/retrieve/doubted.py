"""Names that a question was read to hold, but no report does, though reports hold the words they are made of.

A name shuts out every sentence that does not tell of it. Read wrongly (海安 in 凤冲村海安林种了多少亩, 某某回乡办厂 as a
firm) or given freely (侗锦公司 for a firm of a longer name) it shuts out the right one. So what finds nothing may be
read once more with such names as plain words. A name with a word that no report holds stays a name: it is somebody
else's, and nothing in the library answers for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rag.language import say
from rag.retrieve.content import content
from rag.retrieve.local_names import Frequencies
from rag.retrieve.question import Query
from rag.retrieve.subjects import named_places, short
from rag.retrieve.terms import Weights
from rag.text.words import bigrams


def doubted(query: Query, frequencies: Frequencies) -> dict[str, str]:
    """The names of ``query`` that are in doubt, as written, with what they were read as; empty where none is."""
    text = query.question

    def held(name: str) -> bool:
        pairs = bigrams(name)
        counts = frequencies(pairs)[1]
        return all(counts.get(p, 0) for p in pairs)

    firms = [o for o in query.organisations if not held(short(o)) and _words_held(o, held)]
    people = [p for p in query.people if not held(p) and held(p[1:])]
    out = {name: name for name in (*firms, *people)}
    for m in named_places(text):
        written, after = text[m.start : m.end], text[m.end : m.end + 1]
        # 海安林: reports hold the three characters, and nothing of 海安市.
        if written != m.place.name and after and held(written + after) and not held(m.place.name):
            out[written] = m.place.name
    return out


def _words_held(name: str, held: Callable[[str], bool]) -> bool:
    words = [w.text for w in content(name, Weights(0, {}))]
    return bool(words) and all(held(w) for w in words)


def not_as_names(names: Iterable[str]) -> str:
    """For people: which names of the question no report holds, so that the words they are made of were looked for."""
    listed = "”“".join(sorted(names))
    return say(
        f"报告中没有“{listed}”这样的名称，是按其中的词语查找的，请核对",
        f"No report holds the name “{listed}”; the words it is made of were looked for, please check",
    )
