"""``/api/v1/figures``: the table over HTTP, as JSON and as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.service import client, service


def test_the_table_as_json_by_post_and_by_address(home: Path) -> None:
    app, _ = service(home)
    visitor = client(app)
    made = visitor.post("/api/v1/figures", json={"question": "扶贫车间"}).json()
    assert {47, 52} <= {r["value"] for r in made["rows"]}
    assert made == visitor.get("/api/v1/figures", params={"question": "扶贫车间"}).json()


@pytest.mark.parametrize(("kind", "head"), [("xlsx", b"PK"), ("docx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("svg", b"<svg"), ("png", b"\x89PNG")])  # fmt: skip
def test_files_come_with_their_type_and_can_do_nothing(home: Path, kind: str, head: bytes) -> None:
    app, _ = service(home)
    reply = client(app).get("/api/v1/figures", params={"question": "扶贫车间", "format": kind})
    assert reply.status_code == 200 and reply.content.startswith(head)
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert ("attachment" in reply.headers.get("content-disposition", "")) == (kind not in ("svg", "png"))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": "扶贫车间", "place": ["没有这地方"]}, 400), ({"question": "长" * 201}, 422), ({"since": "去年"}, 400),
        ({"format": "exe"}, 422), ({"question": "火星移民", "format": "png"}, 400), ({"question": 7}, 422), ({"a": 1}, 422),
    ],
)  # fmt: skip
def test_errors_are_json(home: Path, body: object, status: int) -> None:
    app, _ = service(home)
    reply = client(app).post("/api/v1/figures", json=body)
    assert reply.status_code == status and reply.json()["error"]["message"]
