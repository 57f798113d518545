"""What must always be true, without any database."""

import asyncio
import hashlib
import json
from datetime import timedelta

import bcrypt
import pyotp
import pytest
from clinic_common.database import new_id
from clinic_common.errors import Unavailable
from clinic_contracts.permissions import ROLES, Permission
from hypothesis import given
from hypothesis import strategies as st
from identity import rules

from .conftest import NOON, PASSWORD, password_hash


def test_an_npi_ends_in_its_check_digit():
    assert rules.npi_is_valid("1234567893")  # the example of the CMS specification
    assert rules.npi_is_valid("1245319599")
    for wrong in ("1234567890", "123456789", "12345678933", "123456789x", "", "１２３４５６７８９３"):
        assert not rules.npi_is_valid(wrong)


@given(st.integers(0, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_i2_one_wrong_digit_in_an_npi_is_always_found(stem, place, by):
    good = next(npi for digit in "0123456789" if rules.npi_is_valid(npi := f"{stem:09}{digit}"))
    wrong = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    assert not rules.npi_is_valid(wrong)


def test_every_role_and_permission_is_said_in_plain_words():
    assert set(rules.ROLE_WORDS) == set(ROLES)
    assert set(rules.PERMISSION_WORDS) == set(Permission)


def test_addresses_that_differ_in_case_or_width_are_one():
    assert rules.email_key("Zoë@Clinic.Example ") == rules.email_key("zoe\u0308@CLINIC.example")
    assert rules.email_key("ＡＤＡ@clinic.example") == "ada@clinic.example"
    assert rules.email_key("ada@clinic.example") != rules.email_key("adä@clinic.example")


@given(st.text(max_size=254))
def test_a_key_of_a_key_is_the_same_key(text):
    key = rules.email_key(text)
    assert len(key) <= 320 and rules.email_key(key) == key
    assert len(rules.folded(text)) <= 200


def test_people_are_sorted_without_case_and_accents():
    assert rules.folded("Åsa Ödegård") == "asa odegard"


def test_i6_a_password_has_12_to_1024_characters_of_any_kind():
    rules.must_be_a_password("🦊" * 12)
    rules.must_be_a_password("x" * 1024)
    with pytest.raises(rules.PasswordTooShort):
        rules.must_be_a_password("x" * 11)
    with pytest.raises(rules.PasswordTooLong):
        rules.must_be_a_password("x" * 1025)


async def test_a_password_matches_its_own_hash_only():
    passwords = rules.Passwords()
    assert password_hash().startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.matches(password_hash(), PASSWORD)
    for wrong in (PASSWORD + " ", PASSWORD.upper(), "", "x" * 1024, "a\x00b"):
        assert not await passwords.matches(password_hash(), wrong)
    assert not rules.Passwords.outdated(password_hash())


async def test_accents_may_be_typed_either_way():
    assert await rules.Passwords().matches(rules.hash_now("Zoë drinks coffee"), "Zoe\u0308 drinks coffee")


async def test_bcrypt_hashes_from_elsewhere_are_accepted_and_outdated():
    stored = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    passwords = rules.Passwords()
    assert await passwords.matches(stored, PASSWORD)
    assert not await passwords.matches(stored, PASSWORD[:-1])
    assert not await passwords.matches(stored, "é" * 1000)
    assert passwords.outdated(stored)


async def test_a_broken_hash_matches_nothing():
    for broken in ("$2b$broken", "$argon2id$broken", "plain", "$argon2id$v=19$m=19456,t=2,p=1$$"):
        assert not await rules.Passwords().matches(broken, PASSWORD)


async def test_nobody_has_the_password_of_no_account():
    passwords = rules.Passwords()
    assert not await passwords.matches(None, PASSWORD)
    assert passwords.computed == 1


async def test_only_so_many_hash_at_a_time_and_a_hopeless_queue_is_refused():
    passwords = rules.Passwords(at_once=2)
    working = most = 0
    go = asyncio.Event()

    async def work():
        nonlocal working, most
        async with passwords.turn():
            working += 1
            most = max(most, working)
            await go.wait()
            working -= 1

    tasks = [asyncio.create_task(work()) for _ in range(202)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        async with passwords.turn():
            pass
    go.set()
    await asyncio.gather(*tasks)
    assert most == 2


def test_waits_grow_and_are_bounded():
    waits = [rules.PAIR.delay(failures) for failures in range(20)]
    assert waits[:8] == [0, 0, 0, 0, 0, 2, 4, 8]
    assert waits[-1] == 900 and waits == sorted(waits)
    assert rules.KNOWN_PLACE.delay(10**6) == 30


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_wait_is_never_negative_and_never_longer_than_its_limit(failures, seconds):
    now = NOON + timedelta(seconds=seconds)
    wait = rules.seconds_to_wait(rules.PAIR, failures, NOON, now)
    assert 0 <= wait <= 900
    assert rules.seconds_to_wait(rules.PAIR, failures, NOON, now + timedelta(seconds=wait)) == 0


def test_a_place_is_an_ipv4_address_or_an_ipv6_network():
    assert rules.place_of("203.0.113.7") == "203.0.113.7"
    assert rules.place_of("::ffff:203.0.113.7") == "203.0.113.7"
    assert rules.place_of("2001:db8:1:2:3::4") == rules.place_of("2001:db8:1:2:ffff::") == "2001:db8:1:2::/64"
    assert rules.place_of(None) == rules.place_of("no address") == "unknown"


def test_counters_hold_nobodys_address():
    keys = rules.attempt_keys("ada@clinic.example", "203.0.113.7", known_place=False)
    assert len(keys) == 3 and all(len(key) == 32 for key in keys)
    assert not any(b"ada" in key or b"203" in key for key in keys)


def test_a_code_is_good_for_its_time_and_once():
    secret = rules.new_totp_secret()
    totp = pyotp.TOTP(secret)
    present = int(NOON.timestamp()) // 30
    for step in (present - 1, present, present + 1):
        assert rules.matching_step(secret, totp.generate_otp(step), now=NOON, after=None) == step
    for step in (present - 2, present + 2):
        assert rules.matching_step(secret, totp.generate_otp(step), now=NOON, after=None) is None
    assert rules.matching_step(secret, totp.generate_otp(present), now=NOON, after=present) is None
    assert rules.totp_uri(secret, "a@b.example").startswith("otpauth://totp/Clinic:a%40b.example?secret=")


ENTRY = dict.fromkeys(rules.ENTRY_FIELDS) | {"source": "patients", "position": 1, "occurred_at": NOON}


def test_a_hash_can_be_computed_by_anybody():
    entry = ENTRY | {"staff_name": "Zoë", "patient_id": new_id()}
    document = {
        **{name: None for name in rules.ENTRY_FIELDS},
        "source": "patients",
        "position": 1,
        "occurred_at": "2026-11-23T12:00:00.000000Z",
        "staff_name": "Zoë",
        "patient_id": str(entry["patient_id"]),
        "previous_hash": "00" * 32,
    }
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert rules.entry_hash(entry, rules.NO_HASH) == hashlib.sha256(text.encode()).digest()


@pytest.mark.parametrize("field", rules.ENTRY_FIELDS)
def test_every_field_is_under_the_hash(field):
    other = {"position": 2, "occurred_at": NOON + timedelta(microseconds=1)}.get(field, "other")
    assert rules.entry_hash(ENTRY | {field: other}, rules.NO_HASH) != rules.entry_hash(ENTRY, rules.NO_HASH)


def test_the_hash_before_is_under_the_hash():
    assert rules.entry_hash(ENTRY, rules.NO_HASH) != rules.entry_hash(ENTRY, b"\x01" * 32)


def test_two_signing_keys_never_share_an_id():
    first, second = rules.new_signing_key(), rules.new_signing_key()
    assert first.key_id != second.key_id
    assert "d" not in first.public
    assert rules.signing_key(first.private).curve.name == "secp256r1"
