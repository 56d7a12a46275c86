"""All scores of one case from its recorded output alone: no model, no library, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.metrics import answer as right
from eval.metrics import citations as cited
from eval.metrics import figures, refusal, retrieval
from eval.metrics.normal import norm, numbers, rgb_norm
from eval.records import Case, CaseResult, CaseScore, Score

UNSCORED = Score(None)
K = (1, 5, 10)


def score(case: Case, result: CaseResult | None) -> CaseScore:
    """The scores of ``case``. A failed or absent result scores as wrong in everything the case has gold for."""
    missing = result is None or (result.result is None and case.kind == "qa") or bool(result.error)
    why = (result.error if result else "") or ("没有结果" if missing else "")
    scores: dict[str, Score] = {"failed": Score(float(missing), why)}
    if result is not None and not missing:
        scores["seconds"] = Score(result.seconds)
    if case.kind == "qa":
        scores |= _asked(case, result) if result is not None and not missing else _nothing(case)
    if case.docs and case.passages is None:
        scores |= _searched(case, result if not missing else None)
    answer = str(result.result.get("answer") or "") if result is not None and result.result else ""
    return CaseScore(case.id, case.type, case.cluster, scores, answer, case.tags)


def _nothing(case: Case) -> dict[str, Score]:
    scores = {"correct": Score(0.0, "没有结果")}
    if case.answerable:
        scores |= {"must": Score(0.0), "false_refusal": Score(0.0), "evidence_recall": Score(0.0)}
    return scores


def _asked(case: Case, row: CaseResult) -> dict[str, Score]:
    result: Mapping[str, Any] = row.result or {}
    answer = str(result.get("answer") or "")
    citations = list(result.get("citations") or [])
    quotes = [norm(c.get("quote")) for c in citations]
    refused = refusal.refused(result, norm(answer))
    rule = rgb_norm if case.rule == "rgb" else norm
    bad = right.forbidden(answer, case.must_not, rule)
    verbatim = cited.verbatim(citations, row.spelled)
    marks = cited.invalid_marks(answer, citations, list(result.get("conflicts") or []))
    bare, sentences = cited.unmarked(answer) if not refused else (0, 0)
    scores = {
        "refused": Score(float(refused)),
        "citations": Score(float(len(quotes))),
        "verbatim": Score(float(verbatim)),
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
    met = right.groups_met(answer, case.must, rule)
    lacking = ["／".join(g) for g, ok in zip(case.must, met, strict=True) if not ok]
    why = "；".join(
        x
        for x in (
            "误拒" if refused else "",
            f"缺 {'、'.join(lacking)}" if lacking else "",
            f"出现了 {'、'.join(bad)}" if bad else "",
        )
        if x
    )
    scores["correct"] = Score(float(all(met) and not bad and not refused), why)
    scores["must"] = Score(sum(met) / max(1, len(met)))
    scores["false_refusal"] = Score(float(refused))
    if case.answer:
        scores["char_f1"] = Score(right.char_f1(answer, case.answer))
    if case.type == "conflict":
        scores["conflict_shown"] = Score(float(bool(result.get("conflicts"))))
    return scores | _supported(case, answer, quotes, result)


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
    rule = rgb_norm if case.rule == "rgb" else norm
    shown = "\n".join(rule(str(c.get(k) or "")) for c in citations for k in ("quote", "article", "place", "date"))
    shown += "\n".join(rule(x) for x in (case.question, *case.history, *(str(c.get("computation")) for c in claims)))
    said = rule(answer)
    return sum(
        any(rule(x) in said for x in group) and not any(rule(x) in shown for x in group if rule(x) in said)
        for group in case.must
    )


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
