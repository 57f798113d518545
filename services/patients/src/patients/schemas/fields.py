"""Fields that several bodies share."""

from decimal import Decimal
from typing import Annotated, Any

from clinic_common.http import Name, PlainText
from pydantic import Field, PlainSerializer
from pydantic import StringConstraints as Str


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def unchanged() -> Any:
    """A field of a change that may be left away, but not emptied."""
    return Field(default=None, json_schema_extra=_without_default)


ShortText = Annotated[Name, Str(max_length=100)]
Text200 = Annotated[PlainText, Str(max_length=200)]
Code = Annotated[Name, Str(max_length=100)]
"""A code of some code system: ICD-10, SNOMED CT, CVX, RxNorm."""
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
"""A measured number, as JSON number."""
