"""The tables of identity, and the verbs of one row."""

from .people import BUILT_IN, Base, Program, Role, Staff
from .proofs import (
    Credentials,
    FailedAttempts,
    Invitation,
    ListedPassword,
    RecoveryCode,
    RefreshToken,
    SignIn,
    SigningKey,
)
from .trail import GUARDS, AccessEntry, Chain, Check, EarlyAccesses, TrailArchive, TrailKey, TrailSeal

__all__ = [
    "BUILT_IN", "GUARDS", "AccessEntry", "Base", "Chain", "Check", "Credentials", "EarlyAccesses",
    "FailedAttempts", "Invitation", "ListedPassword", "Program", "RecoveryCode", "RefreshToken", "Role", "SignIn",
    "SigningKey", "Staff", "TrailArchive", "TrailKey", "TrailSeal",
]  # fmt: skip
