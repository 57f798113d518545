"""Everything identity only looks up: staff, sessions, revocations, and the access trail with its proof."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from clinic_common.access import InvalidToken
from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from sqlalchemy import Select, func, literal, select, tuple_

from . import rules
from .models import AccessEntry, Chain, Credentials, FailedAttempts, Invitation, SignIn, Staff

_PROOF_BATCH = 1000


def _values(columns: tuple[Any, ...], key: tuple[Any, ...]) -> Any:
    """The sort values of a cursor, each stored as its column stores it."""
    return tuple_(*(literal(value, column.type) for column, value in zip(columns, key, strict=True)))


async def list_staff(
    session: Session, *, role: str | None = None, active: bool | None = None, page: PageRequest
) -> object:
    """Staff members by name."""
    order = (Staff.name_key, Staff.id)
    query = select(Staff).order_by(*order).limit(page.limit + 1)
    if role is not None:
        query = query.where(Staff.role == role)
    if active is not None:
        query = query.where(Staff.active.is_(active))
    if key := page.key(str, UUID):
        query = query.where(tuple_(*order) > _values(order, key))
    return paged((await session.execute(query)).scalars().all(), page, lambda staff: (staff.name_key, staff.id))


async def get_staff(session: Session, *, staff_id: UUID) -> Staff:
    """
    One staff member.

    :raises NoSuchStaff: there is nobody with this id
    """
    staff = await session.get(Staff, staff_id)
    if staff is None:
        raise rules.NoSuchStaff()
    return staff


async def get_me(session: Session, *, staff_id: UUID, session_id: UUID, now: datetime) -> Any:
    """
    Who is signed in, as of now and not as of their token.

    :raises InvalidToken: their session is over
    """
    row = (
        await session.execute(
            select(Staff.id, Staff.email, Staff.display_name, Staff.role, Credentials.totp_on, SignIn)
            .join(SignIn, SignIn.staff_id == Staff.id)
            .join(Credentials, Credentials.staff_id == Staff.id)
            .where(Staff.id == staff_id, SignIn.id == session_id, Staff.active.is_(True))
        )
    ).one_or_none()
    if row is None or not row.SignIn.is_live(now):
        raise InvalidToken()
    return row


@dataclass(frozen=True)
class Account:
    """
    What a password is checked against.

    :param counters: of failed attempts, that this attempt meets
    """

    staff_id: UUID | None
    password_hash: str | None
    totp_on: bool
    counters: frozenset[bytes]


async def find_account(session: Session, *, email: str, place: str, now: datetime) -> Account:
    """
    The account of an e-mail address, if there is one; as much work if there is none (I7).

    :raises TooManyAttempts: too many failed lately; look again in `retry_after` seconds (I8)
    """
    email_key = rules.email_key(email)
    row = (
        await session.execute(
            select(Staff.id, Credentials.password_hash, Credentials.totp_on)
            .join(Credentials, Credentials.staff_id == Staff.id)
            .where(Staff.email_key == email_key, Staff.active.is_(True))
        )
    ).one_or_none()
    lately = select(SignIn.id).where(
        SignIn.staff_id == (row.id if row else UUID(int=0)),
        SignIn.place == place,
        SignIn.created_at > now - rules.KNOWN_PLACE_FOR,
    )
    known_place = (await session.execute(lately.limit(1))).first() is not None
    limits = rules.attempt_keys(email_key, place, known_place=known_place)
    failed = await session.execute(select(FailedAttempts).where(FailedAttempts.key.in_(limits)))
    waits = [rules.seconds_to_wait(limits[f.key], f.failures, f.last_failed_at, now) for f in failed.scalars()]
    if wait := max(waits, default=0):
        raise rules.TooManyAttempts(f"Try again in {wait} seconds.", retry_after=wait)
    counters = frozenset(limits)
    if row is None:
        return Account(None, None, False, counters)
    return Account(row.id, row.password_hash, row.totp_on, counters)


async def must_be_open_invitation(session: Session, *, token: str, now: datetime) -> None:
    """
    Insist that an invitation can still be accepted, before a password is hashed for it (I5).

    :raises InvalidInvitation: it cannot
    """
    query = select(Invitation.expires_at).where(Invitation.token_hash == rules.fingerprint(token))
    expires_at = (await session.execute(query)).scalar_one_or_none()
    if expires_at is None or expires_at <= now:
        raise rules.InvalidInvitation(field="token")


async def list_sessions(session: Session, *, staff_id: UUID, now: datetime, page: PageRequest) -> object:
    """Somebody's live sessions, newest first."""
    query = (
        select(SignIn)
        .where(
            SignIn.staff_id == staff_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now,
            SignIn.last_used_at > now - rules.SESSION_IDLE,
        )
        .order_by(SignIn.id.desc())  # UUIDv7: ids sort by the time they were made
        .limit(page.limit + 1)
    )
    if key := page.key(UUID):
        query = query.where(SignIn.id < key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda sign_in: (sign_in.id,))


@dataclass(frozen=True)
class Revoked:
    """What makes access tokens invalid that have not expired yet."""

    sessions: list[Any]
    staff: list[Any]


