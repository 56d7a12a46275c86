"""All scores of one case from its recorded output alone: no model, no library, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from eval.cases import Case
from eval.metrics import answer as right
from eval.metrics import citations as cited
from eval.metrics import figures, refusal, retrieval, stability
from eval.metrics.normal import norm, numbers, reading_norm, rgb_norm
from eval.records import CaseResult, CaseScore, Score

UNSCORED = Score(None)
K = (1, 5, 10)
RULES: Mapping[str, right.Normalise] = {"qa": norm, "rgb": rgb_norm, "reading": reading_norm}
Judged = Mapping[str, Any]
"""What a judge said of a case: ``{"correct": 1.0 | 0.5 | 0.0 | None, "faithful": …, "because": str}``."""


def score(case: Case, result: CaseResult | None, judged: Judged | None = None) -> CaseScore:
    """The scores of ``case``. A failed or absent result scores as wrong in everything the case has gold for."""
    missing = result is None or (result.result is None and case.kind != "search") or bool(result.error)
    why = (result.error if result else "") or ("没有结果" if missing else "")
    scores: dict[str, Score] = {"failed": Score(float(missing), why)}
    if result is not None and not missing:
        scores["seconds"] = Score(result.seconds)
        scores |= {f"tok:{s}:{k}": Score(float(n)) for s, counts in result.tokens.items() for k, n in counts.items()}
    held = result if result is not None and not missing else None
    if case.kind == "qa":
        scores |= _asked(case, held) if held else _nothing(case)
        scores |= _stable(case, held, scores) if held else {}
        scores |= _judged(judged) if judged else {}
    elif case.kind == "verify":
        scores |= _verified(case, held)
    if case.docs and case.passages is None:
        scores |= _searched(case, held)
    kept = {name: _one(value) for name, value in scores.items() if value.scored or value.explanation}
    return CaseScore(case.id, case.type, case.cluster, kept, _shown(result), case.tags)


@lru_cache(maxsize=10_000)
def _one(value: Score) -> Score:
    """Equal scores as one object: a hundred thousand cases have few different ones."""
    return value


def _shown(row: CaseResult | None) -> str:
    if row is None or not row.result:
        return ""
    return str(row.result.get("answer") or row.result.get("verdict") or "")


def _nothing(case: Case) -> dict[str, Score]:
    scores = {"correct": Score(0.0, "没有结果"), "answerable": Score(float(case.answerable)), "answered": Score(0.0)}
    if case.answerable:
        scores |= {"must": Score(0.0), "false_refusal": Score(0.0)}
        scores |= {"evidence_recall": Score(0.0)} if case.evidence else {}
        scores |= {"keypoints": Score(0.0)} if case.keypoints else {}
    return scores


def _asked(case: Case, row: CaseResult) -> dict[str, Score]:
    result: Mapping[str, Any] = row.result or {}
    answer = str(result.get("answer") or "")
    citations = list(result.get("citations") or [])
    quotes = [norm(c.get("quote")) for c in citations]
    refused = refusal.refused(result, norm(answer))
    bad = right.forbidden(answer, case.must_not, RULES[case.rule])
    verbatim = cited.verbatim(citations, row.spelled)
    marks = cited.invalid_marks(answer, citations, list(result.get("conflicts") or []))
    bare, sentences = cited.unmarked(answer) if not refused else (0, 0)
    scores = {
        "answerable": Score(float(case.answerable)),
        "answered": Score(float(not refused)),
        "rightly_refused": Score(float(not case.answerable)) if refused else UNSCORED,
        "grounding": Score(refusal.grounding(case.question, citations)) if not refused else UNSCORED,
        "citations": Score(float(len(quotes))),
        "verbatim": Score(float(verbatim)),
        "resolvable": Score(float(cited.resolvable(row.spelled))),
        "nonverbatim_quotes": Score(float(len(quotes) - verbatim)),
        "invalid_marks": Score(float(marks), "标号与引文对不上" if marks else ""),
        "unmarked_sentences": Score(float(bare)),
        "sentences": Score(float(sentences)),
        "quote_length": Score(sum(map(len, quotes)) / len(quotes)) if quotes else UNSCORED,
    }
    scores |= {f"ms:{k}": Score(float(v)) for k, v in (result.get("timings_ms") or {}).items()}
    if not case.answerable:
        why = "不可回答却作了答" if not refused else (f"出现了 {'、'.join(bad)}" if bad else "")
        scores["correct"] = Score(float(refused and not bad), why)
        scores["answered_unanswerable"] = Score(float(not refused))
        return scores
    scores["false_refusal"] = Score(float(refused))
    return scores | _right(case, answer, refused, bad, result) | _supported(case, answer, quotes, result)


def _right(case: Case, answer: str, refused: bool, bad: tuple[str, ...], result: Mapping[str, Any]) -> dict[str, Score]:
    """How far the answer says what it should."""
    scores: dict[str, Score] = {}
    if case.must:
        met = right.groups_met(answer, case.must, RULES[case.rule])
        lacking = ["／".join(g) for g, ok in zip(case.must, met, strict=True) if not ok]
        reasons = ("误拒" if refused else "", f"缺 {'、'.join(lacking)}" if lacking else "")
        why = "；".join(x for x in (*reasons, f"出现了 {'、'.join(bad)}" if bad else "") if x)
        scores["correct"] = Score(float(all(met) and not bad and not refused), why)
        scores["must"] = Score(sum(met) / len(met))
        stated, wanted = figures.accuracy(answer, figures.expected(case.must, case.evidence))
        if wanted:
            scores |= {"figures_right": Score(float(stated)), "figures_wanted": Score(float(wanted))}
    if case.rule == "reading":
        golds = case.must[0]
        scores |= {"exact": Score(right.exact(answer, golds)), "char_f1": Score(right.reading_f1(answer, golds))}
    elif case.answer:
        scores |= {
            "exact": Score(right.exact(answer, [case.answer])),
            "char_f1": Score(right.char_f1(answer, case.answer)),
            "rouge_l": Score(right.rouge_l(answer, case.answer)),
        }
    if case.keypoints:
        scores["keypoints"] = Score(right.keypoints_said(answer, case.keypoints))
    if case.type == "conflict":
        scores["conflict_shown"] = Score(float(bool(result.get("conflicts"))))
    return scores


def _supported(case: Case, answer: str, quotes: list[str], result: Mapping[str, Any]) -> dict[str, Score]:
    """How far what the answer says stands in what it cites."""
    claims, citations = list(result.get("claims") or []), list(result.get("citations") or [])
    unsupported, stated = figures.unsupported(answer, quotes, case.question)
    scores = {"figures": Score(float(stated)), "unsupported_figures": Score(float(unsupported))}
    if case.type == "compute" or any(c.get("computation") for c in claims):
        invented = _not_computed(answer, quotes, case, claims)
        if case.type == "compute":
            scores["unsupported_figures"] = Score(0.0)
    else:
        invented = unsupported
    known = case.question + "\n".join(case.history)
    misplaced = cited.misplaced_figures(claims, citations, known)
    scores["invented_figures"] = Score(float(invented), "有引文里没有的数字" if invented else "")
    scores["misplaced_figures"] = Score(float(misplaced), "数字不在所标的引文里" if misplaced else "")
    if case.evidence:
        scores["evidence_recall"] = Score(cited.evidence_recall(case.evidence, quotes))
        scores["relevant_citations"] = Score(float(cited.relevant(quotes, case.evidence, case.must)))
    refused = result.get("status") == "refused"
    scores["uncited_answer"] = Score(0.0 if refused else float(_uncited(case, answer, citations, claims)))
    return scores


def _not_computed(answer: str, quotes: list[str], case: Case, claims: list[Mapping[str, Any]]) -> int:
    """Figures that stand in no quote and in no stated computation."""
    worked = frozenset(n for c in claims for n in numbers(str(c.get("computation") or "")))
    known = numbers("\n".join(quotes)) | numbers(case.question) | worked
    return len(numbers(answer) - known)


def _uncited(case: Case, answer: str, citations: list[Any], claims: list[Mapping[str, Any]]) -> int:
    """Expected values that the answer states and nothing it cites, or asks, or computes holds: gold from elsewhere."""
    rule = RULES[case.rule]
    shown = "\n".join(rule(str(c.get(k) or "")) for c in citations for k in ("quote", "article", "place", "date"))
    shown += "\n".join(rule(x) for x in (case.question, *case.history, *(str(c.get("computation")) for c in claims)))
    said = rule(answer)
    return sum(
        any(rule(x) in said for x in group) and not any(rule(x) in shown for x in group if rule(x) in said)
        for group in case.must
    )


def _stable(case: Case, row: CaseResult, first: Mapping[str, Score]) -> dict[str, Score]:
    """Does it say the same when asked again, and come to the same when asked in other words?"""
    repeats, turns, changed = [], [], []
    for other in row.again:
        result = other["result"]
        if other["question"] == case.question:
            repeats.append(result is not None and stability.same_answer(row.result or {}, result))
            continue
        then = _outcome(case, result)
        same = all(_value(first, k) == _value(then, k) for k in ("correct", "answered"))
        turns.append(same)
        changed += [] if same else [str(other["question"])]
    scores = {"repeat_agreement": Score(stability.agreement(repeats), "重问一次答案不同")} if repeats else {}
    if repeats and all(repeats):
        scores["repeat_agreement"] = Score(1.0)
    if turns:
        why = f"换个问法结果不同：{'；'.join(changed)}" if changed else ""
        scores["paraphrase_agreement"] = Score(stability.agreement(turns), why)
    return scores


def _outcome(case: Case, result: Mapping[str, Any] | None) -> Mapping[str, Score]:
    if result is None:
        return _nothing(case)
    return _asked(case, CaseResult(case.id, result, 0.0, spelled=(None,) * len(result.get("citations") or ())))


def _value(scores: Mapping[str, Score], name: str) -> float | None:
    found = scores.get(name)
    return found.value if found else None


def _judged(judged: Judged) -> dict[str, Score]:
    return {
        f"judge:{k}": Score(float(v)) for k in ("correct", "faithful") if isinstance(v := judged.get(k), float | int)
    }


def _verified(case: Case, row: CaseResult | None) -> dict[str, Score]:
    """A claim that is not carried by its source must not come back supported."""
    result: Mapping[str, Any] = (row.result if row else None) or {}
    verdict, carried = result.get("verdict"), case.label == "supported"
    ok = verdict is not None and (verdict == "supported") == carried
    why = "" if ok else f"应为 {case.label}，判为 {verdict or '（没有结果）'}"
    confidence = Score(float(result.get("score") or 0.0))
    scores = {"correct": Score(float(ok), why), "carried": Score(float(carried)), "verdict_score": confidence}
    return scores | ({"false_alarm": Score(float(not ok))} if carried else {"caught": Score(float(ok))})


def _searched(case: Case, row: CaseResult | None) -> dict[str, Score]:
    hits = row.hits if row else ()
    ranks = retrieval.gold_ranks(hits, case.docs)
    scores = {f"hit@{k}": Score(retrieval.hit_at(ranks, k)) for k in K}
    scores |= {"mrr@10": Score(retrieval.reciprocal_rank(ranks)), "ndcg@10": Score(retrieval.ndcg(ranks))}
    if len(case.docs) > 1:
        scores["all_documents_in_top5"] = Score(float(all(r is not None and r <= 5 for r in ranks)))
    if case.evidence:
        found = sum(bool(retrieval.texts_found(hits, group)) for group in case.evidence)
        scores["evidence_found"] = Score(float(found))
        scores["evidence_wanted"] = Score(float(len(case.evidence)))
    elif case.answer and case.kind == "search":
        scores["answer_in_top5"] = Score(float(retrieval.texts_found(hits, [case.answer], prefix=20)))
    return scores
