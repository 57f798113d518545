"""Programs outside the house: let in by the clinic, each with a secret of its own, and shut out again."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from clinic_common.access import Principal
from clinic_common.database import Session, new_id

from .. import rules
from ..models import Program


@dataclass(frozen=True)
class NewSecret:
    """A program just added, and the secret that is shown now and never again."""

    program: Program
    secret: str


async def add_program(session: Session, *, name: str, scopes: Iterable[str], by: Principal, now: datetime) -> NewSecret:
    """
    Let a program call as itself.

    :param scopes: permissions it may ask for
    :raises MoreThanYouMay: it could do more than who adds it, who is not the owner (I19)
    """
    scopes = sorted(set(scopes))
    rules.must_be_within(scopes, by)
    rules.must_reach(None, by)
    secret = rules.new_secret()
    program = Program(id=new_id(), name=name, secret_hash=rules.fingerprint(secret), scopes=scopes, created_at=now)
    session.add(program)
    return NewSecret(program, secret)


async def revoke_program(session: Session, *, program_id: UUID, by: Principal, now: datetime) -> Program:
    """
    Let a program in no more; its access tokens end at once.

    :raises NoSuchProgram: there is none with this id
    :raises MoreThanYouMay: it may do more than who shuts it out (I19)
    """
    program = await session.get(Program, program_id, with_for_update=True)
    if program is None:
        raise rules.NoSuchProgram()
    rules.must_be_within(program.scopes, by)
    rules.must_reach(None, by)
    if program.revoked_at is None:
        session.emit(program.revoke(now=now))
    return program


async def admit_program(
    session: Session, *, program_id: UUID | None, secret: str, scope: str | None, now: datetime
) -> rules.Issued:
    """
    Let a program in for the life of one access token (RFC 6749, 4.4).

    :param scope: what it asks for, separated by spaces; None: all it may
    :raises InvalidClient: unknown, revoked, or another secret
    :raises InvalidScope: it was not allowed all of that
    """
    program = await session.get(Program, program_id or UUID(int=0), with_for_update=True)
    known = program.secret_hash if program else bytes(32)
    right = hmac.compare_digest(rules.as_bytes(known), rules.fingerprint(secret))
    if not right or program is None or program.revoked_at:
        raise rules.InvalidClient(error="invalid_client")
    scopes = rules.scopes_of(program.scopes, scope)
    program.last_used_at = now
    return rules.Issued(
        staff_id=program.id,
        session_id=program.id,
        role=rules.PROGRAM,
        permissions=scopes,
        display_name=program.name,
        issued_at=now,
        refresh_token="",
    )
