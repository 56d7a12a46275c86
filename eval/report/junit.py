"""A run as JUnit XML, which every CI shows: a test a case, plus one for each rule of the gate that was broken."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from eval.gate import Verdict
from eval.records import CaseScore


def junit(name: str, scores: Sequence[CaseScore], verdict: Verdict | None = None) -> str:
    """The document. A wrong case is a failure; one without an answer an error; characters XML forbids are dropped."""
    suite = ElementTree.Element("testsuite", name=_legal(name))
    failures = errors = 0
    for score in scores:
        case = ElementTree.SubElement(suite, "testcase", classname=_legal(score.type), name=_legal(score.id))
        case.set("time", f"{score.value('seconds') or 0:.3f}")
        why = "；".join(s.explanation for s in score.scores.values() if s.explanation)
        if score.value("failed"):
            errors += 1
            ElementTree.SubElement(case, "error", message=_legal(why))
        elif score.value("correct") == 0:
            failures += 1
            ElementTree.SubElement(case, "failure", message=_legal(why)).text = _legal(score.answer)
    for finding in verdict.findings if verdict else ():
        failures += 1
        case = ElementTree.SubElement(suite, "testcase", classname="gate", name=_legal(finding.gate))
        ElementTree.SubElement(case, "failure", message=_legal(finding.zh)).text = _legal("、".join(finding.cases))
    total = len(scores) + (len(verdict.findings) if verdict else 0)
    for key, n in (("tests", total), ("failures", failures), ("errors", errors)):
        suite.set(key, str(n))
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _legal(text: str) -> str:
    """Without what XML 1.0 cannot hold, escaped or not."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
