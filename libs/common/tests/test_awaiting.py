"""What was made just now is waited for; what is old or made up is not."""

from datetime import timedelta
from uuid import uuid4

from clinic_common.database import new_id, utc_now
from clinic_common.http.awaiting import until_heard_of, was_just_made


def test_only_what_was_made_just_now_is_worth_waiting_for():
    now = utc_now()
    assert was_just_made(new_id(), now=now)
    assert not was_just_made(new_id(), now=now + timedelta(minutes=2))
    assert not was_just_made(uuid4(), now=now)


async def test_what_is_new_is_asked_for_until_it_is_known_and_what_is_old_once():
    asked = []

    async def known():
        asked.append(1)
        return len(asked) == 3

    await until_heard_of(known, new_id(), within=5, now=utc_now())
    assert len(asked) == 3
    asked.clear()
    await until_heard_of(known, uuid4(), within=5, now=utc_now())
    assert len(asked) == 1
