"""Everything identity changes, one function each."""

from .checks import note_check
from .passwords import (
    accept_invitation,
    ask_for_reset,
    change_password,
    list_passwords,
    offer_reset,
    reset_password,
)
from .programs import NewSecret, add_program, admit_program, revoke_program
from .roles import change_role, make_role, remove_role, role_of
from .seals import archive_seal, make_trail_key, seal_source, sign_export
from .second_factor import confirm_totp, renew_recovery_codes, start_totp, stop_totp
from .sessions import (
    end_other_sign_ins,
    end_reused_sign_in,
    end_sign_in,
    forget_old,
    note_failure,
    refresh_sign_in,
    sign_out,
    start_sign_in,
)
from .signing import KeyRing, make_first_key, rotate_signing_key
from .staff import (
    add_admin,
    add_staff,
    add_staff_with_password,
    change_staff,
    deactivate_staff,
    invite_staff,
    invite_staff_again,
)
from .trail import append_access, append_accesses, stop_waiting

__all__ = [
    "KeyRing", "NewSecret", "accept_invitation", "add_admin", "add_program", "add_staff", "add_staff_with_password",
    "admit_program", "append_access", "append_accesses", "archive_seal", "ask_for_reset", "change_password",
    "change_role", "change_staff", "confirm_totp", "deactivate_staff", "end_other_sign_ins", "end_reused_sign_in",
    "end_sign_in", "forget_old", "invite_staff", "invite_staff_again", "list_passwords", "make_first_key",
    "make_role", "make_trail_key", "note_check", "note_failure", "offer_reset", "refresh_sign_in", "remove_role",
    "renew_recovery_codes", "reset_password", "revoke_program", "role_of", "rotate_signing_key", "seal_source",
    "sign_export", "sign_out", "start_sign_in", "start_totp", "stop_totp", "stop_waiting",
]  # fmt: skip
