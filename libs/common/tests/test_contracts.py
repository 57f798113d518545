"""The published language only grows."""

import ast
import copy
import json
import sys
from pathlib import Path

import clinic_contracts
import pytest
from clinic_contracts import base, load_all, lock, reach
from clinic_contracts.permissions import ROLES, Permission

HOME = Path(clinic_contracts.__file__).parent
REQUIRED = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "shape": {"$ref": "#/$defs/Shape"}, "note": {"type": "string"}},
    "required": ["id", "shape"],
    "$defs": {"Shape": {"type": "string", "enum": ["a", "b"]}},
}


def test_no_promise_is_broken():
    assert lock.broken_promises(lock.locked(), lock.schemas()) == []


def test_every_event_stands_in_the_lock_as_it_is():
    assert lock.locked() == lock.schemas(), "run: python -m clinic_contracts.lock"


def test_every_contract_module_is_in_the_catalogue():
    publishers = {event.publisher() for event in load_all().values()}
    assert publishers == {"patients", "scheduling", "billing", "identity", "notifications", "trail"}
    assert len(load_all()) >= 25


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: s["properties"].pop("note"), "note is gone"),
        (lambda s: s["properties"].update(note={"type": "integer"}), "note changed its type"),
        (lambda s: s["$defs"]["Shape"]["enum"].remove("b"), "shape changed its type"),
        (lambda s: s["required"].append("note"), "note became required"),
        (lambda s: s["required"].remove("id"), "id is no longer always there"),
        (
            lambda s: (s["properties"].update(new={"type": "string"}), s["required"].append("new")),
            "new became required",
        ),
    ],
)
def test_a_broken_promise_is_told(change, told):
    now = copy.deepcopy(REQUIRED)
    change(now)
    assert lock.broken_promises({"toy.x.v1": REQUIRED}, {"toy.x.v1": now}) == [f"toy.x.v1: {told}"]


def test_an_event_that_is_gone_is_told_and_new_ones_and_optional_fields_are_welcome():
    grown = copy.deepcopy(REQUIRED)
    grown["properties"]["new"] = {"type": "string", "default": ""}
    assert lock.broken_promises({"toy.x.v1": REQUIRED}, {"toy.y.v1": REQUIRED}) == ["toy.x.v1 is gone"]
    assert lock.broken_promises({"toy.x.v1": REQUIRED}, {"toy.x.v1": grown, "toy.y.v1": REQUIRED}) == []


def test_the_lock_is_written_only_if_nothing_breaks(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lock, "FILE", tmp_path / "schemas.lock.json")
    assert lock.main() == 0
    assert lock.locked() == lock.schemas()
    promised = lock.locked() | {"toy.gone.v1": REQUIRED}
    lock.FILE.write_text(json.dumps(promised))
    assert lock.main() == 1
    assert "toy.gone.v1 is gone" in capsys.readouterr().out
    assert lock.locked() == promised


def test_words_for_people_may_change_and_fields_called_like_them_are_kept():
    bare = lock._bare({"title": "x", "properties": {"title": {"title": "Title", "type": "string"}}})
    assert bare == {"properties": {"title": {"type": "string"}}}


def test_contracts_import_pydantic_and_the_standard_library_only():
    for module in HOME.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for name in names:
                top = name.partition(".")[0]
                assert top == "pydantic" or top in sys.stdlib_module_names, f"{module.name} imports {name}"


def test_every_event_is_frozen_named_by_its_module_and_understands_what_is_added_later():
    for name, event in load_all().items():
        publisher, word, version = name.split(".")
        assert event.__module__ == f"clinic_contracts.{publisher}"
        assert version == "v1"
        assert word == word.lower()
        assert event.model_config["frozen"]
        assert event.model_config["extra"] == "ignore"
        assert event.__doc__


def test_a_wire_name_is_declared_once():
    load_all()
    with pytest.raises(TypeError, match="declared twice"):

        class Again(base.Event, name="patients.patient_registered.v1"):
            """A copy."""


def test_a_reach_never_gives_all_rows_to_who_has_their_own_only():
    reaches = [each for each in vars(reach).values() if isinstance(each, reach.Reach)]
    assert reaches
    for each in reaches:
        assert each.every and not each.every & each.own
        assert each.permissions == each.every | each.own


def test_every_permission_is_somebodys():
    held = frozenset.union(*ROLES.values())
    assert set(ROLES) == {"receptionist", "nurse", "doctor", "admin"}
    assert set(Permission) - held == set()
