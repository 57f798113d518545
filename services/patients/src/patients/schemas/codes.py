"""Codes as JSON."""

from clinic_common.http import View


class CodeView(View):
    """An entry of a code table: what goes into `code`, `code_system` and `display` of a problem."""

    system: str
    code: str
    display: str
