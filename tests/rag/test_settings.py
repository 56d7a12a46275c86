from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from rag.errors import ConfigError
from rag.settings import default_home, load


def write(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "wenju.toml").write_text(text, encoding="utf-8")


def test_defaults_keep_everything_on_this_machine(home: Path) -> None:
    made = load(home)
    assert made.chat.base_url is None and made.chat.api_key is None
    assert made.server.host == "127.0.0.1"
    assert made.database.parent == made.home == home.resolve()
    assert made.indexes.parent == made.home


def test_file_then_environment_then_argument(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home, '[chat]\nengine = "local"\nmax_tokens = 200\n[server]\nport = 8000\n')
    assert load(home).chat.engine == "local" and load(home).server.port == 8000
    monkeypatch.setenv("WENJU_CHAT__ENGINE", "extractive")
    monkeypatch.setenv("WENJU_SERVER__PORT", "9000")
    made = load(home)
    assert (made.chat.engine, made.chat.max_tokens, made.server.port) == ("extractive", 200, 9000)
    assert load(home, language="en").language == "en"


def test_home_from_the_environment(home: Path) -> None:
    assert default_home() == home
    assert load().home == home.resolve()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[chat]\nmodle = 'x'\n", "modle"),
        ("nonsense = 1\n", "nonsense"),
        ("[server]\nport = 99999\n", "port"),
        ("[chat]\nengine = 'magic'\n", "engine"),
        ("[retrieve]\ndense_weight = 2\n", "dense_weight"),
        ("[embedder]\nthreads = 'many'\n", "threads"),
    ],
)
def test_a_wrong_setting_is_named(home: Path, text: str, key: str) -> None:
    write(home, text)
    with pytest.raises(ConfigError) as caught:
        load(home)
    assert key in caught.value.zh and key in caught.value.en
    assert "\n" not in caught.value.message("zh")


@pytest.mark.parametrize("text", ["[chat\n", "a = \n", "= 1", "[chat]\n[chat]\n", '"'])
def test_a_file_that_is_not_toml(home: Path, text: str) -> None:
    write(home, text)
    with pytest.raises(ConfigError, match=r"wenju\.toml"):
        load(home)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", "[chat]\nmodel = '\u6a21\u578b".encode("gbk")])
def test_a_file_that_is_not_utf8(home: Path, content: bytes) -> None:
    home.mkdir(parents=True)
    (home / "wenju.toml").write_bytes(content)
    with pytest.raises(ConfigError):
        load(home)


def test_a_wrong_environment_variable_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_SERVER__PORT", "none")
    with pytest.raises(ConfigError, match="port"):
        load(home)


def test_the_key_is_never_printed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_CHAT__API_KEY", "sk-hidden-0123")
    made = load(home)
    assert made.chat.api_key == SecretStr("sk-hidden-0123")
    for shown in (repr(made), str(made), repr(made.chat), made.model_dump_json(), str(made.model_dump())):
        assert "sk-hidden" not in shown


def test_a_wrong_key_is_not_repeated_in_the_error(home: Path) -> None:
    write(home, '[chat]\napi_key = ["sk-hidden-0123"]\n')
    with pytest.raises(ConfigError) as caught:
        load(home)
    assert "sk-hidden" not in caught.value.message("zh") + caught.value.message("en")


def test_settings_are_frozen(home: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(home).language = "en"  # type: ignore[misc]
