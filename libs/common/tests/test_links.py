"""Links: what a token opens, and everything it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from clinic_common.database import new_id
from clinic_common.links import Link, LinkExpired, LinkNotOurs, open_link, sign_link
from clinic_common.sealing import Sealer
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
OURS = Sealer.from_text(Sealer.new_ring())
LINK = Link(new_id(), "1c9c380.0", NOW + timedelta(hours=1))


def opened(token, *, purpose="toy", sealer=OURS, now=NOW):
    return open_link(token, purpose=purpose, sealer=sealer, now=now)


def test_a_link_says_what_was_signed_until_its_time_is_over():
    token = sign_link(LINK, purpose="toy", sealer=OURS)
    assert opened(token) == LINK
    assert len(token) < 70
    with pytest.raises(LinkExpired):
        opened(token, now=LINK.expires_at)


def test_a_link_serves_one_purpose_and_one_house():
    token = sign_link(LINK, purpose="toy", sealer=OURS)
    for refused in ({"purpose": "toys"}, {"purpose": ""}, {"sealer": Sealer.from_text(Sealer.new_ring())}):
        with pytest.raises(LinkNotOurs):
            opened(token, **refused)


def test_a_link_outlives_a_new_key_but_not_the_loss_of_its_own():
    old, new = Sealer.new_ring(), Sealer.new_ring().replace("k1:", "k2:")
    token = sign_link(LINK, purpose="toy", sealer=Sealer.from_text(old))
    assert opened(token, sealer=Sealer.from_text(f"{old},{new}")) == LINK
    with pytest.raises(LinkNotOurs):
        opened(token, sealer=Sealer.from_text(new))


@given(st.integers(0, 200), st.sampled_from("abcXYZ019-_="))
def test_no_other_text_is_the_same_link(place, character):
    token = sign_link(LINK, purpose="toy", sealer=OURS)
    place %= len(token) + 1
    for other in (token[:place] + character + token[place + 1 :], token[:place], token + character):
        if other != token:
            with pytest.raises(LinkNotOurs):
                opened(other)


@given(st.text(max_size=300))
def test_nonsense_is_no_link(text):
    with pytest.raises(LinkNotOurs):
        opened(text)


def test_keys_for_other_uses_are_neither_the_rings_nor_each_others():
    ring = Sealer.new_ring()
    first, again = Sealer.from_text(ring), Sealer.from_text(ring)
    assert first.derived_keys("a") == again.derived_keys("a") != first.derived_keys("b")
    assert len(first.derived_keys("a")[0]) == 32
