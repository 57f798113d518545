"""People made up, and the same people miswritten: in the columns of a Febrl file, so that pairs are known."""

import random
from datetime import date, timedelta

GIVEN = """
    alice amelia anna benjamin bianca caleb carla chloe daniel david elena ella emily felix finn georgia grace greta
    hannah harry holly hugo imogen isabella jack jacob jasmine jonas joshua karla lachlan lara lily luis maria mia
    mitchell nathan nicholas olivia oscar rachel riley ruby samuel sarah sophie stephanie thomas timothy william zoe
""".split()  # noqa: SIM905
_ONSETS = "b br c ch d f g gr h j k l m n p r s sh st t th v w".split()  # noqa: SIM905
_NUCLEI, _CODAS = "aeiou", "n r l s ck tt ll nn m rd nd ng".split()  # noqa: SIM905
_ENDINGS = ("son", "ley", "er", "ton", "man", "field", "ski", "ez", "well", "")
_WAYS = ("street", "place", "crescent", "circuit", "avenue", "road")
_COLUMNS = ("given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode",
            "date_of_birth", "soc_sec_id")  # fmt: skip
_SPELLED = (("ph", "f"), ("ck", "k"), ("c", "k"), ("y", "i"), ("ll", "l"), ("tt", "t"), ("ee", "ea"), ("nn", "n"))


def _word(chance: random.Random, endings: tuple[str, ...]) -> str:
    syllables = "".join(chance.choice(_ONSETS) + chance.choice(_NUCLEI) for _ in range(chance.randint(1, 2)))
    return syllables + chance.choice(_CODAS) + chance.choice(endings)


def people(*, originals: int, duplicates: int, mistakes: int = 4, seed: int = 7) -> list[dict[str, str]]:
    """
    Make people up and miswrite some of them, in any order.

    :param mistakes: the most that is miswritten about one of them
    """
    chance = random.Random(seed)
    families = [_word(chance, _ENDINGS) for _ in range(400)]
    streets = [f"{_word(chance, ('',))} {chance.choice(_WAYS)}" for _ in range(500)]
    places = [(_word(chance, ("ville", "burg", " park", "ford")), f"{chance.randrange(1000, 9999)}") for _ in range(80)]
    rows = []
    for number in range(originals):
        suburb, postcode = chance.choice(places)
        born = date(1920, 1, 1) + timedelta(days=chance.randrange(36_000))
        rows.append({
            "rec_id": f"rec-{number}-org", "given_name": chance.choice(GIVEN), "surname": chance.choice(families),
            "street_number": f"{chance.randrange(1, 300)}", "address_1": chance.choice(streets), "address_2": "",
            "suburb": suburb, "postcode": postcode, "state": "", "date_of_birth": f"{born:%Y%m%d}",
            "soc_sec_id": f"{chance.randrange(10**6, 10**7)}",
        })  # fmt: skip
    for number, original in enumerate(chance.choices(rows, k=duplicates)):
        row = {**original, "rec_id": original["rec_id"].replace("org", f"dup-{number}")}
        for column in chance.choices(_COLUMNS, k=chance.randint(1, mistakes)):
            _miswrite(row, column, chance, another=chance.choice(rows))
        rows.append(row)
    chance.shuffle(rows)
    return rows


def _miswrite(row: dict[str, str], column: str, chance: random.Random, *, another: dict[str, str]) -> None:
    kind = chance.random()
    if kind < 0.1:
        row[column] = ""
    elif kind < 0.18 and column in ("given_name", "surname"):
        row["given_name"], row["surname"] = row["surname"], row["given_name"]
    elif kind < 0.25 and column not in ("date_of_birth", "soc_sec_id"):
        row[column] = another[column]
    elif kind < 0.4 and (heard := [pair for pair in _SPELLED if pair[0] in row[column]]):
        row[column] = row[column].replace(*chance.choice(heard), 1)
    else:
        row[column] = _mistyped(row[column], chance)


def _mistyped(text: str, chance: random.Random) -> str:
    if len(text) < 2:
        return text
    place = chance.randrange(len(text) - 1)
    other = chance.choice("0123456789" if text[place].isdigit() else "abcdefghijklmnopqrstuvwxyz")
    return chance.choice((
        text[:place] + other + text[place + 1 :],
        text[:place] + text[place + 1] + text[place] + text[place + 2 :],
        *([] if text.isdigit() else [text[:place] + other + text[place:], text[:place] + text[place + 1 :]]),
    ))  # fmt: skip
