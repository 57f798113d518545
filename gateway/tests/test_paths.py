"""What a path says, and which row it means."""

import pytest
from gateway.access import OPEN, Row
from gateway.paths import BadPath, Routes, TooLong, read
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "raw", [b"/api/patients/..", b"/api//patients", b"/api/patients/", b"/./api", b"/%2e%2e/etc/passwd", b"/a%2fb"]
)
def test_a_path_that_tries_to_lead_elsewhere_names_nothing(raw):
    assert read(raw) is None


@pytest.mark.parametrize("raw", [b"/%", b"/%zz", b"/%ff", b"/a%00b", b"/a\x01", b"/a%0d%0aX: y", b"/a\\b", b"api", b""])
def test_a_path_that_cannot_be_read_is_refused(raw):
    with pytest.raises(BadPath):
        read(raw)


def test_a_path_without_end_is_refused():
    with pytest.raises(TooLong):
        read(b"/" + b"a" * 5_000)


@given(st.binary(max_size=60))
def test_whatever_comes_is_understood_or_refused(tail):
    try:
        path = read(b"/" + tail)
    except BadPath:
        return
    if path:
        again = read(path.raw)
        assert again == path
        assert all(segment not in ("", ".", "..") and "/" not in segment for segment in path.segments)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\\"), min_size=1, max_size=30))
def test_every_script_can_stand_in_a_segment(text):
    from urllib.parse import quote

    path = read(b"/" + quote(text, safe="").encode())
    if "/" in text or text in (".", ".."):
        assert path is None
    else:
        assert path.segments == (text,)


def test_a_fixed_segment_goes_before_a_parameter_and_a_suffix_is_kept():
    def row(path, method="GET"):
        return Row(method, path, "patients", OPEN)

    named = [
        row("/api/things/{id}"), row("/api/things/new"), row("/api/things/{id}/parts"),
        row("/api/things/new/parts/{id}"), row("/calendar/{secret}.ics"),
    ]  # fmt: skip
    routes = Routes(named)

    def found(path):
        return [r.path for r in routes.at(tuple(path.strip("/").split("/"))).values()]

    assert found("/api/things/7") == ["/api/things/{id}"]
    assert found("/api/things/new") == ["/api/things/new"]
    assert found("/api/things/new/parts") == ["/api/things/{id}/parts"]
    assert found("/api/things/new/parts/1") == ["/api/things/new/parts/{id}"]
    assert found("/calendar/abc.ics") == ["/calendar/{secret}.ics"]
    assert found("/calendar/.ics") == found("/calendar/abc") == found("/api") == found("/api/things/7/parts/1") == []


def test_a_call_cannot_stand_in_the_table_twice():
    one = Row("GET", "/api/things/{id}", "patients", OPEN)
    with pytest.raises(ValueError, match="twice"):
        Routes([one, Row("GET", "/api/things/{other}", "patients", OPEN)])
