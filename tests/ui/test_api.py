"""The HTTP API keeps the contract and its bounds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from rag.settings import load
from tests.ui.fake_pipeline import FIGURE, FakePipeline, library
from tests.ui.service import client, service
from ui.api.routes import add_api
from ui.desk import Desk
from ui.draft.reading import draft_of_text


def test_ask_answers_as_the_contract_says(home: Path) -> None:
    app, fake = service(home)
    body = {"question": "多少个？", "history": ["青石县呢"], "engine": "extractive", "place": "青石县"}
    answer = client(app).post("/api/v1/ask", json=body).json()
    assert set(answer) >= {"question", "standalone_question", "status", "answer", "claims", "citations", "conflicts",
                           "refusal", "engine", "model", "timings_ms"}  # fmt: skip
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer["answer"])} == {c["n"] for c in answer["citations"]}
    assert fake.asked == [("多少个？", ("青石县呢",), "extractive", "青石县")]


@pytest.mark.parametrize("how", ["body", "header"])
def test_a_stream_tells_stages_evidence_and_answer_but_no_unchecked_words(home: Path, how: str) -> None:
    app, _ = service(home)
    body = {"question": "多少个？", "stream": how == "body"}
    headers = {"Accept": "text/event-stream"} if how == "header" else {}
    reply = client(app).post("/api/v1/ask", json=body, headers=headers)
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = re.findall(r"event: (\w+)\ndata: (.*)\n\n", reply.text)
    kinds = [kind for kind, _ in events]
    assert kinds.index("evidence") < kinds.index("preview") < kinds.index("draft") < kinds.index("answer")
    assert kinds[-1] == "answer" and FIGURE in json.loads(events[-1][1])["answer"]
    assert "未核对的草稿" not in reply.text


def test_an_error_in_a_stream_is_an_event(home: Path) -> None:
    app, _ = service(home)
    reply = client(app).post("/api/v1/ask", json={"question": "错误", "stream": True})
    assert "event: error" in reply.text and "接口没有回应" in reply.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": ""}, 400), ({"question": "长" * 2001}, 400), ({"question": "长" * 2001, "stream": True}, 400),
        ({"question": "用法"}, 400), ({"question": "错误"}, 503), ({}, 422), ({"question": 7}, 422), ([], 422), ("x", 422),
        ({"question": "a", "engine": "magic"}, 422), ({"question": "a", "passages": []}, 422),
        ({"question": "a", "history": "b"}, 422), ({"question": "a", "place": "长" * 51}, 422),
    ],
)  # fmt: skip
def test_errors_are_json_with_a_code_and_a_sentence(home: Path, body: object, status: int) -> None:
    app, _ = service(home)
    reply = client(app).post("/api/v1/ask", json=body)
    assert reply.status_code == status
    error = reply.json()["error"]
    assert error["code"] and error["message"] and "Traceback" not in reply.text


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 5000])
def test_bodies_that_are_no_json(home: Path, content: bytes) -> None:
    app, _ = service(home)
    reply = client(app).post("/api/v1/ask", content=content, headers={"content-type": "application/json"})
    assert 400 <= reply.status_code < 500 and "error" in reply.json()


def test_half_a_character_is_replaced(home: Path) -> None:
    app, fake = service(home)
    headers = {"content-type": "application/json"}
    assert client(app).post("/api/v1/ask", content=b'{"question": "\\ud800x"}', headers=headers).status_code == 200
    assert fake.asked[0][0] == "?x"


def test_search_by_body_and_by_address(home: Path) -> None:
    app, _ = service(home)
    visitor = client(app)
    hits = visitor.post("/api/v1/search", json={"question": "车间", "k": 2}).json()["hits"]
    assert hits == visitor.get("/api/v1/search", params={"question": "车间", "k": 2}).json()["hits"]
    assert len(hits) == 2 and set(hits[0]) >= {"document", "article", "place", "date", "start", "end", "text", "score"}
    assert visitor.get("/api/v1/search", params={"question": "车间", "since": "去年"}).status_code == 400
    assert visitor.get("/api/v1/search", params={"question": "车间", "k": 0}).status_code == 422


def test_documents(home: Path) -> None:
    app, _ = service(home)
    visitor = client(app)
    rows = visitor.get("/api/v1/documents").json()["documents"]
    assert [row["document"] for row in rows] == ["年鉴.txt", "示例县报告.txt"] and "root" not in rows[0]
    listed = visitor.get(f"/api/v1/documents/{rows[1]['id']}").json()
    assert [a["title"] for a in listed["articles"]] == ["车间进村来", "学校新貌"] and "text" not in listed
    assert FIGURE in visitor.get("/api/v1/documents/示例县报告.txt?text=1").json()["text"]
    assert visitor.get("/api/v1/documents/没有.txt").status_code == 404
    assert visitor.get("/api/v1/documents/..%2f..%2fetc%2fpasswd").status_code == 404


def test_pulse_and_readiness(home: Path) -> None:
    app, _ = service(home)
    assert client(app).get("/healthz").json() == {"status": "ok"}
    assert client(app).get("/readyz").json() == {"status": "ready", "documents": 2}


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_other_methods_are_refused(home: Path, method: str) -> None:
    app, _ = service(home)
    assert client(app).request(method, "/api/v1/ask").status_code == 405


def test_a_draft_is_checked_as_the_contract_says(home: Path) -> None:
    app, _ = service(home)
    text = "青石县建成扶贫车间49个，吸纳就业1203人。谢谢大家！"
    report = client(app).post("/api/v1/check", json={"text": text}).json()
    assert [c["verdict"] for c in report["claims"]] == ["contradicted", "not_checkable"]
    assert report["claims"][0]["correction"] == "47个" and report["summary"]["contradicted"] == 1
    assert all(text[c["start"] : c["end"]] == c["text"] for c in report["claims"])


@pytest.mark.parametrize("kind", ["docx", "html", "md"])
def test_a_checked_draft_comes_as_a_file_that_is_never_shown_in_place(home: Path, kind: str) -> None:
    app, _ = service(home)
    reply = client(app).post(
        "/api/v1/check", json={"text": "<script>1</script>青石县建成扶贫车间49个。", "format": kind}
    )
    assert reply.status_code == 200 and reply.headers["content-disposition"].startswith("attachment")
    assert len(reply.content) > 300


def test_a_draft_file_is_the_body(home: Path) -> None:
    app, _ = service(home)
    data = "青石县建成扶贫车间47个，吸纳就业1203人。".encode()
    reply = client(app).post("/api/v1/check/file?name=a.txt", content=data)
    assert [c["verdict"] for c in reply.json()["claims"]] == ["supported"]
    assert client(app).post("/api/v1/check/file?name=a.exe", content=data).status_code == 400


def test_a_report_of_the_page_is_had_by_its_key_only(home: Path) -> None:
    fake, app = FakePipeline(library(home)), FastAPI()
    desk = Desk(load(), fake)  # type: ignore[arg-type]
    add_api(app, desk)
    report = [step.report for step in fake.check(draft_of_text("青石县建成扶贫车间47个。", "讲话.txt"))][-1]
    assert report is not None
    key = desk.drafts.keep(report)
    reply = client(app).get(f"/api/v1/check/{key}/md?style=office")
    assert reply.status_code == 200 and "attachment" in reply.headers["content-disposition"] and "已核实" in reply.text
    assert client(app).get("/api/v1/check/guessed/md").status_code == 404
    assert client(app).get(f"/api/v1/check/{key}/exe").status_code == 422


def test_a_check_tells_its_progress_and_leaving_stops_it(home: Path) -> None:
    app, fake = service(home)
    reply = client(app).post("/api/v1/check", json={"text": "青石县建成扶贫车间47个。", "stream": True})
    kinds = [kind for kind, _ in re.findall(r"event: (\w+)\ndata: (.*)\n\n", reply.text)]
    assert kinds[0] == "progress" and kinds[-1] == "report" and fake.closed_early == 0
    assert (
        "event: error"
        in client(app).post("/api/v1/check", json={"text": "青石县。", "place": "某某某", "stream": True}).text
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 400),
        ({"text": "字" * 200_001}, 413),
        ({}, 422),
        ({"text": 7}, 422),
        ({"text": "a", "format": "exe"}, 422),
    ],
)
def test_a_draft_that_is_none_is_refused(home: Path, body: object, status: int) -> None:
    app, _ = service(home)
    assert client(app).post("/api/v1/check", json=body).status_code == status
