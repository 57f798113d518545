"""What billing's routes ask for beside the usual: how the clinic bills, whose billing is seen, which period."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, cast
from uuid import UUID

from clinic_common.errors import Invalid, Refusal
from clinic_common.http import Currency, Day, Db, Me, Moment, Res, needs, until_heard_of
from clinic_contracts.reach import SEE_BILLING, SEE_INVOICES
from fastapi import APIRouter, Depends, Query, Request
from pydantic import PlainValidator, TypeAdapter, ValidationError, WithJsonSchema

from .. import queries
from ..rules import NoSuchClaim, NoSuchDenial, NoSuchInvoice, Terms
from ..rules.claim_facts import Provider
from ..settings import BillingSettings, terms_of


async def must_be_reached(db: Db, me: Me, kind: str, row_id: UUID, refusal: Refusal) -> None:
    """
    Insist that an invoice, a claim or a denial is not of a visit at a location whoever asks is not at (B15).

    :param refusal: what is said if it is: that there is none
    """
    if me.locations is not None and not await db.resources.database.read(
        queries.is_reached, kind=kind, row_id=row_id, within=me.locations
    ):
        raise refusal


_IN_PATH = {"invoice_id": NoSuchInvoice, "claim_id": NoSuchClaim, "denial_id": NoSuchDenial}


async def only_what_is_reached(request: Request, db: Db, me: Me) -> None:
    """Have every call about one invoice, claim or denial find it only where whoever asks is (B15)."""
    for kind in _IN_PATH.keys() & request.path_params.keys():
        try:
            row_id = UUID(request.path_params[kind])
        except ValueError:
            return  # the route itself says what is wrong with it
        await must_be_reached(db, me, kind, row_id, _IN_PATH[kind]())


router = APIRouter(dependencies=[Depends(only_what_is_reached)])

PATIENCE_SECONDS = 2.0
"""How long a patient who was registered a moment ago is waited for."""


class PeriodUpsideDown(Invalid):
    """A period must end after it begins."""


async def terms_here(resources: Res) -> Terms:
    """How this clinic bills."""
    return await terms_of(resources)


def sight_of(me: Me) -> UUID | None:
    """Whose patients' billing is seen: the practitioner's own (B8), or None for everybody's."""
    return me.rows(SEE_BILLING).owner


def sight_at(me: Me) -> frozenset[UUID] | None:
    """At which locations the visits were whose invoices, claims and denials are seen (B15)."""
    return me.rows(SEE_INVOICES).locations


_MOMENT, _DAY = TypeAdapter(Moment), TypeAdapter(Day)


def _moment_or_day(value: object) -> datetime | date:
    kind: TypeAdapter[Any] = _MOMENT if "T" in str(value).upper() else _DAY
    try:
        found: datetime | date = kind.validate_python(value)
    except ValidationError as error:
        # Told as one mistake of this one field, not as one of each kind it could have been.
        raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from error
    return found


MomentOrDay = Annotated[
    datetime | date,
    PlainValidator(_moment_or_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": form} for form in ("date-time", "date")]}),
]
"""A moment, or a day of the clinic."""
Billing = Annotated[Terms, Depends(terms_here)]
Sight = Annotated[UUID | None, needs(sight_of)]
SightAt = Annotated[frozenset[UUID] | None, needs(sight_at)]
InCurrency = Annotated[Currency | None, Query(description="The clinic's own, if none is given.")]


class Period:
    """
    A period of moments or of days of the clinic: `from` belongs to it; `to` does if it is a day, not if a moment.

    :raises PeriodUpsideDown: it ends before it begins
    """

    def __init__(
        self,
        terms: Billing,
        begin: Annotated[MomentOrDay | None, Query(alias="from", description="First moment or day.")] = None,
        end: Annotated[MomentOrDay | None, Query(alias="to", description="Moment it ends, or last day.")] = None,
    ) -> None:
        self.begin = begin if begin is None or isinstance(begin, datetime) else terms.start_of(begin)
        self.end = end if end is None or isinstance(end, datetime) else terms.start_of(end + timedelta(days=1))
        if self.begin and self.end and self.end < self.begin:
            raise PeriodUpsideDown(field="to")


def bounded(
    terms: Billing,
    begin: Annotated[MomentOrDay, Query(alias="from", description="First moment or day.")],
    end: Annotated[MomentOrDay, Query(alias="to", description="Moment it ends, or last day.")],
) -> tuple[datetime, datetime]:
    """A period with both its ends."""
    period = Period(terms, begin, end)
    return cast(tuple[datetime, datetime], (period.begin, period.end))


Between = Annotated[tuple[datetime, datetime], needs(bounded)]


async def until_known(db: Db, patient_id: UUID, now: datetime) -> None:
    """Wait a moment for a patient who was just registered."""

    async def known() -> bool:
        return await db.resources.database.read(queries.is_known_patient, patient_id=patient_id)

    await until_heard_of(known, patient_id, within=PATIENCE_SECONDS, now=now)


def provider_of(resources: Res) -> Provider:
    """Who bills, as the settings say."""
    settings = cast("BillingSettings", resources.settings)
    return Provider(
        name=settings.clinic_name,
        npi=settings.provider_npi,
        tax_id=settings.provider_tax_id,
        line1=settings.provider_street,
        city=settings.provider_city,
        region=settings.provider_state,
        postal_code=settings.provider_zip,
        phone=settings.provider_phone,
        taxonomy=settings.provider_taxonomy,
        submitter_id=settings.submitter_id,
        receiver_id=settings.receiver_id,
        receiver_name=settings.receiver_name,
        test=settings.claims_are_tests,
    )


Biller = Annotated[Provider, needs(provider_of)]


def is_delivered(resources: Res) -> bool:
    """Whether claims go to a clearinghouse by themselves."""
    return cast("BillingSettings", resources.settings).clearinghouse_folder is not None


Delivered = Annotated[bool, needs(is_delivered)]


def denial_days_of(resources: Res) -> int:
    """In how many days a denial should be worked."""
    return cast("BillingSettings", resources.settings).denial_days


DenialDays = Annotated[int, needs(denial_days_of)]
