"""What this service does by itself."""

from clinic_common.database import utc_now
from clinic_common.resources import Resources

from . import commands
from .settings import BillingSettings, terms_of


async def remind_of_debts(resources: Resources) -> None:
    """Tell of the invoices whose patients are to be reminded, as many at a time as one transaction should hold."""
    assert isinstance(resources.settings, BillingSettings)
    steps = resources.settings.dunning_steps
    terms = await terms_of(resources)
    now = utc_now()
    while await resources.database.run(commands.remind_of_debts, steps=steps, today=terms.day_of(now), now=now):
        continue
