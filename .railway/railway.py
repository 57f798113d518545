"""Railway's command line evaluates this file: `railway config plan`. CLINIC_SIZE is solo, clinic or group."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "deploy" / "railway" / "src"))

from clinic_railway.definition import build
from railway_sdk import define_railway


@define_railway
def main(ctx=None):
    """The project in the size this clinic has."""
    return build(os.environ.get("CLINIC_SIZE", "clinic"))
