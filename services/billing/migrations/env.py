"""Alembic's entry; all services share one environment."""

from clinic_common.migrations import run_environment

run_environment()
