"""Signing in and out, sessions, passwords, the second factor, and the keys others check tokens with."""

import json
from typing import Annotated, Any
from uuid import UUID

from clinic_common.access import InvalidToken, bearer
from clinic_common.errors import Unavailable
from clinic_common.http import Db, Me, Now, Page, Paging, Res, needs, problems
from clinic_common.http.doors import answer_again
from clinic_common.idempotency import Answered
from clinic_contracts.permissions import Permission
from fastapi import APIRouter, Query, Request, Response

from .. import commands, queries, rules
from ..schemas import (
    AcceptInvitation,
    ForgottenPassword,
    JwkSet,
    PasswordChange,
    PasswordReset,
    RecoveryCodesView,
    RefreshRequest,
    RevocationsView,
    SessionView,
    SignInRequest,
    Tokens,
    TotpCode,
    TotpSecretView,
)

router = APIRouter()
open_router = APIRouter()

COOKIE = "refresh_token"
COOKIE_PATH = "/api/auth"
"""As the browser sees it; the gateway takes `/api` off."""


def _passwords(resources: Res) -> rules.Passwords:
    passwords: rules.Passwords = resources.extras["passwords"]
    return passwords


def _keys(resources: Res) -> commands.KeyRing:
    keys: commands.KeyRing = resources.extras["keys"]
    return keys


Hashing = Annotated[rules.Passwords, needs(_passwords)]
Keys = Annotated[commands.KeyRing, needs(_keys)]


def _address(request: Request) -> str | None:
    """Where a request comes from: the gateway tells; nobody else can reach this service."""
    told = request.headers.get("x-forwarded-for", "").split(",")[0].strip()[:45]
    return told or (request.client.host if request.client else None)


Address = Annotated[str | None, needs(_address)]


def _device(request: Request) -> str | None:
    told = "".join(c for c in request.headers.get("user-agent", "") if c.isprintable())
    return told[:200] or None


def _set_cookie(request: Request, response: Response, token: str | None) -> None:
    """Give the browser its refresh token, or take it away."""
    secure = request.headers.get("x-forwarded-proto", request.url.scheme).lower() == "https"
    lifetime = int(rules.SESSION_LIFETIME.total_seconds()) if token else 0
    response.set_cookie(
        COOKIE, token or "", max_age=lifetime, path=COOKIE_PATH, secure=secure, httponly=True, samesite="strict"
    )
    response.headers["Cache-Control"] = "no-store"


async def _tokens(request: Request, response: Response, db: Db, keys: Keys, command: Any, **values: Any) -> Any:
    """Run a command that issues tokens; they go out in the body and, the lasting one, in the cookie."""
    key = await keys.current(values["now"])

    def view(issued: rules.Issued) -> Tokens:
        return Tokens(
            access_token=rules.access_token(issued, key_id=key.key_id, key=key.private),
            expires_in=int(rules.ACCESS_TOKEN_LASTS.total_seconds()),
            refresh_token=issued.refresh_token,
            next="set_up_totp" if issued.totp_missing else None,
        )

    try:
        answer = await db.run(command, view, **values)
    except Answered as before:
        # The same request once more: the same pair again, and the same cookie.
        again = await answer_again(request, before)
        _set_cookie(request, again, json.loads(before.body)["refresh_token"])
        return again
    _set_cookie(request, response, answer.refresh_token)
    return answer


@open_router.post(
    "/auth/login",
    response_model=Tokens,
    responses=problems(rules.InvalidCredentials, rules.OtpRequired, rules.TooManyAttempts),
)
async def sign_in(
    body: SignInRequest,
    request: Request,
    response: Response,
    db: Db,
    keys: Keys,
    passwords: Hashing,
    address: Address,
    now: Now,
) -> Any:
    """Sign in with e-mail address and password."""
    database = db.resources.database
    # Within the turn, so that no more guesses than turns can be under way before a failure counts (I8).
    async with passwords.turn():
        account = await database.read(queries.find_account, email=body.email, place=rules.place_of(address), now=now)
        right = await passwords.matches(account.password_hash, body.password)
        try:
            if not right or account.staff_id is None or account.password_hash is None:
                raise rules.InvalidCredentials()
            outdated = passwords.outdated(account.password_hash)
            return await _tokens(
                request,
                response,
                db,
                keys,
                commands.start_sign_in,
                staff_id=account.staff_id,
                seen_hash=account.password_hash,
                better_hash=await passwords.hash(body.password) if outdated else None,
                otp=body.otp,
                forgive=account.counters,
                address=address,
                device=_device(request),
                sealer=db.resources.sealer,
                now=now,
            )
        except (rules.InvalidCredentials, rules.OtpRequired) as refusal:
            # Right password but no code yet: the next question, not a failure.
            if isinstance(refusal, rules.InvalidCredentials) or body.otp is not None:
                await database.run(commands.note_failure, keys=account.counters, now=now)
            raise


