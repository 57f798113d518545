"""An export of the access trail proves itself, and names the first entry somebody laid hands on."""

import hashlib
import json
from dataclasses import replace

import pytest
from clinic_common.database import new_id
from hypothesis import given
from hypothesis import strategies as st
from identity import rules

from .conftest import NOON, after

KEY = rules.new_signing_key()
KEYS = rules.public_keys([KEY.public])


def chain(source, count, head=rules.NO_HASH):
    rows = []
    for position in range(1, count + 1):
        row = {
            "source": source, "position": position, "occurred_at": after(minutes=position), "staff_id": new_id(),
            "staff_name": "Zoë Ng 🦊", "role": "nurse", "session_id": None, "action": "get_patient", "kind": "read",
            "patient_id": new_id(), "address": None, "request_id": "r-1", "purpose": None, "outcome": "allowed",
        }  # fmt: skip
        entry_hash = rules.entry_hash(row, head)
        rows.append(row | {"previous_hash": head, "entry_hash": entry_hash})
        head = entry_hash
    return rows


def sign(text, purpose, key=KEY):
    return rules.signed(text, purpose=purpose, key_id=key.key_id, private=key.private)


class Export:
    """An export in memory: billing 1–4 and patients 1–9, three entries under each seal."""

    def __init__(self, key=KEY, since=0):
        self.key, self.entries, self.seals, parts = key, [], [], []
        for source, count in (("billing", 4), ("patients", 9)):
            rows, previous, statements = chain(source, count), None, []
            for first in range(0, count, 3):
                leaves = [row["entry_hash"] for row in rows[first : first + 3]]
                head = previous.head if previous else rules.NO_HASH
                previous = rules.state(source, leaves, previous=previous, previous_head=head, now=NOON)
                statements.append(previous)
                if previous.number > since:
                    self.seals.append(rules.seal_line(sign(previous.text(), rules.SEAL, key), b"".join(leaves)))
                    self.entries += [rules.entry_line(row) for row in rows[first : first + 3]]
            kept = statements[since:]
            parts.append(
                rules.Part(
                    source, kept[0].number, kept[-1].number, kept[0].first_position, kept[-1].last_position,
                    kept[-1].fingerprint().hex(),
                )
            )  # fmt: skip
        self.manifest = sign(rules.export_text(parts, exported_at="now"), rules.EXPORT, key)

    def at(self, source, position):
        return next(i for i, line in enumerate(self.entries) if f'"position":{position},' in line.decode()
                    and f'"source":"{source}"' in line.decode())  # fmt: skip

    def rewrite(self, source, position, **changes):
        """Change what an entry says."""
        index = self.at(source, position)
        document = json.loads(self.entries[index]) | changes
        self.entries[index] = _line(document)

    def verify(self, keys=KEYS):
        return rules.verify_export(
            manifest=self.manifest, seals=iter(self.seals), entries=lambda: iter(self.entries), keys=keys
        )


def _line(document):
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"


def broken(export, keys=KEYS):
    verdict = export.verify(keys)
    assert not verdict.valid
    return verdict.first_break.source, verdict.first_break.position, verdict.first_break.reason.partition(":")[0]


@pytest.mark.parametrize("since", [0, 1])
def test_i16_an_untouched_export_holds_from_its_beginning_or_from_a_later_seal_on(since):
    verdict = Export(since=since).verify()
    assert (verdict.valid, verdict.entries, verdict.first_break) == (True, 13 - 6 * since, None)


@pytest.mark.parametrize("field", sorted({*rules.ENTRY_FIELDS, "previous_hash", "entry_hash"} - {"source", "position"}))
def test_i16_a_change_of_any_field_of_any_entry_is_named(field):
    for position in (1, 5, 9):
        export = Export()
        export.rewrite("patients", position, **{field: "somebody else"})
        assert broken(export) == ("patients", position, "changed")


def test_i16_an_entry_that_is_removed_is_named_wherever_it_stood():
    for position in range(1, 10):
        export = Export()
        del export.entries[export.at("patients", position)]
        assert broken(export) == ("patients", position, "removed")


def test_i16_entries_that_are_added_are_named():
    copied = Export()
    copied.entries.insert(copied.at("patients", 2), copied.entries[copied.at("patients", 7)])
    assert broken(copied) == ("patients", 7, "added")
    behind = Export()
    behind.entries.append(_line(json.loads(behind.entries[-1]) | {"position": 10}))
    assert broken(behind) == ("patients", 10, "added")
    within = Export()
    within.entries.insert(3, _line(json.loads(within.entries[3]) | {"source": "elsewhere", "position": 1}))
    assert broken(within) == ("elsewhere", 1, "added")


def test_i16_entries_that_changed_places_are_named():
    for first, second in ((2, 3), (1, 9), (4, 6)):
        export = Export()
        a, b = export.at("patients", first), export.at("patients", second)
        export.entries[a], export.entries[b] = export.entries[b], export.entries[a]
        assert broken(export) == ("patients", first, "reordered")


