"""What somebody is, asked by name: 某某什么职务, 某某是哪个单位的, 某某是干什么的."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.reading import Sentence
from rag.retrieve.question import Query
from rag.text.fold import simplified
from rag.text.names import SURNAMES
from rag.text.offices import held_by, parse_rank

_WHAT = re.compile(
    r"(?:同志)?(?:现在|目前|如今|现|当时)?(?:的|是|任|担任|当|在|属于)*(?:"
    r"(?:什么|啥|何|哪个|哪一个|哪)(?:职务|职位|职|官|身份|单位|部门|岗位|干部|领导|人物|局|级别)(?:的|工作|上班|任职)?(?:是|为)?(?:什么|啥)?"
    r"|(?:职务|职位|身份|单位)(?:是|叫)?(?:什么|啥|哪个)|(?:干|做)(?:什么|啥|嘛)(?:的|工作)?|谁|何许人也?|什么人)的?[？?呢啊]*$"
)


def asked_about(query: Query) -> tuple[str, ...]:
    """What may be the name of the person whose post ``query`` asks for, likeliest first; empty for other questions."""
    found = _WHAT.search(query.question)
    before = query.question[: found.start()] if found else ""
    tails = (before[-n:] for n in (3, 2, 4))
    return tuple(dict.fromkeys(t for t in tails if len(t) > 1 and t[0] in SURNAMES and t.isalpha()))


def post_of(names: Sequence[str], sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentence that gives one of ``names`` the post told most fully, after the one that names its body; else empty."""
    return next((told for name in names if (told := _post_of(name, sentences))), [])


def _post_of(name: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    told: list[tuple[int, int, Sentence, str]] = []
    for n, sentence in enumerate(sentences):
        offices = [office for *_, office in held_by(name, simplified(sentence.text))]
        if offices:
            fullest = max(offices, key=len)
            told.append((-len(fullest), n, sentence, fullest))
    if not told:
        return []
    *_, best, office = min(told, key=lambda t: t[:2])
    body, _ = parse_rank(office) or ("", "")
    # 局长某某, 中心主任某某: which one it is stands before.
    bare = len(body) <= 2
    before = [
        s
        for s in sentences
        if bare
        and s.passage.article_id == best.passage.article_id
        and _at(s) < _at(best)
        and _names(body or office[:-1], s)
    ]
    return [*sorted(before, key=_at)[-1:], best]


def _at(sentence: Sentence) -> tuple[int, int]:
    return sentence.passage.ordinal, sentence.start


def _names(body: str, sentence: Sentence) -> bool:
    """Whether a sentence names a body of the sort ``body`` by a name of its own: 市就业服务中心 for 中心."""
    return bool(body) and bool(re.search(rf"[一-鿿]{{3,}}{re.escape(body)}", sentence.text))