@open_router.post("/auth/refresh", response_model=Tokens, responses=problems(rules.InvalidRefreshToken))
async def refresh_sign_in(
    request: Request, response: Response, db: Db, keys: Keys, now: Now, body: RefreshRequest | None = None
) -> Any:
    """Get a fresh pair of tokens for the refresh token, which is used up by it."""
    token = (body and body.refresh_token) or request.cookies.get(COOKIE)
    if not token:
        raise rules.InvalidRefreshToken()
    try:
        return await _tokens(request, response, db, keys, commands.refresh_sign_in, token=token, now=now)
    except rules.ReuseDetected as reuse:
        await db.resources.database.run(commands.end_reused_sign_in, session_id=reuse.session_id, now=now)
        raise rules.InvalidRefreshToken() from None


@open_router.post("/auth/logout", status_code=204)
async def sign_out(request: Request, response: Response, db: Db, now: Now, body: RefreshRequest | None = None) -> None:
    """Sign out: end the session of the refresh token, or else of the access token."""
    token = (body and body.refresh_token) or request.cookies.get(COOKIE)
    await db.run(commands.sign_out, token=token, session_id=await _session_of(request, db), now=now)
    _set_cookie(request, response, None)


async def _session_of(request: Request, db: Db) -> UUID | None:
    try:
        token = bearer(request.headers.get("authorization"))
        return (await db.resources.verifier.verify(token)).session_id
    except (InvalidToken, Unavailable):
        return None


@open_router.post(
    "/auth/accept-invitation", status_code=204, responses=problems(rules.InvalidInvitation, rules.PasswordListed)
)
async def accept_invitation(body: AcceptInvitation, db: Db, passwords: Hashing, now: Now) -> None:
    """Choose a password with the link of an invitation."""
    await db.resources.database.read(queries.must_be_open_link, token=body.token, reset=False, now=now)
    await db.resources.database.read(queries.must_not_be_listed, password=body.password)
    async with passwords.turn():
        hashed = await passwords.hash(body.password)
    await db.run(commands.accept_invitation, token=body.token, password_hash=hashed, now=now)


@open_router.post("/auth/forgot-password", status_code=202)
async def ask_for_reset(body: ForgottenPassword, db: Db, now: Now) -> None:
    """Have a link to a new password sent, if the address is of somebody who works here; the answer never tells."""
    await db.run(commands.ask_for_reset, email=body.email, now=now)


@open_router.post("/auth/reset-password", status_code=204, responses=problems(rules.InvalidReset, rules.PasswordListed))
async def reset_password(body: PasswordReset, db: Db, passwords: Hashing, now: Now) -> None:
    """Choose a new password with the link from the mail; all sessions end."""
    await db.resources.database.read(queries.must_be_open_link, token=body.token, reset=True, now=now)
    await db.resources.database.read(queries.must_not_be_listed, password=body.password)
    async with passwords.turn():
        hashed = await passwords.hash(body.password)
    await db.run(commands.reset_password, token=body.token, password_hash=hashed, now=now)


@router.post(
    "/auth/password",
    status_code=204,
    responses=problems(rules.WrongPassword, rules.PasswordListed, rules.TooManyAttempts),
)
async def change_password(body: PasswordChange, me: Me, db: Db, passwords: Hashing, address: Address, now: Now) -> None:
    """Change one's own password; all other sessions end."""
    database = db.resources.database
    await database.read(queries.must_not_be_listed, password=body.new_password, field="new_password")
    async with passwords.turn():
        own = await database.read(queries.get_me, staff_id=me.staff_id, session_id=me.session_id, now=now)
        account = await database.read(queries.find_account, email=own.email, place=rules.place_of(address), now=now)
        if not await passwords.matches(account.password_hash, body.current_password) or not account.password_hash:
            await database.run(commands.note_failure, keys=account.counters, now=now)
            raise rules.WrongPassword(field="current_password")
        hashed = await passwords.hash(body.new_password)
    await db.run(
        commands.change_password,
        staff_id=me.staff_id,
        session_id=me.session_id,
        seen_hash=account.password_hash,
        password_hash=hashed,
        now=now,
    )