def test_i16_a_chain_computed_anew_from_a_changed_entry_on_is_named_at_that_entry():
    export = Export()
    head = None
    for position in range(4, 10):
        index = export.at("patients", position)
        entry = json.loads(export.entries[index])
        entry["role"] = "admin" if position == 4 else entry["role"]
        entry["previous_hash"] = (head or bytes.fromhex(entry["previous_hash"])).hex()
        head = rules.entry_hash(entry, bytes.fromhex(entry["previous_hash"]))
        entry["entry_hash"] = head.hex()
        export.entries[index] = _line(entry)
    assert broken(export) == ("patients", 4, "changed")


def test_i16_what_two_readers_could_read_differently_is_a_change():
    for line in (
        lambda old: old.replace(b'"role":', b'"role":"admin","role":'),
        lambda old: old.replace(b":", b": ", 1),
        lambda old: old.rstrip() + b" \n",
        lambda old: old.replace(b'"position":5', b'"position":5.0'),
        lambda old: old.replace(b"\xc3\xab", b"\\u00eb"),
        lambda old: old.rstrip(b"}\n") + b',"note":"harmless"}\n',
        lambda _: b"[" * 15_000 + b"\n",
        lambda _: b"\xff\xfe\n",
        lambda _: b"\n",
    ):
        export = Export()
        export.entries[export.at("patients", 5)] = line(export.entries[export.at("patients", 5)])
        assert broken(export) == ("patients", 5, "changed")


def test_i16_seals_that_were_changed_removed_reordered_or_signed_by_others_are_named():
    other = rules.new_signing_key()

    def forge(export):
        statement = rules.read_statement(json.loads(export.seals[3])["seal"], keys=KEYS)
        forged = replace(statement, sealed_at="2020-01-01T00:00:00.000000Z")
        leaves = rules.leaves_of(b"")
        export.seals[3] = rules.seal_line(sign(forged.text(), rules.SEAL, other), b"".join(leaves))

    def change_leaves(export):
        document = json.loads(export.seals[3])
        document["leaves"] = document["leaves"][:-8] + "AAAAAAA="
        export.seals[3] = _line(document)

    def use_the_manifest(export):
        export.seals[3] = rules.seal_line(export.manifest, b"")

    ways = {
        "removed": (lambda e: e.seals.pop(3), 4),
        "removed first": (lambda e: e.seals.pop(2), 1),
        "removed last": (lambda e: e.seals.pop(), 7),
        "reordered": (lambda e: e.seals.insert(3, e.seals.pop(4)), 4),
        "forged": (forge, 4),
        "leaves": (change_leaves, 4),
        "signed for something else": (use_the_manifest, 4),
        "nonsense": (lambda e: e.seals.__setitem__(3, b"{}\n"), 4),
        "deep": (lambda e: e.seals.__setitem__(3, b"[" * 15_000), 4),
    }
    for name, (way, position) in ways.items():
        export = Export()
        way(export)
        assert broken(export) == ("patients", position, "seal"), name
    more = Export()
    more.seals.append(more.seals[-1])
    assert broken(more)[2] == "added"


def test_i16_an_end_cut_off_with_its_seal_and_a_source_left_out_are_found():
    cut = Export()
    cut.seals.pop()
    del cut.entries[-3:]
    assert broken(cut) == ("patients", 7, "seal")
    without = Export()
    without.seals, without.entries = without.seals[:2], without.entries[:4]
    assert broken(without) == ("patients", 1, "seal")


def test_i16_an_export_signed_anew_by_somebody_else_holds_only_with_their_key():
    other = rules.new_signing_key()
    forged = Export(key=other)
    assert forged.verify(rules.public_keys([other.public])).valid
    assert broken(forged) == ("", 0, "manifest")
    with pytest.raises(ValueError, match="another key's id"):
        rules.public_keys([{**other.public, "kid": KEY.key_id}])
    mixed = Export()
    mixed.manifest = json.loads(mixed.seals[0])["seal"]
    assert broken(mixed) == ("", 0, "manifest")


def test_i16_a_long_export_is_read_line_by_line():
    export, alive = Export(), [0, 0]

    def lines():
        for line in export.entries:
            alive[0] += 1
            alive[1] = max(alive[1], alive[0])
            yield line
            alive[0] -= 1

    seen = []
    verdict = rules.verify_export(
        manifest=export.manifest, seals=iter(export.seals), entries=lines, keys=KEYS, progress=seen.append
    )
    assert verdict.valid
    assert alive[1] == 1
    assert sum(seen) == sum(map(len, export.entries))


def tree(leaves):
    """The definition of RFC 6962, 2.1, word for word."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + tree(leaves[:k]) + tree(leaves[k:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70))
def test_i15_the_root_is_the_merkle_tree_hash_of_the_standard(leaves):
    assert rules.merkle_root(leaves) == tree(leaves)
