"""What was sealed opens with its key and context, and with nothing else."""

import base64
import os

import pytest
from clinic_common.sealing import Sealer, Unsealable
from hypothesis import given
from hypothesis import strategies as st

SEALER = Sealer.from_text(Sealer.new_ring())
texts = st.text(max_size=40)


def key():
    return base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")


@given(st.binary(max_size=300), texts)
def test_what_was_sealed_opens_again(plain, context):
    sealed = SEALER.seal(plain, context=context)
    assert SEALER.open(sealed, context=context) == plain
    assert len(plain) < 4 or plain not in sealed


@given(st.binary(max_size=50), texts, texts)
def test_another_context_does_not_open_it(plain, context, other):
    sealed = SEALER.seal(plain, context=context)
    if context != other:
        with pytest.raises(Unsealable):
            SEALER.open(sealed, context=other)


@given(st.binary(max_size=50), st.data())
def test_any_changed_byte_is_noticed(plain, data):
    sealed = bytearray(SEALER.seal(plain, context="c"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unsealable):
        SEALER.open(bytes(sealed), context="c")


@given(st.binary(max_size=20), st.integers(0, 60))
def test_cut_or_made_up_bytes_are_noticed(plain, length):
    for sealer in (SEALER, Sealer.from_text(f"a-rather-long-key-id:{key()}")):
        sealed = sealer.seal(plain, context="c")
        if length < len(sealed):
            with pytest.raises(Unsealable):
                sealer.open(sealed[:length], context="c")


@given(st.binary(max_size=80))
def test_no_bytes_make_opening_fail_in_another_way(rubbish):
    with pytest.raises(Unsealable):
        SEALER.open(rubbish, context="c")


def test_the_same_twice_is_sealed_differently():
    assert SEALER.seal(b"same", context="c") != SEALER.seal(b"same", context="c")


def test_a_new_key_seals_and_an_old_one_still_opens():
    old, new = key(), key()
    before, during, after = (
        Sealer.from_text(text) for text in (f"2025:{old}", f"2025:{old}, 2026:{new}", f"2026:{new}")
    )
    sealed_before, sealed_during = before.seal(b"chart", context="c"), during.seal(b"chart", context="c")
    assert (Sealer.key_id(sealed_before), Sealer.key_id(sealed_during)) == ("2025", "2026")
    assert during.open(sealed_before, context="c") == b"chart"
    assert after.open(sealed_during, context="c") == b"chart"
    with pytest.raises(Unsealable, match="2025"):
        after.open(sealed_before, context="c")


@pytest.mark.parametrize(
    "text",
    [
        "", ",", "k1", "k1:", f":{'A' * 43}", "k1:short", f"k1:{'A' * 44}", f"k1:{'A' * 42}", "k1:!!!!",
        f"k1:{'A' * 43},", f"k1:{'A' * 43},k1:{'B' * 43}", f"{'x' * 256}:{'A' * 43}", f"k1:{'A' * 40}!!!AAA",
    ],
)  # fmt: skip
def test_a_ring_written_wrongly_is_refused_without_showing_it(text):
    with pytest.raises(ValueError, match="sealing keys are written id:base64url-of-32-bytes") as refused:
        Sealer.from_text(text)
    assert "AAAA" not in str(refused.value)


def test_an_empty_ring_is_refused():
    with pytest.raises(ValueError, match="at least one key"):
        Sealer({})
