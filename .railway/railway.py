"""Railway's command line evaluates this file: `railway config plan`. CLINIC_SIZE is solo, clinic or group.

CLINIC_REPOSITORY is where the code lies on GitHub, CLINIC_DOMAIN the clinic's own domain, if it has one.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "deploy" / "railway" / "src"))

from clinic_railway.definition import REPOSITORY, build
from railway_sdk import define_railway


@define_railway
def main(ctx=None):
    """The project in the size this clinic has."""
    return build(
        os.environ.get("CLINIC_SIZE", "clinic"),
        repository=os.environ.get("CLINIC_REPOSITORY", REPOSITORY),
        domain=os.environ.get("CLINIC_DOMAIN", ""),
    )
