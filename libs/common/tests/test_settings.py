"""Settings: what is missing is named, and no value is ever shown."""

import pytest
from clinic_common.settings import MissingSettings, Settings, read_settings

GOOD = {"DATABASE_URL": "sqlite+aiosqlite:///x", "BUS_URL": "inprocess:", "SEALING_KEYS": "k1:verysecret"}


@pytest.fixture
def environment(monkeypatch):
    for name in (*GOOD, "POOL_SIZE", "IDENTITY_URL", "OTLP_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)

    def give(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return give


def test_settings_are_read_from_the_environment(environment):
    environment(**GOOD, POOL_SIZE="9")
    settings = read_settings(Settings)
    assert (settings.pool_size, settings.sealing_keys.get_secret_value()) == (9, "k1:verysecret")


@pytest.mark.parametrize("missing", GOOD)
def test_a_missing_variable_is_named_and_stops_the_start(environment, missing):
    environment(**{name: value for name, value in GOOD.items() if name != missing})
    with pytest.raises(MissingSettings) as stopped:
        read_settings(Settings)
    assert missing in str(stopped.value)
    assert isinstance(stopped.value, SystemExit)
    assert all(value not in str(stopped.value) for value in GOOD.values())
    assert all(name not in str(stopped.value) for name in GOOD if name != missing)


def test_a_wrong_value_is_named_and_not_shown(environment):
    environment(**GOOD, POOL_SIZE="hunter2")
    with pytest.raises(MissingSettings) as stopped:
        read_settings(Settings)
    assert "POOL_SIZE" in str(stopped.value)
    assert "hunter2" not in str(stopped.value)


def test_a_value_that_cannot_even_be_parsed_is_named_and_not_shown(environment, monkeypatch):
    class Listed(Settings):
        hosts: list[str] = []

    environment(**GOOD)
    monkeypatch.setenv("HOSTS", '["hunter2"')
    with pytest.raises(MissingSettings) as stopped:
        read_settings(Listed)
    assert "HOSTS" in str(stopped.value)
    assert "hunter2" not in str(stopped.value)


def test_settings_shown_by_accident_keep_their_secrets(environment):
    environment(**GOOD)
    shown = f"{read_settings(Settings)!r}"
    assert "verysecret" not in shown
    assert "sqlite" not in shown
