"""Senders that are killed at random: what is due arrives once. `make test-reminders` does this with ten thousand."""

import os
import sys

import pytest
from notifications import rules, sender

from .killed import BY_SMS, remind

MANY = "CLINIC_REMINDERS" in os.environ
REMINDERS, KILLS, LEASE = (int(os.environ["CLINIC_REMINDERS"]), 25, 15) if MANY else (200, 1, 2)


@pytest.fixture(params=["mysql"])
def foundation(request):
    """Several processes have their database on a server."""
    return request.param


# N1, N7
async def test_reminders_arrive_once_though_their_senders_are_killed(database, database_url, capsys):
    outcome = await remind(database, database_url, reminders=REMINDERS, kills=KILLS, lease=LEASE)
    if MANY:
        with capsys.disabled():
            sys.stdout.write(f"\n{outcome.killed} kills, {outcome.seconds:.0f} s: {dict(outcome.by_status)}\n")
            sys.stdout.write(f"e-mails: {outcome.arrived.total()} arrived, of {outcome.asked.total()} sendings\n")
            sys.stdout.write(f"text messages: {outcome.texts.total()} arrived\n")
    assert outcome.killed == KILLS
    # What goes by e-mail arrives, each once: repeats bear the same key.
    assert outcome.arrived == dict.fromkeys(outcome.mails, 1)
    assert outcome.by_status["email", rules.SENT] == len(outcome.mails)
    # No text message arrives twice. The few of which nobody heard whether they were taken wait for people.
    sent, unknown = outcome.by_status["sms", rules.SENT], outcome.by_status["sms", rules.FAILED]
    assert sent + unknown == -(-REMINDERS // BY_SMS) == REMINDERS - len(outcome.mails)
    assert set(outcome.texts.values()) == {1}
    assert sent <= outcome.texts.total() <= sent + unknown
    # A killed process was about to hand over so many at the most.
    assert unknown <= KILLS * sender.AT_ONCE
    assert all("may have been sent" in reason for reason in outcome.reasons)
