"""The letter that tells a patient who opened their chart, set by typst."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clinic_common.sheets import Letterhead, typeset

_LETTER = Path(__file__).with_name("accesses.typ")
_WORDS = {
    "title": "Who opened your record",
    "nobody": "Nobody has opened or changed your record.",
    "more": "There is more from before that day. Ask us, and we print it as well.",
}
_OPENING = (
    "You asked who has opened your record. Here is everybody who opened or changed it, the newest first, as it was "
    "written down the moment it happened, where nobody can change it unseen. Times are those of {zone}."
)


def accesses_pdf(
    days: list[tuple[date, list[dict[str, Any]]]], *, to: str, head: Letterhead, zone: ZoneInfo, more: bool
) -> bytes:
    """
    Set the letter.

    :param days: as `rules.by_day` tells them
    :param to: whom the letter is addressed to, in lines
    :param more: whether there are older accesses that are not in it
    """
    told = [
        {"on": _day(day), "accesses": [(each["who"], each["words"], _when(each, zone)) for each in accesses]}
        for day, accesses in days
    ]
    words = _WORDS | {"opening": _OPENING.format(zone=zone.key)}
    said = {"days": told, "more": more, "addressed_to": to, "words": words, "language": "en", "head": asdict(head)}
    return typeset(_LETTER, said)


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _when(access: dict[str, Any], zone: ZoneInfo) -> str:
    first, last = (_clock(access[name], zone) for name in ("first_at", "last_at"))
    if access["times"] == 1:
        return f"at {first}"
    return (
        f"{access['times']} times, from {first} to {last}" if first != last else f"{access['times']} times at {first}"
    )


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%H:%M")
