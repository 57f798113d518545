"""Programs outside the house: how they prove themselves and what they may ask for (RFC 6749, 4.4)."""

from collections.abc import Iterable

from clinic_common.errors import NotFound, Refusal, Unauthenticated

PROGRAM = "program"
"""What stands in the place of a role in a program's tokens, and in the trail."""


class NoSuchProgram(NotFound):
    """There is no such program."""


class InvalidClient(Unauthenticated):
    """This program is not known, was revoked, or has another secret."""


class InvalidTokenRequest(Refusal):
    """This is not how a program asks for a token."""


class InvalidScope(Refusal):
    """This program was not allowed all it asks for."""


class UnsupportedGrantType(Refusal):
    """Only `client_credentials` is offered here."""


def scopes_of(allowed: Iterable[str], asked: str | None) -> list[str]:
    """
    The scopes of a token: those asked for, or all a program was allowed.

    :param asked: separated by spaces
    :raises InvalidScope: more was asked for than was allowed
    """
    wanted = set((asked or "").split()) or set(allowed)
    if not wanted <= set(allowed):
        raise InvalidScope(error="invalid_scope")
    return sorted(wanted)
