"""A service of two tables, to try the plumbing on."""

from pathlib import Path
from uuid import UUID

from clinic_common.database import TYPES, Session, new_id, new_metadata
from clinic_common.errors import Conflict, NotFound
from clinic_common.http import Body, Db, IfMatch, Me, Name, Page, PageRequest, Paging, View, paged
from clinic_common.inbox import Reactions
from clinic_common.service import Service
from clinic_contracts.base import Event
from fastapi import APIRouter
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = TYPES


class ThingMade(Event, name="toy.thing_made.v1"):
    """A thing was made."""

    thing_id: UUID
    name: str


class NameTaken(Conflict):
    """There is such a thing already."""


class NoSuchThing(NotFound):
    """There is no such thing."""


class Thing(Base):
    __tablename__ = "things"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(100), unique=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class Seen(Base):
    __tablename__ = "seen"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    thing_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(100))


async def make_thing(session: Session, *, name: str, patient_id: UUID) -> Thing:
    thing = Thing(id=new_id(), name=name, patient_id=patient_id)
    async with session.refusing_duplicates(NameTaken(field="name")):
        session.add(thing)
    session.emit(ThingMade(thing_id=thing.id, name=name))
    return thing


async def rename_thing(session: Session, *, thing_id: UUID, name: str, version: int) -> Thing:
    thing = await session.get(Thing, thing_id)
    if thing is None:
        raise NoSuchThing()
    session.expect_version(thing, version)
    thing.name = name
    return thing


async def get_thing(session: Session, *, thing_id: UUID) -> Thing:
    thing = await session.get(Thing, thing_id)
    if thing is None:
        raise NoSuchThing()
    return thing


async def list_things(session: Session, *, page: PageRequest) -> object:
    query = select(Thing).order_by(Thing.name).limit(page.limit + 1)
    if key := page.key(str):
        query = query.where(Thing.name > key[0])
    return paged((await session.execute(query)).scalars().all(), page, lambda thing: (thing.name,))


class NewThing(Body):
    name: Name
    patient_id: UUID


class ThingChange(Body):
    name: Name


class ThingView(View):
    id: UUID
    patient_id: UUID
    name: str
    version: int


router = APIRouter()
open_router = APIRouter()
reactions = Reactions("toy")


@router.post("/things", status_code=201)
async def post_thing(body: NewThing, db: Db) -> ThingView:
    return await db.run(make_thing, ThingView.of, **body.model_dump())


@router.get("/things")
async def get_things(db: Db, page: Paging) -> Page[ThingView]:
    return await db.read(list_things, Page[ThingView].of, page=page)


@router.get("/things/{thing_id}")
async def get_one_thing(thing_id: UUID, db: Db) -> ThingView:
    return await db.read(get_thing, ThingView.of, thing_id=thing_id)


@router.patch("/things/{thing_id}")
async def patch_thing(thing_id: UUID, body: ThingChange, version: IfMatch, db: Db) -> ThingView:
    return await db.run(rename_thing, ThingView.of, thing_id=thing_id, version=version, **body.model_dump())


@router.get("/whoami")
async def whoami(me: Me) -> dict[str, str]:
    return {"role": me.role}


@open_router.get("/broken")
async def broken() -> None:
    raise RuntimeError("secret name in an error text")


@reactions.on(ThingMade)
async def note_thing(session: Session, event: ThingMade) -> None:
    if event.name == "poison":
        raise ValueError("cannot be done")
    session.add(Seen(thing_id=event.thing_id, name=event.name))


TOY = Service(
    name="toy",
    metadata=Base.metadata,
    migrations=Path(__file__).parent / "migrations",
    doors=lambda: (router, open_router),
    reactions=reactions,
)
