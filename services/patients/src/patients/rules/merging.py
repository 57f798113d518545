"""Merges and imports: what can be done, and what can be taken back."""

from clinic_common.errors import Conflict, Invalid, NotFound


class DuplicatePairNotFound(NotFound):
    """There is no such pair of likely duplicates."""


class MergeWithItself(Invalid):
    """A record cannot be merged with itself."""


class MergedRecord(Conflict):
    """This record was merged into another one; open that one."""


class SurvivorArchived(Conflict):
    """The record that should stay is archived; bring it back first."""


class MergeNotFound(NotFound):
    """There is no such merge."""


class MergeAlreadyUndone(Conflict):
    """This merge was undone already."""


class LaterMergeStands(Conflict):
    """The record that stayed was itself merged later; undo that merge first."""


class ImportNotFound(NotFound):
    """There is no such import."""


class ImportAlreadyUndone(Conflict):
    """This import was undone already."""


class OnlyADryRun(Conflict):
    """This import was only tried out; there is nothing to undo."""


class ImportUnderWay(Conflict):
    """Another import of the same data is under way; try again when it is done."""


class UnreadableImport(Invalid):
    """This file cannot be read as an import."""


class NothingToTake(Invalid):
    """Something in the file cannot be taken, so nothing was."""