async def list_revocations(session: Session, *, now: datetime) -> Revoked:
    """Sessions ended and staff changed within the life of an access token."""
    since = now - rules.REVOCATIONS_KEPT
    ended = select(SignIn.id.label("session_id"), SignIn.ended_at).where(SignIn.ended_at > since)
    changed = select(
        Staff.id.label("staff_id"), Staff.tokens_not_before.label("not_before"), Staff.role, Staff.active
    ).where(Staff.tokens_not_before > since)
    return Revoked(
        sessions=list((await session.execute(ended)).all()), staff=list((await session.execute(changed)).all())
    )


async def list_access_entries(
    session: Session,
    *,
    patient_id: UUID | None = None,
    staff_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    page: PageRequest,
) -> object:
    """Who saw or changed what, newest first; of one patient, by one staff member, within `[since, until)`."""
    order = (AccessEntry.occurred_at, AccessEntry.source, AccessEntry.position)
    query = select(*AccessEntry.__table__.columns).order_by(*(column.desc() for column in order))
    if patient_id is not None:
        query = query.where(AccessEntry.patient_id == patient_id)
    if staff_id is not None:
        query = query.where(AccessEntry.staff_id == staff_id)
    if since is not None:
        query = query.where(AccessEntry.occurred_at >= since)
    if until is not None:
        query = query.where(AccessEntry.occurred_at < until)
    if key := page.key(datetime.fromisoformat, str, int):
        # The first condition alone lets the index begin at the right place.
        query = query.where(AccessEntry.occurred_at <= key[0], tuple_(*order) < _values(order, key))
    rows = (await session.execute(query.limit(page.limit + 1))).all()
    return paged(rows, page, lambda row: (row.occurred_at, row.source, row.position))


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold."""

    source: str
    position: int
    reason: str


@dataclass(frozen=True)
class ChainProof:
    """One chain, as far as it holds; `head` is the hash of its last good entry."""

    source: str
    entries: int
    head: str


@dataclass(frozen=True)
class TrailProof:
    """Whether the whole trail holds, and if not, where it first breaks."""

    valid: bool
    entries: int
    chains: list[ChainProof]
    first_break: Break | None


async def prove_trail(session: Session) -> TrailProof:
    """
    Compute every hash of the access trail again, source by source, in bounded memory (I13).

    Entries may be added meanwhile. What this cannot see: the end of a chain cut off together with its row in
    `chains`. Whoever keeps the heads of earlier proofs sees that, too.
    """
    chains: list[ChainProof] = []
    first_break: Break | None = None
    async for source in _sources(session):
        chain, broken = await _prove_chain(session, source)
        chains.append(chain)
        first_break = first_break or broken
    return TrailProof(first_break is None, sum(chain.entries for chain in chains), chains, first_break)


async def _sources(session: Session) -> AsyncIterator[str]:
    last = ""
    while True:
        found = [
            (await session.execute(select(func.min(column)).where(column > last))).scalar()
            for column in (AccessEntry.source, Chain.source)
        ]
        sources = [source for source in found if source is not None]
        if not sources:
            return
        last = min(sources)
        yield last


async def _prove_chain(session: Session, source: str) -> tuple[ChainProof, Break | None]:
    # The chain's end is read before and after: entries added meanwhile belong to it, others do not.
    before = await _end_of(session, source)
    position, head = 0, rules.NO_HASH
    broken: Break | None = None
    noted: bytes | None = rules.NO_HASH if before[0] == 0 else None
    while not broken and (rows := (await session.execute(_batch(source, position))).mappings().all()):
        for row in rows:
            broken = _break_at(row, position + 1, head)
            if broken:
                break
            position, head = row["position"], row["entry_hash"]
            if position == before[0]:
                noted = head
    if not broken:
        after = await _end_of(session, source)
        if position < before[0]:
            broken = Break(source, position + 1, "missing: the chain goes on, but this entry is gone")
        elif position > after[0]:
            broken = Break(source, after[0] + 1, "added: the chain ends before this entry")
        elif noted != before[1] or (position == after[0] and head != after[1]):
            broken = Break(source, before[0], "changed: this is not the entry the chain ended with")
    return ChainProof(source, position, head.hex()), broken


async def _end_of(session: Session, source: str) -> tuple[int, bytes]:
    row = (await session.execute(select(Chain.position, Chain.hash).where(Chain.source == source))).one_or_none()
    return (row.position, row.hash) if row else (0, rules.NO_HASH)


def _batch(source: str, position: int) -> Select[Any]:
    return (
        select(*AccessEntry.__table__.columns)
        .where(AccessEntry.source == source, AccessEntry.position > position)
        .order_by(AccessEntry.position)
        .limit(_PROOF_BATCH)
    )


def _break_at(row: Any, expected: int, head: bytes) -> Break | None:
    source = row["source"]
    if row["position"] != expected:
        return Break(source, expected, "missing: this entry is gone")
    if row["previous_hash"] != head:
        return Break(source, expected, "moved: this entry does not follow the one before it")
    if rules.entry_hash(row, head) != row["entry_hash"]:
        return Break(source, expected, "changed: this entry no longer says what it said")
    return None
