"""The only reader of configuration: defaults, then chipwire.toml, then CHIPWIRE_* variables."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from pipelines.errors import SettingsError

CONFIG_FILE = Path("chipwire.toml")
PREFIX = "CHIPWIRE_"


def _setting(default: Any, text: str) -> Any:  # Any: dataclasses.field is typed as its default
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting with its default; `docs/configuration.md` lists them all."""

    warehouse: Path = _setting(Path("data/chipwire.duckdb"), "The DuckDB file that analysts read.")
    data_dir: Path = _setting(Path("data"), "Folder for the raw archive, the HTTP cache, spools and Prefect's files.")
    sources: Path = _setting(Path("sources.toml"), "The outlets to fetch.")
    contact: str = _setting("https://chipwire.example/contact", "Address in the user agent, for outlets to reach you.")
    registry: Path | None = _setting(None, "Your own registry entries (JSON Lines), added to the shipped ones.")
    spacy_package: str | None = _setting(None, "Name or folder of another spaCy pipeline to find entities with.")
    embedding_model: str | None = _setting(None, "Folder or name of another sentence-transformers model.")
    batch_size: int = _setting(200, "Articles that are annotated, clustered and loaded together.")
    story_window_days: int = _setting(21, "How many days back an article may join a story.")
    fetch_retries: int = _setting(2, "How often a source whose crawl failed is tried again.")
    fetch_retry_seconds: int = _setting(10, "Seconds to wait before a failed crawl is tried again.")
    download_delay: float = _setting(1.0, "Seconds between two requests to one host, at least.")


def load_settings(path: Path | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this run.

    `path` is a TOML file that must exist when given; without it chipwire.toml in the working folder is read
    where there is one. Raises SettingsError for a name that is no setting and for a value of the wrong type.
    """
    env = os.environ if env is None else env
    settings = Settings()
    if path is not None or CONFIG_FILE.exists():
        settings = _apply(settings, _read(path or CONFIG_FILE), origin=str(path or CONFIG_FILE))
    given = {
        name[len(PREFIX) :].lower(): value
        for name, value in env.items()
        if name.startswith(PREFIX) and name[len(PREFIX) :].lower() in _types()
    }
    return _apply(settings, given, origin="the environment")


def set_prefect_environment(settings: Settings) -> None:
    """Set what Prefect reads when it is imported: no telemetry, a home of its own, and time for a first start.

    What the user has set stays, but for telemetry. With PREFECT_API_URL set that server is used, else a temporary one.
    """
    defaults = {
        "PREFECT_HOME": str((settings.data_dir / "prefect").resolve()),
        # The first start with an empty home takes 20 s on two cores, which is Prefect's own limit.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    # Two switches, read in different places: client and server.
    os.environ.update({"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"})


def set_model_environment() -> None:
    """Keep the model libraries from asking a hub for what is on disk, and quiet. What the user has set stays."""
    for name in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_PROGRESS_BARS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def describe_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a child process that shall run with these settings, wherever it starts."""
    given = {
        f"{PREFIX}{f.name.upper()}": str(value.resolve() if isinstance(value, Path) else value)
        for f in fields(settings)
        if (value := getattr(settings, f.name)) is not None
    }
    return {**os.environ, **given}


def describe_settings() -> list[tuple[str, str, str]]:
    """Return (name, default, help) of every setting, in order."""
    return [(f.name, "" if f.default is None else str(f.default), str(f.metadata["help"])) for f in fields(Settings)]


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as err:
        raise SettingsError(f"cannot read the configuration {path}: {err.strerror}") from err
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise SettingsError(f"{path} is not valid TOML: {err}") from err


def _types() -> dict[str, str]:
    return {f.name: str(f.type) for f in fields(Settings)}


def _apply(settings: Settings, given: Mapping[str, Any], *, origin: str) -> Settings:
    types = _types()
    changes: dict[str, Any] = {}
    for name, value in given.items():
        if name not in types:
            known = ", ".join(types)
            raise SettingsError(f"{origin}: there is no setting {name!r}; the settings are {known}")
        changes[name] = _convert(name, value, types[name], origin=origin)
    return replace(settings, **changes)


def _convert(name: str, value: Any, kind: str, *, origin: str) -> Any:
    convert = {"int": int, "float": float, "str": str}.get(kind.split(" | ", maxsplit=1)[0], Path)
    try:
        result = convert(value)
    except (TypeError, ValueError) as err:
        raise SettingsError(f"{origin}: {name} = {value!r} is not a {convert.__name__}") from err
    if isinstance(result, int | float) and result < 0:
        raise SettingsError(f"{origin}: {name} = {value!r} is below 0")
    return result
