"""What identity changes, on both databases."""

import asyncio
from datetime import timedelta

import pyotp
import pytest
from clinic_common.access import InvalidToken
from clinic_common.database import new_id
from clinic_common.errors import Stale
from clinic_contracts.identity import SessionEnded, StaffChanged, StaffDeactivated, StaffInvited
from identity import commands, queries, rules
from identity.models import Credentials, FailedAttempts, RefreshToken, SignIn, SigningKey, Staff
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from .conftest import NOON, PASSWORD, after, begin, password_hash


async def rows(database, model):
    async def query(session):
        return list((await session.execute(select(model))).scalars())

    return await database.read(query)


async def refresh(database, token, *, now):
    return await database.run(commands.refresh_sign_in, token=token, now=now)


async def change(database, staff, changes, *, version=None, now=NOON):
    return await database.run(
        commands.change_staff, staff_id=staff.id, version=version or staff.version, changes=changes, now=now
    )


# --- staff -----------------------------------------------------------------------------------------------------------


async def test_an_invitation_is_told_with_its_token_and_sets_a_password_once(database, emitted):
    staff = await database.run(
        commands.invite_staff, email="Ada@Clinic.example", display_name="Ada", role="doctor", npi="1234567893", now=NOON
    )
    [told] = await emitted(StaffInvited)
    assert (told.staff_id, told.email, told.role, told.npi, told.version) == (
        staff.id, "Ada@Clinic.example", "doctor", "1234567893", 1,
    )  # fmt: skip
    accept = {"token": told.invitation_token, "password_hash": password_hash()}
    await database.run(commands.accept_invitation, **accept, now=after(days=6))
    assert (await begin(database, staff, now=after(days=7))).role == "doctor"
    with pytest.raises(rules.InvalidInvitation):
        await database.run(commands.accept_invitation, **accept, now=after(days=6))


