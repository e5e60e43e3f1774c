"""Each kind of fault is refused, with the file and the line where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from nlp.registry import Registry, RegistryError, read_registry

NVIDIA: dict[str, object] = {
    "id": "company:nvidia",
    "name": "Nvidia",
    "aliases": [],
    "ticker": None,
    "country": "US",
    "parent": None,
}
FILES: dict[str, list[dict[str, object]]] = {
    "chips.jsonl": [
        {"id": "chip:nvidia-h200", "name": "Nvidia H200", "aliases": ["H-200"], "vendor": "company:nvidia",
         "family": None, "year": 2024, "kind": "gpu"},
    ],
    "companies.jsonl": [{**NVIDIA, "kind": "fabless"}],
    "policies.jsonl": [
        {"id": "policy:rule", "name": "Chip Rule", "aliases": [], "jurisdiction": "US", "body": "gov:us-bis",
         "date": "2022-10-07", "thresholds": [], "proper": True},
    ],
    "government.jsonl": [{"id": "gov:us-bis", "name": "BIS", "aliases": [], "country": "US"}],
    "people.jsonl": [
        {"id": "person:a", "name": "Ann Lee", "aliases": [], "role": "CEO", "affiliation": "company:nvidia"},
    ],
    "places.jsonl": [{"id": "place:china", "name": "China", "aliases": [], "kind": "country", "country": "CN"}],
}  # fmt: skip


def write(folder: Path, **changed: Sequence[object]) -> Path:
    for name, rows in FILES.items():
        lines = changed.get(name.removesuffix(".jsonl"), rows)
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    return folder


def row(file: str, **changed: object) -> dict[str, object]:
    return {**FILES[file + ".jsonl"][0], **changed}


def without(file: str, key: str) -> dict[str, object]:
    return {name: value for name, value in FILES[file + ".jsonl"][0].items() if name != key}


def test_a_right_folder_loads(tmp_path: Path) -> None:
    registry = read_registry(write(tmp_path))
    assert len(registry.entries) == 6
    assert registry.get("chip:nvidia-h200") is registry.aliases["H-200"][0][0]
    assert registry.get("chip:nvidia-h999") is None


@pytest.mark.parametrize(
    ("file", "wrong", "message"),
    [
        ("chips", "{not json", "is not JSON"),
        ("chips", "[" * 100_000, "is not JSON"),
        ("chips", [1], "should be one JSON object"),
        ("chips", row("chips", id="company:x"), "should be 'chip:' and lower-case"),
        ("chips", row("chips", id="chip:H 200"), "should be 'chip:' and lower-case"),
        ("chips", row("chips", id=7), "id 7 should be"),
        ("chips", without("chips", "aliases"), "key 'aliases' is missing"),
        ("chips", without("chips", "family"), "key 'family' is missing"),
        ("chips", row("chips", price=3), "unknown key 'price'"),
        ("chips", row("chips", name=" H200"), "name ' H200' should be a text without spaces"),
        ("chips", row("chips", aliases="H-200"), "aliases should be a list"),
        ("chips", row("chips", aliases=["A", "A"]), "alias 'A' stands twice"),
        ("chips", row("chips", aliases=[""]), "alias '' should be a text"),
        ("chips", row("chips", aliases=[{"text": "A", "near": []}]), "one or more words"),
        ("chips", row("chips", aliases=[{"text": "A", "far": ["B"]}]), "one or more words"),
        ("chips", row("chips", kind="toaster"), "kind 'toaster' should be one of gpu"),
        ("chips", row("chips", kind=None), "kind should not be null"),
        ("chips", row("chips", year="2024"), "year '2024' should be a year"),
        ("chips", row("chips", vendor="company:nobody"), "vendor 'company:nobody' is not the id of a COMPANY"),
        ("chips", row("chips", vendor="gov:us-bis"), "vendor 'gov:us-bis' is not the id of a COMPANY"),
        ("chips", row("chips", family="chip:none"), "family 'chip:none' is not the id of a CHIP"),
        ("companies", row("companies", parent="company:none"), "parent 'company:none' is not the id of a COMPANY"),
        ("companies", row("companies", parent="company:nvidia"), "parent 'company:nvidia' is the row itself"),
        ("companies", row("companies", country="usa"), "country 'usa' should be a country's two-letter code"),
        ("policies", row("policies", body="gov:none"), "body 'gov:none' is not the id of a GOV"),
        ("policies", row("policies", date="7 October 2022"), "should be a date"),
        ("policies", row("policies", date="2022-02-30"), "should be a day that exists"),
        ("policies", row("policies", proper="yes"), "proper 'yes' should be true or false"),
        ("policies", row("policies", thresholds=[{"metric": "TPP", "value": 4800}]), "should be a list of"),
        ("policies", row("policies", jurisdiction=""), "jurisdiction '' should be a text that is not empty"),
        ("people", row("people", affiliation="place:china"), "is not the id of a COMPANY or GOV"),
        ("places", row("places", kind="planet"), "kind 'planet' should be one of country"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(tmp_path: Path, file: str, wrong: object, message: str) -> None:
    # A blank line in front, so that the line named is not the first by chance.
    folder = write(tmp_path, **{file: ["", wrong]})
    with pytest.raises(RegistryError) as caught:
        read_registry(folder)
    assert str(caught.value).startswith(f"{folder / (file + '.jsonl')}:2: ")
    assert message in str(caught.value)


def test_an_id_is_given_once(tmp_path: Path) -> None:
    folder = write(tmp_path, places=[row("places"), row("places", name="Japan")])
    with pytest.raises(RegistryError, match=r"places\.jsonl:2: id 'place:china' is taken by .*places\.jsonl:1"):
        read_registry(folder)


def test_two_entries_do_not_share_a_spelling(tmp_path: Path) -> None:
    folder = write(tmp_path, people=[row("people", aliases=["China"])])
    with pytest.raises(
        RegistryError, match=r"places\.jsonl:1: alias 'China' also stands for person:a .*people\.jsonl:1"
    ):
        read_registry(folder)


def test_a_word_nearby_tells_two_entries_apart(tmp_path: Path) -> None:
    shared = {"text": "China", "near": ["Lee"]}
    registry = read_registry(write(tmp_path, people=[row("people", aliases=[shared])]))
    assert [(entry.entity_id, alias.near) for entry, alias in registry.aliases["China"]] == [
        ("person:a", ("Lee",)),
        ("place:china", ()),
    ]


def test_the_vendor_is_no_part_of_a_spelling(tmp_path: Path) -> None:
    registry = read_registry(write(tmp_path))
    assert "H200" in registry.aliases
    assert "Nvidia H200" not in registry.aliases


def test_the_owner_of_the_vendor_is_no_part_of_a_spelling_either(tmp_path: Path) -> None:
    companies = [row("companies"), row("companies", id="company:unit", name="Unit", parent="company:nvidia")]
    registry = read_registry(write(tmp_path, companies=companies, chips=[row("chips", vendor="company:unit")]))
    assert "Nvidia H200" not in registry.aliases


def test_owners_in_a_circle_do_not_hang_the_reader(tmp_path: Path) -> None:
    companies = [
        row("companies", parent="company:unit"),
        row("companies", id="company:unit", name="Unit", parent="company:nvidia"),
    ]
    assert len(read_registry(write(tmp_path, companies=companies)).entries) == 7


def test_a_name_listed_in_full_keeps_its_vendor(tmp_path: Path) -> None:
    registry = read_registry(write(tmp_path, chips=[row("chips", aliases=["Nvidia H200"])]))
    assert "Nvidia H200" in registry.aliases
    assert "H200" not in registry.aliases


def test_a_listed_word_nearby_holds_for_the_name_too(tmp_path: Path) -> None:
    chips = [row("chips", aliases=[{"text": "H200", "near": ["Nvidia"]}])]
    registry = read_registry(write(tmp_path, chips=chips))
    assert [alias.near for _, alias in registry.aliases["H200"]] == [("Nvidia",)]


def test_a_maker_that_the_registry_does_not_know_is_no_part_of_a_spelling(tmp_path: Path) -> None:
    registry = read_registry(write(tmp_path, chips=[row("chips", vendor=None, aliases=["H200"])]))
    assert "Nvidia H200" not in registry.aliases
    assert "H200" in registry.aliases


def test_a_short_form_beside_the_designation_does_not_replace_it(tmp_path: Path) -> None:
    registry = read_registry(write(tmp_path, chips=[row("chips", name="Nvidia GB200 NVL72", aliases=["NVL72"])]))
    assert "GB200 NVL72" in registry.aliases


def test_a_name_that_only_describes_is_no_spelling(tmp_path: Path) -> None:
    policies = [row("policies", proper=False, aliases=["October 7 rule"])]
    registry = read_registry(write(tmp_path, policies=policies))
    assert "Chip Rule" not in registry.aliases
    assert registry.aliases["October 7 rule"][0][0].name == "Chip Rule"


def test_separators_inside_a_text_do_not_break_the_line(tmp_path: Path) -> None:
    line = json.dumps(row("people", role="CEO\u2028and founder"), ensure_ascii=False)
    registry = read_registry(write(tmp_path, people=[line]))
    assert registry.entries["person:a"].details["role"] == "CEO\u2028and founder"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "places.jsonl").unlink()
    with pytest.raises(RegistryError, match=re.escape(str(folder / "places.jsonl"))):
        read_registry(folder)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "places.jsonl").write_bytes(b'{"id": "place:\xff"}')
    with pytest.raises(RegistryError, match=r"places\.jsonl: cannot be read as UTF-8 text"):
        read_registry(folder)


def extra_file(folder: Path, *rows: object) -> Path:
    path = folder / "mine.jsonl"
    path.write_text("\n".join(json.dumps(item) for item in rows), encoding="utf-8")
    return path


def read_with(folder: Path, *rows: object) -> Registry:
    return read_registry(write(folder), extra=extra_file(folder, *rows))


def test_a_file_of_ones_own_needs_only_id_name_and_label(tmp_path: Path) -> None:
    registry = read_with(tmp_path, {"id": "chip:acme-z9", "name": "Z9", "label": "CHIP"})
    assert registry.aliases["Z9"][0][0].entity_id == "chip:acme-z9"
    assert dict(registry.entries["chip:acme-z9"].details) == {}


def test_a_file_of_ones_own_may_refer_to_shipped_entries_and_to_its_own(tmp_path: Path) -> None:
    registry = read_with(
        tmp_path,
        {"id": "chip:acme-z9", "name": "Acme Z9", "label": "CHIP", "vendor": "company:acme", "kind": "npu"},
        {"id": "company:acme", "name": "Acme", "label": "COMPANY", "parent": "company:nvidia"},
    )
    assert "Z9" in registry.aliases
    assert registry.entries["company:acme"].details["parent"] == "company:nvidia"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"id": "chip:z9", "name": "Z9"}, "label is None, should be one of CHIP, COMPANY"),
        ({"id": "chip:z9", "name": "Z9", "label": "TOY"}, "label is 'TOY'"),
        ({"id": "chip:z9", "label": "CHIP"}, "key 'name' is missing"),
        ({"id": "chip:z9", "name": "Z9", "label": "CHIP", "ticker": "Z"}, "unknown key 'ticker'"),
        ({"id": "chip:nvidia-h200", "name": "Z9", "label": "CHIP"}, "id 'chip:nvidia-h200' is taken by"),
        ({"id": "chip:z9", "name": "China", "label": "CHIP"}, "alias 'China' also stands for place:china"),
    ],
)
def test_a_file_of_ones_own_is_checked_too(tmp_path: Path, wrong: object, message: str) -> None:
    with pytest.raises(RegistryError) as caught:
        read_with(tmp_path, wrong)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.jsonl'}:1: ")
    assert message in str(caught.value)


def test_a_file_of_ones_own_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="nowhere"):
        read_registry(write(tmp_path), extra=tmp_path / "nowhere.jsonl")
