"""Finding the configured API where Prefect itself finds it, without importing Prefect."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.prefect_api import configured_api

URL = "http://127.0.0.1:4200/api"
PROFILES = f'active = "home"\n[profiles.home]\nPREFECT_API_URL = "{URL}"\n[profiles.none]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path


def prefects_own_view(folder: Path) -> str:
    code = "from prefect.settings import get_current_settings as s; print(s().api.url)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".env", f"PREFECT_API_URL={URL}\n"),
        ("prefect.toml", f'[api]\nurl = "{URL}"\n'),
        ("pyproject.toml", f'[tool.prefect.api]\nurl = "{URL}"\n'),
        ("home/profiles.toml", PROFILES),
        ("pyproject.toml", "[tool.prefect]\nserver.analytics_enabled = false\n"),
        ("home/profiles.toml", PROFILES.replace('"home"', '"none"')),
    ],
)
def test_finds_what_prefect_finds(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content)
    assert str(configured_api()) == prefects_own_view(folder)


def test_environment_comes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "prefect.toml").write_text('[api]\nurl = "http://other/api"\n')
    monkeypatch.setenv("PREFECT_API_URL", URL)
    assert configured_api() == URL


def test_none_is_configured_on_a_fresh_machine(folder: Path) -> None:
    assert configured_api() is None
