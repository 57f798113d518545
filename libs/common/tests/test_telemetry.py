"""One JSON line, one trace, one request id for what happened; never a body, never an error's text."""

import asyncio
import json
import subprocess
import sys

import pytest
import structlog
from clinic_common import telemetry
from clinic_common.database import new_id, utc_now
from clinic_common.outbox import OUTBOX, Relay
from clinic_common.testing import eventually
from opentelemetry import trace
from sqlalchemy import select
from toy import ThingMade

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"

LINES = """
import asyncio, logging, warnings
import structlog
from clinic_common import telemetry

telemetry.set_up_logs()
log = structlog.get_logger("ours")
log.info("started", count=3, odd=object(), text="Zo\\u00eb\\nnew line")
with telemetry.continued("TRACEPARENT", "r-1"):
    log.warning("inside")
    logging.getLogger("some.library").error("theirs %s", 7)
    try:
        raise ValueError("Ada Lovelace")
    except ValueError:
        logging.getLogger("some.library").exception("it failed")
        log.exception("we failed")
logging.getLogger("uvicorn.access").info("GET /patients?q=Lovelace")

async def fail():
    raise ValueError("Ada Lovelace")

async def main():
    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    asyncio.get_running_loop().call_exception_handler({"message": "odd", "exception": ValueError("Ada Lovelace")})

asyncio.run(main())
import gc; gc.collect()
warnings.warn("old ways")
"""


def test_every_line_is_one_json_object_with_message_level_and_ids():
    run = subprocess.run(
        [sys.executable, "-c", LINES.replace("TRACEPARENT", TRACEPARENT)], capture_output=True, text=True, timeout=30
    )
    assert (run.returncode, run.stderr) == (0, "")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert all({"message", "level", "request_id", "timestamp"} <= set(line) for line in lines)
    told = {line["message"]: line for line in lines}
    assert (told["started"]["level"], told["started"]["request_id"], told["started"]["count"]) == ("info", "-", 3)
    assert "trace_id" not in told["started"]
    assert told["started"]["text"] == "Zoë\nnew line"
    for message in ("inside", "theirs 7"):
        assert (told[message]["request_id"], told[message]["trace_id"]) == ("r-1", TRACE)
    assert any("old ways" in message for message in told)
    assert not any(message.startswith("GET") for message in told)


def test_no_line_shows_the_text_of_an_error_but_every_one_where_it_was():
    run = subprocess.run([sys.executable, "-c", LINES], capture_output=True, text=True, timeout=30)
    assert "Ada Lovelace" not in run.stdout + run.stderr
    told = {(line := json.loads(each))["message"]: line for each in run.stdout.splitlines()}
    for message in ("it failed", "we failed"):
        assert "ValueError" in told[message]["exception"]
        assert 'File "<string>", line' in told[message]["exception"]
    assert "Task exception was never retrieved" in told


def test_an_error_is_described_by_its_kind_its_place_and_its_cause():
    try:
        try:
            raise KeyError("Ada Lovelace")
        except KeyError as cause:
            raise ValueError("Charles Babbage") from cause
    except ValueError as error:
        described, stack = telemetry.describe(error), telemetry.stack(error)
    assert described.startswith("ValueError at test_telemetry.py:")
    assert "KeyError" in stack
    assert "caused by" in stack
    for name in ("Ada", "Babbage"):
        assert name not in described + stack.replace('raise KeyError("Ada Lovelace")', "").replace(
            'raise ValueError("Charles Babbage")', ""
        )


@pytest.mark.parametrize("given", [None, "", "nonsense", f"00-{'0' * 32}-{'0' * 16}-01", f"00-{TRACE}", "🦊"])
def test_without_a_usable_traceparent_a_new_trace_begins(given):
    seen = set()
    for _ in range(2):
        with telemetry.continued(given, "r-1") as passed_on:
            assert telemetry.request_id.get() == "r-1"
            seen.add(passed_on.split("-")[1])
    assert len(seen) == 2
    assert telemetry.request_id.get() == "-"
    assert telemetry.traceparent_now() is None


def test_a_trace_is_continued_and_left_again():
    with telemetry.continued(TRACEPARENT, "r-1"):
        assert telemetry.traceparent_now().split("-")[1] == TRACE
        with telemetry.continued(None, "r-2") as other:
            assert TRACE not in other
        assert telemetry.request_id.get() == "r-1"


