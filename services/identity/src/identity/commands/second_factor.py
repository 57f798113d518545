"""The second factor: a code from an authenticator app, good for one use (RFC 6238)."""

from datetime import datetime
from uuid import UUID

from clinic_common.access import InvalidToken
from clinic_common.database import Session
from clinic_common.sealing import Sealer
from sqlalchemy import delete

from .. import rules
from ..models import Credentials, RecoveryCode, SignIn, Staff
from .roles import role_of


def _context(staff_id: UUID) -> str:
    return f"totp/{staff_id}"


def use_code(credentials: Credentials, otp: str, *, sealer: Sealer, now: datetime) -> bool:
    """Whether a code is right; it and all before it are used up by this (I9)."""
    if credentials.totp_secret is None:
        return False
    secret = sealer.open(credentials.totp_secret, context=_context(credentials.staff_id)).decode()
    step = rules.matching_step(secret, otp, now=now, after=credentials.totp_last_step)
    if step is None:
        return False
    credentials.totp_last_step = step
    return True


async def use_recovery_code(session: Session, staff_id: UUID, code: str) -> bool:
    """Whether a recovery code is right; it is used up by this. The caller holds the staff row's lock (I9)."""
    code_hash = rules.recovery_fingerprint(staff_id, code)
    used = await session.execute(
        delete(RecoveryCode).where(RecoveryCode.code_hash == code_hash, RecoveryCode.staff_id == staff_id)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]


async def _new_recovery_codes(session: Session, staff_id: UUID) -> list[str]:
    """Ten codes in place of all earlier ones; they are told now and never again."""
    codes = [rules.new_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    await session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    session.add_all(
        RecoveryCode(code_hash=rules.recovery_fingerprint(staff_id, code), staff_id=staff_id) for code in codes
    )
    return codes


async def forget_second_factor(session: Session, credentials: Credentials) -> None:
    """Turn the second factor off, with the codes that stand in for it."""
    credentials.forget_totp()
    await session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == credentials.staff_id))


async def _own(session: Session, *, staff_id: UUID, session_id: UUID, now: datetime) -> tuple[Staff, Credentials]:
    staff = await session.get(Staff, staff_id, with_for_update=True)
    sign_in = await session.get(SignIn, session_id)
    if not staff or not staff.active or not sign_in or sign_in.staff_id != staff_id or not sign_in.is_live(now):
        raise InvalidToken()
    return staff, await session.get_one(Credentials, staff_id, with_for_update=True)


async def start_totp(
    session: Session, *, staff_id: UUID, session_id: UUID, sealer: Sealer, now: datetime
) -> tuple[str, str]:
    """
    Begin to set a second factor up; it counts only once it was confirmed.

    :return: the secret to type into the app, and the same as a URI for its camera
    :raises TotpAlreadyOn: there is one already
    """
    staff, credentials = await _own(session, staff_id=staff_id, session_id=session_id, now=now)
    if credentials.totp_on:
        raise rules.TotpAlreadyOn()
    secret = rules.new_totp_secret()
    credentials.totp_secret = sealer.seal(secret.encode(), context=_context(staff_id))
    credentials.totp_last_step = None
    return secret, rules.totp_uri(secret, staff.email)


async def confirm_totp(
    session: Session, *, staff_id: UUID, session_id: UUID, otp: str, sealer: Sealer, now: datetime
) -> list[str]:
    """
    Turn the second factor on with a first code from the app.

    :return: recovery codes, each good once in place of a code from the app
    :raises TotpNotStarted: none was begun
    :raises TotpAlreadyOn: it is on already
    :raises InvalidOtp: the code is not right
    """
    _, credentials = await _own(session, staff_id=staff_id, session_id=session_id, now=now)
    if credentials.totp_on:
        raise rules.TotpAlreadyOn()
    if credentials.totp_secret is None:
        raise rules.TotpNotStarted()
    if not use_code(credentials, otp, sealer=sealer, now=now):
        raise rules.InvalidOtp(field="otp")
    credentials.totp_on = True
    return await _new_recovery_codes(session, staff_id)


async def renew_recovery_codes(
    session: Session, *, staff_id: UUID, session_id: UUID, otp: str, sealer: Sealer, now: datetime
) -> list[str]:
    """
    Give out new recovery codes; all earlier ones are void.

    :raises TotpIsOff: there is no second factor they could stand in for
    :raises InvalidOtp: the code from the app is not right
    """
    _, credentials = await _own(session, staff_id=staff_id, session_id=session_id, now=now)
    if not credentials.totp_on:
        raise rules.TotpIsOff()
    if not use_code(credentials, otp, sealer=sealer, now=now):
        raise rules.InvalidOtp(field="otp")
    return await _new_recovery_codes(session, staff_id)


async def stop_totp(session: Session, *, staff_id: UUID, session_id: UUID, now: datetime) -> None:
    """
    Turn the second factor off; nothing happens when it is off.

    :raises TotpRequired: one's role asks for it
    """
    staff, credentials = await _own(session, staff_id=staff_id, session_id=session_id, now=now)
    if credentials.totp_on and (await role_of(session, staff.role)).totp_required:
        raise rules.TotpRequired()
    await forget_second_factor(session, credentials)
