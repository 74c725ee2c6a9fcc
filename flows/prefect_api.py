"""Whether a Prefect API is configured, and whether it answers; found out without importing Prefect (seconds)."""

import os
import tomllib
from pathlib import Path
from typing import Any

from flows.errors import RunFailedError

_SECONDS_TO_ANSWER = 10


def configured_api() -> str | None:
    """URL of the Prefect API, from where Prefect itself looks, in its order; None where none is configured.

    Environment, `.env`, `prefect.toml` and `[tool.prefect]` of this folder, then the active profile
    (https://docs.prefect.io/v3/concepts/settings-and-profiles).
    """
    return (
        os.environ.get("PREFECT_API_URL")
        or _from_dotenv(Path(".env"))
        or _from_toml(_read_toml(Path("prefect.toml")))
        or _from_toml(_read_toml(Path("pyproject.toml")).get("tool", {}).get("prefect", {}))
        or _from_profile()
    )


def check_api(url: str) -> None:
    """Raise RunFailedError when nothing answers at the API's URL."""
    import urllib.error
    import urllib.request

    try:
        urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=_SECONDS_TO_ANSWER).close()
    except urllib.error.HTTPError:
        return  # it answers; whether it lets us in is for Prefect to say
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        remedy = "start it, correct PREFECT_API_URL, or refresh without Prefect with --direct"
        raise RunFailedError(f"the Prefect API {url} does not answer ({reason}): {remedy}") from None


def _from_dotenv(path: Path) -> str | None:
    if not path.is_file():
        return None
    for line in path.read_text("utf8").splitlines():
        name, _, value = line.partition("=")
        if name.strip().removeprefix("export ").strip() == "PREFECT_API_URL":
            return value.strip().strip("'\"") or None
    return None


def _from_toml(settings: dict[str, Any]) -> str | None:
    url = settings.get("api", {}).get("url")
    return str(url) if url else None


def _from_profile() -> str | None:
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    profiles = _read_toml(Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml")))
    name = os.environ.get("PREFECT_PROFILE") or profiles.get("active")
    url = profiles.get("profiles", {}).get(name, {}).get("PREFECT_API_URL")
    return str(url) if url else None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf8"))
    except (OSError, ValueError):
        return {}
