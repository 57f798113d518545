"""Everything identity only looks up: staff, sessions, revocations, and the access trail with its proof."""

from .checks import list_checks
from .people import (
    Account,
    Revoked,
    find_account,
    get_me,
    get_staff,
    list_programs,
    list_revocations,
    list_roles,
    list_sessions,
    list_staff,
    must_be_open_link,
    must_not_be_listed,
)
from .trail import (
    ChainProof,
    TrailProof,
    archived_until,
    find_seal,
    list_access_entries,
    list_months,
    list_sealed_entries,
    list_seals,
    list_trail_keys,
    prove_trail,
    spans_of,
    trail_sources,
)

__all__ = [
    "Account", "ChainProof", "Revoked", "TrailProof", "archived_until", "find_account", "find_seal", "get_me",
    "get_staff", "list_access_entries", "list_checks", "list_months", "list_programs", "list_revocations",
    "list_roles", "list_sealed_entries", "list_seals", "list_sessions", "list_staff", "list_trail_keys",
    "must_be_open_link", "must_not_be_listed", "prove_trail", "spans_of", "trail_sources",
]  # fmt: skip
