"""What billing does by itself."""

import structlog
from clinic_common.database import utc_now
from clinic_common.resources import Resources

from . import queries

log = structlog.get_logger(__name__)


async def prove_books(resources: Resources) -> None:
    """Prove the ledger, and say where it breaks if it does (L5)."""
    proof = await resources.database.read(queries.prove_ledger)
    if not proof.valid:
        log.error("the ledger does not hold", first_break=str(proof.first_break))
    resources.note_proof("ledger", good=proof.valid, at=utc_now() if proof.valid else None)