@router.get("/auth/sessions")
async def list_sessions(
    me: Me,
    db: Db,
    page: Paging,
    now: Now,
    staff_id: Annotated[UUID | None, Query(description="Somebody else's; for those who may change staff.")] = None,
) -> Page[SessionView]:
    """List one's live sessions."""
    if staff_id not in (None, me.staff_id):
        me.must(Permission.STAFF_WRITE)
    answer: Page[SessionView] = await db.read(
        queries.list_sessions, Page[SessionView].of, staff_id=staff_id or me.staff_id, now=now, page=page
    )
    for each in answer.items:
        each.current = each.id == me.session_id
    return answer


@router.delete(
    "/auth/sessions/{session_id}", status_code=204, responses=problems(rules.NoSuchSession, rules.MoreThanYouMay)
)
async def end_session(session_id: UUID, me: Me, db: Db, now: Now) -> None:
    """End one of one's sessions."""
    await db.run(commands.end_sign_in, session_id=session_id, by=me, now=now)


@router.post("/auth/sessions/end-others", status_code=204)
async def end_other_sessions(me: Me, db: Db, now: Now) -> None:
    """End all one's sessions but this one."""
    await db.run(commands.end_other_sign_ins, staff_id=me.staff_id, session_id=me.session_id, now=now)


@router.post("/auth/totp", status_code=201, responses=problems(rules.TotpAlreadyOn))
async def start_totp(me: Me, db: Db, now: Now) -> TotpSecretView:
    """Begin to set up a second factor; a first code confirms it."""
    return await db.run(
        commands.start_totp,
        lambda made: TotpSecretView(secret=made[0], uri=made[1]),
        staff_id=me.staff_id,
        session_id=me.session_id,
        sealer=db.resources.sealer,
        now=now,
    )


def _codes(codes: list[str]) -> RecoveryCodesView:
    return RecoveryCodesView(recovery_codes=codes)


@router.post("/auth/totp/confirm", responses=problems(rules.InvalidOtp, rules.TotpNotStarted, rules.TotpAlreadyOn))
async def confirm_totp(body: TotpCode, me: Me, db: Db, now: Now) -> RecoveryCodesView:
    """Turn the second factor on with a first code from the app; the recovery codes are shown only now."""
    return await db.run(
        commands.confirm_totp,
        _codes,
        staff_id=me.staff_id,
        session_id=me.session_id,
        otp=body.otp,
        sealer=db.resources.sealer,
        now=now,
    )


@router.post("/auth/totp/recovery-codes", responses=problems(rules.InvalidOtp, rules.TotpIsOff))
async def renew_recovery_codes(body: TotpCode, me: Me, db: Db, now: Now) -> RecoveryCodesView:
    """Get ten new recovery codes for a code from the app; all earlier ones are void."""
    return await db.run(
        commands.renew_recovery_codes,
        _codes,
        staff_id=me.staff_id,
        session_id=me.session_id,
        otp=body.otp,
        sealer=db.resources.sealer,
        now=now,
    )


@router.delete("/auth/totp", status_code=204, responses=problems(rules.TotpRequired))
async def stop_totp(me: Me, db: Db, now: Now) -> None:
    """Turn the second factor off."""
    await db.run(commands.stop_totp, staff_id=me.staff_id, session_id=me.session_id, now=now)


@open_router.get("/.well-known/jwks.json")
async def get_jwks(keys: Keys, response: Response, now: Now) -> JwkSet:
    """Publish the keys that access tokens are checked with (RFC 7517)."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return JwkSet(keys=await keys.published(now))


@open_router.get("/revocations", include_in_schema=False)
async def list_revocations(db: Db, now: Now) -> RevocationsView:
    """Tell the gateway which tokens are no longer good; reachable on the private network only."""
    return await db.read(queries.list_revocations, RevocationsView.of, now=now)
