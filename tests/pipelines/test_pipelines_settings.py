from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import SettingsError
from pipelines.settings import Settings, describe_environment, load_settings


def test_the_environment_comes_after_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('batch_size = 7\ndownload_delay = 0.5\nsources = "mine.toml"\n')
    settings = load_settings(path, {"CHIPWIRE_BATCH_SIZE": "9", "CHIPWIRE_SOMETHING": "x", "HOME": "/"})
    assert (settings.batch_size, settings.download_delay, settings.sources) == (9, 0.5, Path("mine.toml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("batch_sise = 7", "no setting 'batch_sise'"),
        ('batch_size = "many"', "'many' is not a int"),
        ("batch_size = -1", "is below 0"),
        ("batch_size =", "not valid TOML"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_reason(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"mine\.toml") as caught:
        load_settings(path, {})
    assert said in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read the configuration"):
        load_settings(tmp_path / "none.toml", {})


def test_a_child_process_gets_the_same_settings(tmp_path: Path) -> None:
    settings = Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path, batch_size=3, sources=tmp_path / "s.toml")
    assert load_settings(None, describe_environment(settings)) == settings