async def test_i5_of_two_who_accept_an_invitation_at_once_one_wins(database, emitted):
    await database.run(commands.invite_staff, email="a@b.example", display_name="A", role="nurse", now=NOON)
    [told] = await emitted(StaffInvited)
    results = await asyncio.gather(
        *(
            database.run(commands.accept_invitation, token=told.invitation_token, password_hash=f"{n}", now=NOON)
            for n in range(5)
        ),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["InvalidInvitation"] * 4 + ["Staff"]


async def test_an_invitation_ends_after_seven_days_or_when_another_is_sent(database, emitted):
    staff = await database.run(commands.invite_staff, email="a@b.example", display_name="A", role="nurse", now=NOON)
    await database.run(commands.invite_staff_again, staff_id=staff.id, now=after(hours=1))
    first, second = [told.invitation_token for told in await emitted(StaffInvited)]
    for token, now in ((first, after(hours=2)), (second, after(days=7, hours=1)), ("made-up", NOON)):
        with pytest.raises(rules.InvalidInvitation):
            await database.run(commands.accept_invitation, token=token, password_hash="x", now=now)


async def test_an_accepted_invitation_ends_old_sessions_and_the_second_factor(database, hire, emitted):
    staff = await hire("nurse")
    issued = await begin(database, staff)
    await totp_on(database, issued)
    await database.run(commands.invite_staff_again, staff_id=staff.id, now=NOON)
    token = (await emitted(StaffInvited))[-1].invitation_token
    await database.run(commands.accept_invitation, token=token, password_hash="new", now=after(minutes=1))
    assert [(e.session_id, e.reason) for e in await emitted(SessionEnded)] == [(issued.session_id, "password_set")]
    [credentials] = await rows(database, Credentials)
    assert (credentials.password_hash, credentials.totp_on, credentials.totp_secret) == ("new", False, None)


async def test_an_address_is_given_once_whatever_its_case(database, hire):
    await hire("nurse", email="zoë@clinic.example")
    with pytest.raises(rules.EmailTaken) as refused:
        await hire("doctor", email="ZOË@Clinic.example")
    assert refused.value.field == "email"
    assert len(await rows(database, Staff)) == 1


async def test_i2_an_npi_is_given_once_and_checked(database, hire):
    await hire("doctor", npi="1234567893")
    with pytest.raises(rules.NpiTaken) as refused:
        await hire("doctor", email="other@clinic.example", npi="1234567893")
    assert refused.value.field == "npi"
    with pytest.raises(rules.InvalidNpi):
        await hire("doctor", email="other@clinic.example", npi="1234567890")


async def test_i1_one_address_hired_ten_times_at_once_is_hired_once(database, hire, emitted):
    results = await asyncio.gather(*(hire("nurse") for _ in range(10)), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["EmailTaken"] * 9 + ["Staff"]
    assert len(await emitted(StaffInvited)) == 1


async def test_i3_an_unknown_role_is_refused_by_rule_and_database(database, hire):
    with pytest.raises(rules.UnknownRole):
        await hire("wizard")
    staff = await hire("nurse")

    async def by_hand(session):
        await session.execute(text("UPDATE staff SET role = 'wizard' WHERE id = :id"), {"id": staff.id.bytes})

    with pytest.raises(DBAPIError):
        await database.run(by_hand)


async def test_an_admin_from_the_command_line_can_sign_in(database, emitted):
    await database.run(commands.add_admin, email="a@b.example", display_name="A", password=PASSWORD, now=NOON)
    [told] = await emitted(StaffInvited)
    assert (told.role, told.invitation_token) == ("admin", None)
    account = await database.read(queries.find_account, email="A@b.example", place="unknown", now=NOON)
    assert await rules.Passwords().matches(account.password_hash, PASSWORD)
    with pytest.raises(rules.PasswordTooShort):
        await database.run(commands.add_admin, email="b@b.example", display_name="B", password="short", now=NOON)


async def test_a_change_tells_the_whole_new_state(database, hire, emitted):
    staff = await hire("nurse")
    changes = {"display_name": "Åsa", "role": "doctor", "npi": "1245319599", "email": "asa@clinic.example"}
    changed = await change(database, staff, changes, now=after(hours=1))
    [told] = await emitted(StaffChanged)
    assert told.model_dump() == {
        "staff_id": staff.id, **changes, "practises": True, "active": True, "version": 2, "occurred_at": after(hours=1),
    }  # fmt: skip
    assert (changed.name_key, changed.email_key, changed.version) == ("asa", "asa@clinic.example", 2)


async def test_a_change_that_changes_nothing_tells_nothing(database, hire, emitted):
    staff = await hire("nurse")
    same = await change(database, staff, {"display_name": "Some nurse", "role": "nurse"})
    assert same.version == 1
    assert await emitted(StaffChanged) == []


async def test_a_change_of_something_old_is_stale(database, hire):
    staff = await hire("nurse")
    await change(database, staff, {"display_name": "A"})
    with pytest.raises(Stale):
        await change(database, staff, {"display_name": "B"}, version=1)
    with pytest.raises(rules.NoSuchStaff):
        await database.run(commands.change_staff, staff_id=new_id(), version=1, changes={}, now=NOON)


async def test_of_changes_made_at_once_from_the_same_version_one_wins(database, hire, emitted):
    staff = await hire("nurse")
    results = await asyncio.gather(
        *(change(database, staff, {"display_name": f"N {n}"}) for n in range(6)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Staff"] + ["Stale"] * 5
    assert len(await emitted(StaffChanged)) == 1


async def test_a_taken_address_cannot_be_moved_to(database, hire):
    await hire("nurse")
    staff = await hire("doctor")
    with pytest.raises(rules.EmailTaken):
        await change(database, staff, {"email": "NURSE@clinic.example"})


async def test_deactivating_ends_every_session_and_invitation(database, hire, emitted):
    staff = await hire("nurse")
    sessions = [(await begin(database, staff)).session_id for _ in range(2)]
    await database.run(commands.invite_staff_again, staff_id=staff.id, now=NOON)
    await database.run(commands.deactivate_staff, staff_id=staff.id, now=after(hours=1))
    [told] = await emitted(StaffDeactivated)
    assert (told.staff_id, told.version) == (staff.id, 2)
    assert [event.session_id for event in await emitted(SessionEnded)] == sessions
    token = (await emitted(StaffInvited))[-1].invitation_token
    with pytest.raises(rules.InvalidInvitation):
        await database.run(commands.accept_invitation, token=token, password_hash="x", now=after(hours=2))
    with pytest.raises(rules.InvalidCredentials):
        await begin(database, staff, now=after(hours=2))
    with pytest.raises(rules.StaffInactive):
        await database.run(commands.invite_staff_again, staff_id=staff.id, now=NOON)
    again = await database.run(commands.deactivate_staff, staff_id=staff.id, now=after(hours=3))
    assert (again.version, len(await emitted(StaffDeactivated))) == (2, 1)


async def test_somebody_who_comes_back_is_let_in_again(database, hire, emitted):
    staff = await hire("nurse")
    gone = await database.run(commands.deactivate_staff, staff_id=staff.id, now=NOON)
    back = await change(database, gone, {"active": True}, now=after(hours=1))
    assert (back.active, back.deactivated_at) == (True, None)
    assert [event.active for event in await emitted(StaffChanged)] == [True]
    await begin(database, staff, now=after(hours=2))


async def test_the_last_admin_can_be_neither_deactivated_nor_demoted(database, hire):
    admin = await hire("admin")
    gone = await hire("admin", email="gone@clinic.example")
    await database.run(commands.deactivate_staff, staff_id=gone.id, now=NOON)
    for attempt in ({"role": "nurse"}, {"active": False}, {"active": False, "role": "nurse"}):
        with pytest.raises(rules.LastAdmin):
            await change(database, admin, attempt)
    with pytest.raises(rules.LastAdmin):
        await database.run(commands.deactivate_staff, staff_id=admin.id, now=NOON)
    await change(database, admin, {"display_name": "Still here"})


@pytest.mark.parametrize("how", ["deactivate", "demote"])
async def test_i4_of_admins_who_remove_one_another_at_once_one_stays(database, hire, how):
    admins = [await hire("admin", email=f"admin{n}@clinic.example") for n in range(4)]

    async def remove(admin):
        if how == "demote":
            return await change(database, admin, {"role": "nurse"})
        return await database.run(commands.deactivate_staff, staff_id=admin.id, now=NOON)

    results = await asyncio.gather(*map(remove, admins), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["LastAdmin"] + ["Staff"] * 3
    assert sum(staff.is_active_admin for staff in await rows(database, Staff)) == 1


async def test_what_a_token_says_is_never_older_than_a_change_it_does_not_know(database, hire, emitted):
    """The change was asked for before the token was made, but came to its turn after it."""
    staff = await hire("nurse")
    issued = await begin(database, staff, now=after(seconds=1))
    await change(database, staff, {"role": "doctor"}, now=NOON)
    [told] = await emitted(StaffChanged)
    assert told.occurred_at > issued.issued_at
    fresh = await refresh(database, issued.refresh_token, now=after(seconds=1))
    assert (fresh.role, fresh.issued_at >= told.occurred_at) == ("doctor", True)


# --- sessions --------------------------------------------------------------------------------------------------------


async def test_a_refresh_token_is_used_once_and_its_reuse_is_noticed(database, hire):
    first = await begin(database, await hire())
    second = await refresh(database, first.refresh_token, now=after(minutes=10))
    third = await refresh(database, second.refresh_token, now=after(minutes=20))
    assert {first.session_id} == {second.session_id, third.session_id}
    for stolen in (first, second):
        with pytest.raises(rules.ReuseDetected) as noticed:
            await refresh(database, stolen.refresh_token, now=after(minutes=30))
        assert noticed.value.session_id == first.session_id


async def test_i10_a_repeat_right_after_gets_an_answer_until_the_new_token_is_used(database, hire):
    first = await begin(database, await hire())
    lost = await refresh(database, first.refresh_token, now=after(minutes=10))
    again = await refresh(database, first.refresh_token, now=after(minutes=10, seconds=10))
    assert again.refresh_token != lost.refresh_token
    # The lost answer turns up after all: either may go on, then the other is the reused one.
    last = await refresh(database, lost.refresh_token, now=after(minutes=10, seconds=15))
    with pytest.raises(rules.ReuseDetected):
        await refresh(database, first.refresh_token, now=after(minutes=10, seconds=16))
    with pytest.raises(rules.ReuseDetected):
        await refresh(database, again.refresh_token, now=after(minutes=11))
    await refresh(database, last.refresh_token, now=after(minutes=12))


async def test_a_repeat_after_the_grace_is_a_reuse(database, hire):
    first = await begin(database, await hire())
    await refresh(database, first.refresh_token, now=after(minutes=10))
    with pytest.raises(rules.ReuseDetected):
        await refresh(database, first.refresh_token, now=after(minutes=10, seconds=10.001))


async def test_many_refreshes_at_once_all_get_an_answer_and_one_generation(database, hire):
    first = await begin(database, await hire())
    answers = await asyncio.gather(*(refresh(database, first.refresh_token, now=after(minutes=1)) for _ in range(8)))
    assert len({answer.refresh_token for answer in answers}) == 8
    assert [sign_in.generation for sign_in in await rows(database, SignIn)] == [2]


async def test_i11_a_session_ends_by_itself_when_unused_or_old(database, hire):
    staff = await hire()
    unused = await begin(database, staff)
    with pytest.raises(rules.InvalidRefreshToken):
        await refresh(database, unused.refresh_token, now=after(days=7))
    token = (await begin(database, staff)).refresh_token
    for day in range(5, 30, 5):
        token = (await refresh(database, token, now=after(days=day))).refresh_token
    with pytest.raises(rules.InvalidRefreshToken):
        await refresh(database, token, now=after(days=30))


async def test_only_hashes_of_tokens_are_kept(database, hire):
    issued = await begin(database, await hire())
    [kept] = await rows(database, RefreshToken)
    assert kept.token_hash == rules.fingerprint(issued.refresh_token)


async def test_signing_out_ends_the_session_and_is_told_once(database, hire, emitted):
    issued = await begin(database, await hire())
    for _ in range(2):
        await database.run(commands.sign_out, token=issued.refresh_token, session_id=None, now=NOON)
    await database.run(commands.sign_out, token="unknown", session_id=new_id(), now=NOON)
    assert [(e.session_id, e.reason) for e in await emitted(SessionEnded)] == [(issued.session_id, "signed_out")]
    with pytest.raises(rules.InvalidRefreshToken):
        await refresh(database, issued.refresh_token, now=NOON)


async def test_a_new_password_ends_all_other_sessions(database, hire, emitted):
    staff = await hire()
    here, there = await begin(database, staff), await begin(database, staff)
    change_it = {"staff_id": staff.id, "session_id": here.session_id, "seen_hash": password_hash()}
    await database.run(commands.change_password, **change_it, password_hash="new", now=NOON)
    assert [e.session_id for e in await emitted(SessionEnded)] == [there.session_id]
    with pytest.raises(rules.WrongPassword):
        await database.run(commands.change_password, **change_it, password_hash="newer", now=NOON)
    with pytest.raises(rules.InvalidCredentials):
        await begin(database, staff)
    with pytest.raises(InvalidToken):
        await database.run(
            commands.end_other_sign_ins, staff_id=staff.id, session_id=there.session_id, now=after(minutes=1)
        )


async def test_deactivation_and_sign_in_at_once_never_leave_a_live_session(database, hire):
    staff = await hire()
    results = await asyncio.gather(
        *(begin(database, staff) for _ in range(4)),
        database.run(commands.deactivate_staff, staff_id=staff.id, now=NOON),
        *(begin(database, staff) for _ in range(4)),
        return_exceptions=True,
    )
    assert {type(result).__name__ for result in results} <= {"Issued", "InvalidCredentials", "Staff"}
    assert all(sign_in.ended_at for sign_in in await rows(database, SignIn))


# --- guessing --------------------------------------------------------------------------------------------------------


async def test_failures_are_counted_exactly_also_at_once_and_forgotten_after_a_day(database):
    keys = rules.attempt_keys("a@b.example", "unknown", known_place=False)
    await asyncio.gather(*(database.run(commands.note_failure, keys=keys, now=NOON) for _ in range(7)))
    assert [counter.failures for counter in await rows(database, FailedAttempts)] == [7, 7, 7]
    await database.run(commands.note_failure, keys=keys, now=after(days=1, seconds=1))
    assert [counter.failures for counter in await rows(database, FailedAttempts)] == [1, 1, 1]
    await database.run(commands.forget_old, now=after(days=3))
    assert await rows(database, FailedAttempts) == []


# --- second factor ---------------------------------------------------------------------------------------------------


async def totp_on(database, issued, *, now=NOON):
    me = {"staff_id": issued.staff_id, "session_id": issued.session_id, "sealer": database.sealer}
    secret, _ = await database.run(commands.start_totp, **me, now=now)
    await database.run(commands.confirm_totp, **me, otp=pyotp.TOTP(secret).at(now), now=now)
    return pyotp.TOTP(secret)


async def test_with_a_second_factor_a_code_is_needed_and_works_once(database, hire):
    staff = await hire()
    totp = await totp_on(database, await begin(database, staff))
    used, fresh = totp.at(NOON), totp.at(after(minutes=1))
    for otp in (None, "000000", used):
        with pytest.raises(rules.OtpRequired):
            await begin(database, staff, otp=otp, now=after(seconds=30))
    await begin(database, staff, otp=fresh, now=after(minutes=1))
    with pytest.raises(rules.OtpRequired):
        await begin(database, staff, otp=fresh, now=after(minutes=1))


async def test_i9_one_code_used_by_many_at_once_lets_one_in(database, hire):
    staff = await hire()
    totp = await totp_on(database, await begin(database, staff))
    later = after(minutes=5)
    results = await asyncio.gather(
        *(begin(database, staff, otp=totp.at(later), now=later) for _ in range(5)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Issued"] + ["OtpRequired"] * 4


async def test_a_second_factor_counts_only_once_confirmed_and_its_secret_is_sealed(database, hire):
    staff = await hire()
    issued = await begin(database, staff)
    me = {"staff_id": staff.id, "session_id": issued.session_id}
    confirm = {**me, "sealer": database.sealer, "now": NOON}
    with pytest.raises(rules.TotpNotStarted):
        await database.run(commands.confirm_totp, otp="123456", **confirm)
    secret, _ = await database.run(commands.start_totp, **me, sealer=database.sealer, now=NOON)
    [credentials] = await rows(database, Credentials)
    assert secret.encode() not in credentials.totp_secret
    with pytest.raises(rules.InvalidOtp):
        await database.run(commands.confirm_totp, otp="000000", **confirm)
    await begin(database, staff)
    await totp_on(database, issued)
    with pytest.raises(rules.TotpAlreadyOn):
        await database.run(commands.start_totp, **me, sealer=database.sealer, now=NOON)
    await database.run(commands.stop_totp, **me, now=NOON)
    await begin(database, staff)


# --- signing keys ----------------------------------------------------------------------------------------------------


async def test_i12_of_many_that_start_at_once_one_makes_the_first_key(database):
    rings = [commands.KeyRing(database, database.sealer) for _ in range(6)]
    keys = await asyncio.gather(*(ring.current(NOON) for ring in rings))
    [kept] = await rows(database, SigningKey)
    assert {key.key_id for key in keys} == {kept.key_id}
    raw = rules.signing_key(database.sealer.open(kept.sealed_private, context=f"signing-key/{kept.key_id}"))
    assert f"{raw.private_numbers().private_value:x}".encode() not in kept.sealed_private.hex().encode()


async def test_i12_a_new_key_signs_after_it_was_published_and_the_old_stays_for_its_tokens(database):
    await database.run(commands.make_first_key, sealer=database.sealer, now=after(days=-90))

    async def at(now):
        ring = commands.KeyRing(database, database.sealer)
        return (await ring.current(now)).key_id, [key["kid"] for key in await ring.published(now)]

    old, _ = await at(NOON)
    rotate = {"sealer": database.sealer}
    keys = await asyncio.gather(*(database.run(commands.rotate_signing_key, **rotate, now=NOON) for _ in range(4)))
    [new] = {key.key_id for key in keys}
    again = await database.run(commands.rotate_signing_key, **rotate, now=after(minutes=1))
    assert again.key_id == new
    assert await at(NOON) == (old, [old, new])
    assert await at(after(minutes=4, seconds=59)) == (old, [old, new])
    assert await at(after(minutes=5)) == (new, [old, new])
    assert await at(after(minutes=24)) == (new, [old, new])
    assert await at(after(minutes=25)) == (new, [new])
    await database.run(commands.forget_old, now=after(minutes=24))
    assert len(await rows(database, SigningKey)) == 2
    await database.run(commands.forget_old, now=after(minutes=26))
    assert [key.key_id for key in await rows(database, SigningKey)] == [new]


async def test_old_sessions_are_forgotten_with_their_tokens(database, hire):
    staff = await hire()
    await begin(database, staff)
    recent = await begin(database, staff, now=after(days=40))
    await database.run(commands.forget_old, now=NOON + timedelta(days=91))
    assert [sign_in.id for sign_in in await rows(database, SignIn)] == [recent.session_id]

    async def count(session):
        return (await session.execute(select(func.count()).select_from(RefreshToken))).scalar()

    assert await database.read(count) == 1


async def test_a_check_that_fails_keeps_when_it_went_well(database):
    good_at = NOON
    await database.run(commands.note_check, name="restore", good=True, said="a", now=good_at)
    await database.run(commands.note_check, name="restore", good=False, said="b" * 300, now=good_at + timedelta(days=1))
    (check,) = await database.read(queries.list_checks)
    assert (check.good, check.good_at, check.at) == (False, good_at, good_at + timedelta(days=1))
    assert len(check.said) == 200
