"""Messages about overdue invoices: what they say, when they leave, and when they no longer do."""

from datetime import datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from clinic_common.database import utc_now
from clinic_contracts.billing import CreditApplied, InvoiceVoided
from notifications import commands, rules, templates
from notifications.rules import QuietHours

from .conftest import HOUSE, appointment, overdue, paid, patient

EVERYWHERE = frozenset(rules.CHANNELS)


@pytest.fixture
def claim(database):
    """`await claim(now)`: what a sender may send then."""

    async def take(now, time_zone="UTC"):
        means = commands.Means(EVERYWHERE, time_zone)
        claimed, _ = await database.run(commands.claim_due, means=means, now=now)
        return claimed

    return take


def at(clock: str, zone: str = "UTC") -> datetime:
    """The next time the clock there shows this."""
    local = utc_now().astimezone(ZoneInfo(zone)) + timedelta(days=1)
    hour, minute = map(int, clock.split(":"))
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(ZoneInfo("UTC"))


# N13
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-US", ["invoice 2026-0042", "due on March 1, 2026", "Still open: $100.00"]),
        ("es", ["factura 2026-0042", "el 1 de marzo de 2026", "pendientes: 100,00 US$"]),
    ],
)
@pytest.mark.parametrize("channel", rules.CHANNELS)
async def test_a_patient_is_told_what_they_owe_themselves(told, claim, language, said, channel):
    await told(patient(preferred_language=language, phone="+12125550123", contact_by=channel), overdue())
    [claimed] = await claim(at("12:00"))
    assert claimed.channel == channel
    written = claimed.material.written(channel, HOUSE)
    assert all(each.lower() in written.text.lower() for each in said), written.text
    assert "2026-0042" in written.subject
    assert channel == rules.EMAIL or len(written.text) <= 2 * 153


# N13
@pytest.mark.parametrize(
    "change",
    [paid(), paid(4000), paid(4000, kind=CreditApplied), paid(0, kind=InvoiceVoided, status="void")],
    ids=["paid", "part paid", "credit", "void"],
)
async def test_nobody_is_reminded_of_what_was_paid_meanwhile_in_whatever_order_it_is_heard(
    told, claim, messages, change
):
    await told(patient(), overdue())
    await told(change)
    [message] = await messages()
    assert (message.status, message.failure) == ("cancelled", rules.NO_LONGER_OWED)
    await told(overdue())
    assert await claim(at("12:00")) == []
    assert len(await messages()) == 1


# N13
async def test_a_payment_that_is_heard_of_first_leaves_nothing_to_remind_of(told, messages):
    await told(paid(), overdue())
    assert await messages() == []


# N13
async def test_a_payment_while_the_message_is_on_its_way_ends_its_attempts(told, claim, messages, database):
    await told(patient(), overdue())
    [claimed] = await claim(at("12:00"))
    await told(paid())
    failure = rules.Failure("No answer.")
    await database.run(commands.settle_unsent, claimed=claimed, failure=failure, now=at("12:01"))
    [message] = await messages()
    assert (message.status, message.failure) == ("cancelled", rules.NO_LONGER_OWED)


# N13
@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
async def test_whoever_is_late_for_several_steps_is_told_of_the_last_one(told, messages, order):
    await told(patient(), *(overdue(step, version=4 + step) for step in order))
    assert [message.sequence for message in await messages(status="planned")] == [3]


# N3
async def test_debts_are_not_told_at_night(told, claim, messages):
    # Nothing said where the clinic is: it is where it receives patients.
    await told(patient(), overdue(), appointment(time_zone="America/New_York"))
    night = at("23:30", "America/New_York")
    _, morning = QuietHours().around(night, ZoneInfo("America/New_York"))
    for now, zone in ((night, ""), (morning, "Asia/Tokyo")):
        assert rules.OVERDUE not in {claimed.material.template for claimed in await claim(now, zone)}
        [waiting] = await messages(template=rules.OVERDUE)
        assert waiting.status == "planned"
        assert waiting.available_at == QuietHours().around(now, ZoneInfo(zone or "America/New_York"))[1]
    sent = {claimed.material.template for claimed in await claim(waiting.available_at, "Asia/Tokyo")}
    assert rules.OVERDUE in sent


# N5
async def test_a_debtor_who_does_not_want_to_be_written_to_is_not(told, claim, messages):
    await told(patient(contact_by="none"), overdue())
    assert await claim(at("12:00")) == []
    [message] = await messages()
    assert (message.status, message.failure) == ("skipped", "The patient does not want to be written to.")


async def test_what_is_owed_stands_nowhere_in_readable_form(told, messages):
    await told(patient(), overdue())
    [message] = await messages()
    assert "2026-0042" not in repr(vars(message))


def test_amounts_follow_their_currency():
    told = {"owed_minor": "1234", "currency": "JPY", "due_on": "2026-03-01"}
    assert templates.owed(told, "en", None)["amount"] == "¥1,234"
