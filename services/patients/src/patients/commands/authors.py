"""Who writes into a record."""

from dataclasses import dataclass
from uuid import UUID

from clinic_common.access import Principal


@dataclass(frozen=True)
class Author:
    """The staff member behind a change, as their access token names them."""

    id: UUID
    name: str

    @classmethod
    def of(cls, me: Principal) -> "Author":
        """Whoever is signed in."""
        return cls(me.staff_id, me.display_name[:200])