@pytest.fixture
def heard(monkeypatch):
    """What the log was told, as it would be printed."""
    lines = []

    def keep(logger, method, event):
        lines.append(telemetry._with_ids(logger, method, event))
        raise structlog.DropEvent

    with_it = structlog.get_config()["processors"]
    structlog.configure(processors=[keep])
    yield lines
    structlog.configure(processors=with_it)


async def test_one_trace_leads_from_the_request_over_the_outbox_to_the_reaction(
    client, database, service, bus, monkeypatch
):
    traces = []
    reaction = service.reactions.all["note_thing"]

    async def look(session, event):
        context = trace.get_current_span().get_span_context()
        traces.append((format(context.trace_id, "032x"), telemetry.request_id.get()))

    monkeypatch.setattr(bus, "_subscriptions", [])
    from clinic_common.inbox import Reactions

    reactions = Reactions("toy")
    reactions.on(ThingMade)(look)
    for subscription in reactions.subscriptions(database):
        await bus.subscribe(subscription)
    headers = {"traceparent": TRACEPARENT, "X-Request-Id": "desk-7"}
    body = {"name": "Ada", "patient_id": str(new_id())}
    answer = await client.post("/things", json=body, headers=headers)
    assert (answer.status_code, answer.headers["x-request-id"]) == (201, "desk-7")
    await eventually(lambda: _some(traces), every=0.01)
    assert traces == [(TRACE, "desk-7")]
    assert reaction.name == "note_thing"

    async def headers_of(session):
        told = select(OUTBOX.c.headers).where(OUTBOX.c.type == ThingMade.wire_name)
        return (await session.execute(told)).scalars().all()

    for kept in await database.read(headers_of):
        assert kept["traceparent"].split("-")[1] == TRACE
        assert kept["request_id"] == "desk-7"


async def _some(found):
    return found


async def test_two_requests_at_once_keep_their_traces_apart(client, database):
    ids = [f"{number:032x}" for number in range(1, 9)]
    await asyncio.gather(
        *(
            client.post(
                "/things",
                json={"name": each, "patient_id": str(new_id())},
                headers={"traceparent": f"00-{each}-00f067aa0ba902b7-01"},
            )
            for each in ids
        )
    )

    async def headers_of(session):
        query = select(OUTBOX.c.headers).where(OUTBOX.c.type == ThingMade.wire_name)
        return (await session.execute(query)).scalars().all()

    kept = await database.read(headers_of)
    assert sorted(headers["traceparent"].split("-")[1] for headers in kept) == ids


async def test_a_request_leaves_one_line_without_its_path_query_or_body(client, heard):
    made = await client.post("/things", json={"name": "Ada Lovelace", "patient_id": str(new_id())})
    heard.clear()
    answer = await client.get(f"/things/{made.json()['id']}?q=Lovelace", headers={"X-Request-Id": "r-9"})
    assert answer.status_code == 200
    [line] = [line for line in heard if line["event"] == "request"]
    told = (line["method"], line["route"], line["status"], line["service"], line["request_id"])
    assert told == ("GET", "/things/{thing_id}", 200, "toy", "r-9")
    assert "Lovelace" not in repr(heard)
    assert made.json()["id"] not in repr(line)


async def test_an_unwanted_request_id_is_replaced(client):
    for given in ("x" * 65, "a b", "<script>", ""):
        answer = await client.get("/whoami", headers={"X-Request-Id": given})
        assert answer.headers["x-request-id"] != given


async def test_a_mistake_of_ours_is_logged_with_its_stack_and_without_its_text(client, heard):
    answer = await client.get("/broken")
    [line] = [line for line in heard if line["event"] == "internal error"]
    assert "RuntimeError" in line["error"]
    assert "toy" in line["stack"]
    assert line["request_id"] == answer.json()["request_id"]


async def test_a_failing_reaction_is_logged_without_what_it_was_about(service, database, heard):
    from toy.house import message

    [note] = service.reactions.subscriptions(database)
    with pytest.raises(ValueError, match="cannot be done"):
        await note.handle(message(database.sealer, "poison"))
    [line] = [line for line in heard if line["event"] == "reaction failed"]
    assert line["error"].startswith("ValueError at")
    assert "poison" not in repr(heard)
    assert "cannot be done" not in repr(heard)


async def test_the_backlog_is_measured(database, bus):
    from toy import make_thing

    await database.run(make_thing, name="Ada", patient_id=new_id())
    await asyncio.sleep(0.01)
    await Relay(database, bus)._measure()
    assert telemetry.OUTBOX_PENDING.labels("toy")._value.get() == 1
    assert 0 < telemetry.OUTBOX_AGE_SECONDS.labels("toy")._value.get() < 60
    assert utc_now().tzinfo is not None
