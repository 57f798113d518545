"""The toy service stands for every service."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest
from clinic_common.service import Service

if "toy" not in sys.modules:
    place = Path(__file__).parent / "toy" / "__init__.py"
    spec = importlib.util.spec_from_file_location("toy", place, submodule_search_locations=[str(place.parent)])
    assert spec and spec.loader
    sys.modules["toy"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["toy"])


@pytest.fixture
def service() -> Service:
    """The service under test."""
    from toy import TOY

    return TOY


@pytest.fixture
def amqp_url() -> str:
    """The URL of the RabbitMQ of this test run."""
    url = os.environ.get("CLINIC_TEST_AMQP_URL")
    if not url:
        pytest.fail("no RabbitMQ: set CLINIC_TEST_AMQP_URL or run without --no-servers")
    return url
