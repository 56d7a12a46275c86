from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse import text
from ingest.parse.encoding import decode, sense
from rag.errors import IngestError

REPORT = (
    "全市今年新建车间84个，就业30.78万人，\r\n比上年增加了1.2万人。\n各县区都已经完成了任务，群众对工作是满意的。\r"
)
TRADITIONAL = "全縣今年新建車間84個，就業的人數比上年增加了一萬人，各鄉鎮都已經完成了任務，群眾對這些工作是滿意的。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_characters(encoding: str) -> None:
    assert decode(REPORT.encode(encoding)).text == REPORT


def test_the_mark_of_utf8_stays_so_that_offsets_are_those_of_a_plain_reader() -> None:
    data = REPORT.encode("utf-8-sig")
    assert decode(data).text == data.decode("utf-8") == "\ufeff" + REPORT


def test_big5_is_told_from_gb18030() -> None:
    decoded = decode(TRADITIONAL.encode("big5"))
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5hkscs")


@pytest.mark.parametrize("words", ["通知", "砥砺前行", "关于就业工作的通知", "84个"])
def test_a_few_words_are_enough_for_gb18030(words: str) -> None:
    assert decode(words.encode("gb18030")).text == words


def test_utf8_of_another_script_is_kept() -> None:
    words = "Решение о развитии района"
    assert decode(words.encode()).text == words


def test_real_pages_survive_every_encoding(shared) -> None:  # type: ignore[no-untyped-def]
    for path in sorted((shared / "reports").glob("*.txt")):
        original = path.read_bytes().decode("utf-8")
        for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
            assert decode(original.encode(encoding)).text == original


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空文件"),
        (b"\xef\xbb\xbf \r\n\t", "空文件"),
        ("\u3000\n".encode(), "空文件"),
        (bytes(range(256)) * 20, "二进制"),
        (b"\x7fELF" + b"\x00\x01\x02" * 300, "二进制"),
        ("правительство приняло решение о развитии ".encode("koi8-r") * 9, "koi8"),
        ("日本の経済は、政策によって成長している。".encode("shift_jis") * 9, "编码"),
        ("경제 성장과 지역 균형 발전을 위하여 ".encode("euc-kr") * 9, "编码"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, says: str) -> None:
    with pytest.raises(IngestError, match=says) as caught:
        decode(data)
    assert caught.value.en.isascii()


def test_a_broken_byte_costs_itself_and_a_warning() -> None:
    data = (REPORT * 30).encode("gb18030")
    decoded = decode(data[:100] + b"\xff" + data[100:])
    assert decoded.text.count("\ufffd") in (1, 2, 3)
    assert decoded.warnings
    assert REPORT in decoded.text


def test_many_broken_bytes_are_no_text() -> None:
    data = REPORT.encode("gb18030") * 10
    broken = b"".join(data[i : i + 20] + b"\xff" for i in range(0, len(data), 20))
    with pytest.raises(IngestError):
        decode(broken)


def test_sense_tells_prose_from_the_same_bytes_misread() -> None:
    right = REPORT * 5
    wrong = right.encode("gb18030").decode("utf-16-le", "replace")
    assert sense(right) > 0.95
    assert sense(wrong) < 0.7


@given(st.binary(max_size=400))
def test_any_bytes_become_text_or_a_clear_refusal(data: bytes) -> None:
    try:
        parsed = text.parse(data)
    except IngestError as error:
        assert error.zh
        assert "\n" not in error.zh
    else:
        assert parsed.text.strip()
        assert "\x00" not in parsed.text
        parsed.text.encode("utf-8")
        assert parsed.blocks == ()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=200))
def test_utf8_is_kept_to_the_letter(words: str) -> None:
    assert decode(f"报{words}".encode()).text == f"报{words}"
