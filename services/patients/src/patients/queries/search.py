"""Finding patients as one types, by index alone; the same answers on every database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from clinic_common.database import Session
from clinic_common.http import PageRequest, paged
from clinic_common.sealing import Sealer
from sqlalchemy import and_, bindparam, false, or_, select, text

from .. import rules
from ..models import NameVariant, Patient, identity_indexes

WINDOW = 60
"""How many of the closest are ranked; whoever is not among them needs one more letter."""
_COUNTED = 1_200
"""How far keys are counted to see which part of a question is the sharpest, and what is worth gathering."""
_FEW, _SOME, _MANY = 10, 500, 10_000
"""How many keys a day or a record number, a name, and one or two letters of a name are taken to have, uncounted."""
_ASKED = 5
"""How many keys are read in one go in the time in which one patient is asked whether they have a key."""
_NEIGHBOURS = 20
"""How many words one typo away are looked for."""
_END = "\U0010ffff"

COLUMNS: tuple[Any, ...] = (
    Patient.id, Patient.id.label("patient_id"), Patient.record_number, Patient.given_name, Patient.family_name,
    Patient.sort_name, Patient.born_on, Patient.sex, Patient.email, Patient.phone, Patient.address,
    Patient.preferred_language, Patient.contact_by, Patient.archived, Patient.merged_into, Patient.created_at,
    Patient.updated_at, Patient.version, Patient.identity_number,
)  # fmt: skip

_SHOWN = f"p.id AS patient_id, {', '.join(f'p.{each.key}' for each in COLUMNS if each.key != 'patient_id')}"
_near = NameVariant.__table__.c
_NEAR = (
    select(_near.word).distinct().where(_near.variant.in_(bindparam("variants", expanding=True))).order_by(_near.word)
)


@lru_cache(maxsize=500)
def _count(sql: str) -> Any:
    return text(sql)


@lru_cache(maxsize=500)
def _look(sql: str) -> Any:
    # Taking apart what was written out takes as long as asking it; questions of one kind are all the same.
    return text(sql).columns(**{each.key: each.type for each in COLUMNS})


async def list_patients(
    session: Session,
    *,
    q: str | None = None,
    born_on: date | None = None,
    phone: str | None = None,
    email: str | None = None,
    archived: bool = False,
    page: PageRequest,
) -> Any:
    """
    List patients by name, or find those who answer everything asked for, the best answer first.

    :param q: as somebody types: names, dates of birth, phone numbers, e-mail, record numbers, in any order
    :param archived: archived and merged records as well
    """
    question = _question(q, born_on, phone, email, session.sealer)
    if question is None:
        return await _by_name(session, archived=archived, page=page)
    if not question.parts:
        return paged([], page, lambda row: ())
    found = await _answers(session, question, archived)
    loosely = not found and bool(question.tokens)
    if loosely:
        found = await _answers(session, await _loosened(session, question), archived)

    def place(row: Any) -> tuple[float, str, UUID]:
        return -rules.rank(question.tokens, row.sort_name, loosely=loosely), row.sort_name, row.id

    ranked = sorted(found, key=place)
    if key := page.key(float, str, UUID):
        ranked = [row for row in ranked if place(row) > key]
    return paged(ranked, page, place)


def _question(
    q: str | None, born_on: date | None, phone: str | None, email: str | None, sealer: Sealer
) -> rules.Question | None:
    parts = [_with_identity(part, sealer) for part in rules.read_question(q).parts] if q and q.strip() else []
    asked = bool(parts) or bool(q and q.strip())
    if born_on is not None:
        asked = True
        parts.append(rules.Part((rules.Span("b", born_on.isoformat(), exact=True),)))
    for typed, read in ((phone, rules.phone_part), (email, rules.email_part)):
        if typed is not None and typed.strip():
            asked = True
            part = read(typed)
            if part is None:
                return rules.Question(())
            parts.append(part)
    return rules.Question(tuple(sorted(parts, key=lambda part: -part.weight))) if asked else None


def _with_identity(part: rules.Part, sealer: Sealer) -> rules.Part:
    indexes = identity_indexes(part.identity, sealer=sealer) if part.identity else ()
    return replace(part, spans=(*part.spans, *(rules.Span("i", index, exact=True) for index in indexes)))


async def _by_name(session: Session, *, archived: bool, page: PageRequest) -> Any:
    query = select(*COLUMNS).order_by(Patient.sort_name, Patient.id).limit(page.limit + 1)
    if not archived:
        query = query.where(Patient.archived == false())
    if key := page.key(str, UUID):
        name, patient_id = key
        query = query.where(or_(Patient.sort_name > name, and_(Patient.sort_name == name, Patient.id > patient_id)))
    rows = (await session.execute(query)).all()
    return paged(rows, page, lambda row: (row.sort_name, row.id))


def _met(keys: str, part: rules.Part, values: dict[str, str]) -> list[str]:
    """
    What a key has to be to meet a part of a question: each condition is one stretch of the index, or a few keys.

    :param values: what the conditions speak of, by its name in them; more is added
    """

    def value(said: str) -> str:
        values[name := f"v{len(values)}"] = said
        return f":{name}"

    exact: dict[str, list[str]] = {}
    begun = []
    for span in part.spans:
        if span.exact:
            exact.setdefault(span.kind, []).append(value(span.text))
        else:
            stretch = f"{keys}.key >= {value(span.text)} AND {keys}.key < {value(span.text + _END)}"
            begun.append(f"{keys}.kind = '{span.kind}' AND {stretch}")
    return [*(f"{keys}.kind = '{kind}' AND {keys}.key IN ({', '.join(of)})" for kind, of in exact.items()), *begun]


def _guessed(part: rules.Part) -> int | None:
    if all(span.exact and span.kind in "bci" for span in part.spans):
        return _FEW
    if part.token and len(part.spans) == 1:
        return _MANY if part.is_beginning else _SOME
    return None


async def _sharpest_first(
    session: Session, question: rules.Question, *, guessing: bool
) -> list[tuple[int, rules.Part]]:
    """
    The parts of a question with how many keys meet each, the fewest first.

    :param guessing: count (up to a bound) only where the kind of a part does not tell
    """
    if len(question.parts) < 2:
        return [(_COUNTED, part) for part in question.parts]
    met = [_guessed(part) if guessing else None for part in question.parts]
    values: dict[str, str] = {}
    counts = []
    for number, part in enumerate(question.parts):
        if met[number] is None:
            walks = [
                f"(SELECT COUNT(*) FROM (SELECT 1 AS one FROM search_keys AS k WHERE {stretch} LIMIT {_COUNTED}) AS c)"
                for stretch in _met("k", part, values)
            ]
            counts.append(f"{' + '.join(walks)} AS n{number}")
    counted = iter((await session.execute(_count(f"SELECT {', '.join(counts)}"), values)).one() if counts else ())
    each = [next(counted) if guess is None else guess for guess in met]
    return sorted(zip(each, question.parts, strict=True), key=lambda counted: counted[0])


def statement_of(parts: Sequence[tuple[int, rules.Part]], *, archived: bool) -> tuple[Any, dict[str, str]]:
    """
    The statement that looks for whoever answers every part of a question, with its values.

    Each stretch of the sharpest part is walked in the order of the primary key of the search keys and stops at
    its window. Whatever else has to be met is asked of each key by a scalar subquery, which no optimizer turns
    into a join that would begin elsewhere; or, if that is less to read, everybody who meets it is gathered first.
    Written out, as putting it together from objects took longer than answering it.

    :param parts: how many keys meet each part, and the part; the sharpest first
    """
    values: dict[str, str] = {}
    (fewest, lead), *rest = parts
    asked = [
        _gathered(part, values) if count < min(_COUNTED, _ASKED * fewest) else _asked(part, values)
        for count, part in rest
    ]
    if not archived:
        asked.append("NOT (SELECT p.archived FROM patients AS p WHERE p.id = k.patient_id)")
    return _found([
        f"SELECT k.patient_id FROM search_keys AS k WHERE {' AND '.join((stretch, *asked))}"
        f" ORDER BY k.kind, k.key, k.patient_id LIMIT {WINDOW}"
        for stretch in _met("k", lead, values)
    ]), values  # fmt: skip


def beginnings_of(tokens: Sequence[str]) -> tuple[Any, dict[str, str]]:
    """
    The statement that looks for names with words that begin with these letters, one of them the family name.

    Too many answer such a question for their keys to be looked at: the index of names is, as far as it is needed.
    """
    values: dict[str, str] = {}
    for number, token in enumerate(tokens):
        values |= {f"v{number}": token, f"e{number}": token + _END, f"w{number}": f"% {token}%"}
    return _found([
        f"SELECT p.id AS patient_id FROM patients AS p WHERE p.archived = 0 AND p.sort_name >= :v{number}"
        f" AND p.sort_name < :e{number}"
        + "".join(f" AND p.sort_name LIKE :w{other}" for other in range(len(tokens)) if other != number)
        + f" ORDER BY p.sort_name, p.id LIMIT {WINDOW // len(tokens)}"
        for number in range(len(tokens))
    ]), values  # fmt: skip


def _found(walks: Sequence[str]) -> Any:
    each = " UNION ALL ".join(
        f"SELECT w{number}.patient_id FROM ({walk}) AS w{number}" for number, walk in enumerate(walks)
    )
    return _look(
        f"SELECT {_SHOWN} FROM (SELECT DISTINCT w.patient_id FROM ({each}) AS w) AS f, patients AS p"
        " WHERE p.id = f.patient_id"
    )


def _asked(part: rules.Part, values: dict[str, str]) -> str:
    # Each kind by itself: asked for keys of several kinds at once, MySQL reads all keys of a patient.
    kinds: dict[str, list[str]] = {}
    for stretch in _met("o", part, values):
        kind, _, keys = stretch.partition(" AND ")
        kinds.setdefault(kind, []).append(f"({keys})")
    met = " OR ".join(
        f"(SELECT 1 FROM search_keys AS o WHERE o.patient_id = k.patient_id AND {kind}"
        f" AND ({' OR '.join(keys)}) LIMIT 1) IS NOT NULL"
        for kind, keys in kinds.items()
    )
    return f"({met})"


def _gathered(part: rules.Part, values: dict[str, str]) -> str:
    # The sign keeps SQLite from walking those gathered instead, the hint MySQL from asking each of them.
    met = " OR ".join(
        f"+k.patient_id IN (SELECT /*+ SUBQUERY(MATERIALIZATION) */ o.patient_id FROM search_keys AS o WHERE {each})"
        for each in _met("o", part, values)
    )
    return f"({met})"


async def _answers(session: Session, question: rules.Question, archived: bool) -> list[Any]:
    beginnings = [part.token for part in question.parts if part.token and part.is_beginning]
    only = len(beginnings) == len(question.parts) > 1
    if only and not archived:
        statement, values = beginnings_of(beginnings)
        found = (await session.execute(statement, values)).all()
        if len(found) >= WINDOW // len(beginnings):
            return list(found)
    parts = await _sharpest_first(session, question, guessing=not only)
    if parts[0][0] == 0:
        return []
    statement, values = statement_of(parts, archived=archived)
    return list((await session.execute(statement, values)).all())


async def _loosened(session: Session, question: rules.Question) -> rules.Question:
    """The question with names that sound alike or are one typo away, for when nothing answers it as typed."""
    words = await _one_typo_away(session, question.tokens)
    parts = []
    for part in question.parts:
        if part.token:
            spans = dict.fromkeys(part.spans)
            if sound := rules.sound_of(part.token):
                spans[rules.Span("s", sound, exact=True)] = None
            near = [word for word in words if rules.one_typo_away(part.token, word)]
            spans |= {rules.Span("n", word, exact=True): None for word in near[:_NEIGHBOURS]}
            part = rules.Part(tuple(spans), part.token)
        parts.append(part)
    return rules.Question(tuple(parts))


async def _one_typo_away(session: Session, tokens: list[str]) -> list[str]:
    """Every word of a name here that is one typo away from one of these."""
    variants = sorted(set().union(*map(rules.variants_of, tokens)))
    if not variants:
        return []
    return list((await session.execute(_NEAR, {"variants": variants})).scalars())
