"""What must always be true of patients: nothing here needs a database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patients import rules
from patients.rules import Person

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_p1_nobody_is_born_tomorrow_but_somebody_is_born_today_anywhere():
    rules.must_be_born(date(2026, 11, 23), now=NOW)
    rules.must_be_born(date(2026, 11, 24), now=datetime(2026, 11, 23, 12, tzinfo=UTC))  # it is the 24th in Kiritimati
    with pytest.raises(rules.BornInFuture):
        rules.must_be_born(date(2026, 11, 24), now=NOW)
    with pytest.raises(rules.BornInFuture):
        rules.must_be_born(date(1849, 12, 31), now=NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("(212) 555-0147", "+12125550147"),
        ("+41 44 668 18 00", "+41446681800"),
        ("212.555.0147 ext. 12", "+12125550147;ext=12"),
        ("555-0147", "555-0147"),
        ("12345 67890 12345", "12345 67890 12345"),
    ],
)
def test_a_phone_is_kept_as_e164_or_as_it_was_typed(typed, kept):
    assert rules.normalized_phone(typed, region="US") == kept


@pytest.mark.parametrize("typed", ["call my son", "12", "☎", "12345'; DROP TABLE patients"])
def test_what_does_not_look_like_a_phone_is_refused(typed):
    with pytest.raises(rules.PhoneUnreadable):
        rules.normalized_phone(typed, region="US")


@pytest.mark.parametrize(
    ("one", "other"),
    [("MÜLLER", "muller"), ("Łukasz", "lukasz"), ("Straße", "STRASSE"), ("Ｊｏｅ", "joe"), ("Søren", "soren")],
)
def test_case_accents_and_width_do_not_matter(one, other):
    assert rules.fold(one) == rules.fold(other)


def test_letters_of_other_scripts_stay_what_they_are():
    assert rules.fold("はな") == "はな"
    assert rules.fold("किरण") == "किरण"
    assert rules.fold("مُحَمَّد") == "محمد"


def test_a_name_is_found_by_its_parts():
    assert set(rules.name_tokens("Anne-Marie", "O’Brien")) == {"annemarie", "anne", "marie", "obrien", "brien"}
    assert "山田太郎" in rules.name_tokens("太郎", "山田")


@pytest.mark.parametrize(
    "typed",
    ["1960-02-10", "1960/2/10", "10.02.1960", "10/02/1960", "2/10/60", "10 Feb 1960", "Feb 10, 1960", "19600210",
     "10. february 1960", "february 10th 1960"],
)  # fmt: skip
def test_a_date_of_birth_is_understood_in_its_usual_spellings(typed):
    spans = [span for part in rules.read_question(typed).parts for span in part.spans]
    assert rules.Span("b", "1960-02-10", exact=True) in spans


def test_a_question_is_taken_apart_in_any_order():
    question = rules.read_question("p-000123 Maria 10.02.1960 núñez (212) 555-0147 mj@example.org")
    assert sorted(question.tokens) == ["maria", "nunez"]
    kinds = {span.kind for part in question.parts for span in part.spans}
    assert kinds == {"c", "b", "n", "d", "t", "e"}


@given(st.text(max_size=300))
def test_anything_typed_can_be_read(typed):
    for part in rules.read_question(typed).parts:
        assert part.spans
        assert all(span.text for span in part.spans)


@given(st.text(min_size=1, max_size=100), st.text(min_size=1, max_size=100))
def test_search_keys_fit_their_column_for_every_name(given_name, family_name):
    person = Person(given_name=given_name, family_name=family_name, born="1980-01-02", street=given_name * 2)
    for kind, key in rules.keys_of(person, serial=1):
        assert len(kind) == 1
        assert 1 <= len(key) <= 60


names = st.text(alphabet="abcdefghij éñ'", min_size=0, max_size=12)
people = st.builds(
    Person, given_name=names, family_name=names, born=st.sampled_from(["", "1980-01-02", "1980-02-01", "1990-05-06"]),
    sex=st.sampled_from(["male", "female", "unknown"]), phone=st.sampled_from(["", "+12125550147"]),
    street=st.sampled_from(["", "1 main st", "12 oak ave"]), postal_code=st.sampled_from(["", "02134"]),
)  # fmt: skip


@given(people, people)
def test_p4_a_score_is_the_same_both_ways_and_between_0_and_1(one, other):
    score = rules.match_score(one, other)
    assert score.score == rules.match_score(other, one).score
    assert 0 <= score.score <= 1


MAIN_STREET = ("1 Main St", "Boston", "02134")
ADA = Person("Ada", "Lovelace", "1980-12-10", "female", "+12125550147", "ada@example.org", *MAIN_STREET)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"given_name": "Lovelace", "family_name": "Ada"}, "given and family name swapped"),
        ({"born": "1980-10-12"}, "date of birth with day and month swapped"),
        ({"born": "1908-12-10"}, "date of birth with two digits swapped"),
        ({"family_name": "Lovelase", "phone": "", "email": ""}, "similar family name"),
        ({"family_name": "King", "phone": ""}, "same e-mail"),
    ],
)
def test_p4_the_same_person_mistyped_is_likely_a_duplicate_and_says_why(changed, reason):
    score = rules.match_score(ADA, Person(**{**vars(ADA), **changed}))
    assert score.score >= rules.LIKELY
    assert reason in score.reasons


def test_p4_a_family_under_one_roof_is_not_one_person():
    spouse = Person("William", "Lovelace", "1975-02-21", "male", ADA.phone, "", *MAIN_STREET)
    assert rules.match_score(ADA, spouse).score < rules.LIKELY


def test_one_typo_is_one_letter_more_less_other_or_swapped():
    for name in ("smit", "smiths", "smyth", "simth", "smith"):
        assert rules.one_typo_away("smith", name)
    assert not rules.one_typo_away("smith", "smythe")


@given(st.text(alphabet="abcdef", min_size=5, max_size=10), st.data())
def test_names_one_typo_apart_share_a_variant(name, data):
    place = data.draw(st.integers(0, len(name) - 2))
    kind = data.draw(st.sampled_from(["swap", "drop", "add", "other"]))
    letters = list(name)
    if kind == "swap":
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    elif kind == "drop":
        del letters[place]
    elif kind == "add":
        letters.insert(place, "x")
    else:
        letters[place] = "x"
    typed = "".join(letters)
    assert rules.variants_of(typed) & rules.variants_of(name), typed


@pytest.mark.parametrize(
    ("kind", "value", "unit"),
    [
        ("body_temperature", "37.2", "Cel"),
        ("body_temperature", "98.6", "[degF]"),
        ("body_weight", "3400", "g"),
        ("body_height", "71", "[in_i]"),
        ("oxygen_saturation", "100", "%"),
    ],
)
def test_p9_plausible_vitals_are_taken_in_their_units(kind, value, unit):
    rules.must_be_plausible(kind, Decimal(value), unit)


@pytest.mark.parametrize(
    ("kind", "value", "unit", "refusal"),
    [
        ("body_temperature", "98.6", "Cel", rules.ImplausibleValue),
        ("oxygen_saturation", "101", "%", rules.ImplausibleValue),
        ("heart_rate", "-1", "/min", rules.ImplausibleValue),
        ("body_weight", "70", "stone", rules.UnknownUnit),
        ("pain", "11", "{score}", rules.ImplausibleValue),
    ],
)
def test_p9_what_no_living_body_shows_is_refused_in_words(kind, value, unit, refusal):
    with pytest.raises(refusal) as caught:
        rules.must_be_plausible(kind, Decimal(value), unit)
    assert unit in caught.value.detail or "measured in" in caught.value.detail


def test_p11_the_hash_of_a_note_knows_every_letter_the_author_and_the_time():
    content = {"text": "stable"}
    one = rules.note_hash(content, author_id="a", at=NOW)
    assert one == rules.note_hash(dict(content), author_id="a", at=NOW)
    assert one != rules.note_hash({"text": "stable."}, author_id="a", at=NOW)
    assert one != rules.note_hash(content, author_id="b", at=NOW)
    assert one != rules.note_hash(content, author_id="a", at=datetime(2026, 11, 23, 9, 31, tzinfo=UTC))
