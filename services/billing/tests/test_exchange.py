"""The exchange with a clearinghouse: nothing twice, nothing lost, whatever step it is killed at."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from billing import commands
from billing.exchange import QUIET_SECONDS, Busy, Folders
from billing.jobs import exchange_files
from billing.models import Claim
from billing.settings import BillingSettings
from clinic_common.testing import RING

from .conftest import BY, NOW, TERMS
from .test_claims import PROVIDER, claim_for, covered, errors_of, submit
from .test_x12 import PLAIN, answer, remittance, wrapped

ROOT = Path(__file__).parents[3]


# X1 X2
def test_x1_x2_whatever_step_it_is_killed_at_each_file_goes_and_comes_once(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "services.billing.tests.killed", str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr[-3000:]
    *killed, last = json.loads(run.stdout.splitlines()[-1])
    assert len(killed) >= 20
    for at, found in enumerate([*killed, last], 1):
        assert found == {
            "killed": found is not last,
            "states": ["taken", "sent"],
            "posted": [8_000, 1],
            "fetched": [True],
            "in": [],
            "archived": ["answer.835"],
        }, at


@pytest.fixture
def exchange(database, tmp_path):
    """`await exchange()`: one round."""
    settings = BillingSettings(
        database_url="sqlite+aiosqlite://", bus_url="inprocess:", sealing_keys=RING, clearinghouse_folder=tmp_path
    )

    async def once():
        await exchange_files(SimpleNamespace(settings=settings, database=database))

    return once


def arrive(folder, name, content, *, age=2 * QUIET_SECONDS):
    """A file the clearinghouse has put into `in`."""
    path = folder / "in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


async def states(rows):
    return [tuple(row) for row in await rows("SELECT kind, state, why FROM exchange_files ORDER BY id")]


async def test_a_claim_goes_out_and_its_answers_come_in(desk, database, exchange, rows, tmp_path):
    claim = await claim_for(database, *await covered(desk, database))
    await database.run(
        commands.submit_claim, claim_id=claim.id, provider=PROVIDER, terms=TERMS, deliver=True, by=BY, now=NOW
    )
    await exchange()
    [sent] = (tmp_path / "out").iterdir()
    assert (sent.name, errors_of(sent.read_text())) == ("claims-000000001.837", [])
    accepted = ["999", "AK1*HC*1*005010X222A1", "AK2*837*0001", "IK5*A", "AK9*A*1*1*1"]
    arrive(tmp_path, "b.999", wrapped(accepted, group="FA", version="005010X231A1"))
    told = ["277", "BHT*0085*08*1*20261123*0930*TH", "HL*4*3*PT", f"TRN*2*{claim.control_number}",
            "STC*A2:20*20261123*WQ*100.5", "REF*1K*PAYER-77"]  # fmt: skip
    arrive(tmp_path, "c.277", wrapped(told, group="HN", version="005010X214"))
    await exchange()
    found = await database.read(lambda session: session.get_one(Claim, claim.id))
    assert (found.state, found.payer_claim_number) == ("accepted", "PAYER-77")
    said = answer(claim.control_number, charge="100.5", paid="80", adjust=["CO*45*15.5", "PR*3*5"],
                  on=f"{claim.service_on:%Y%m%d}")  # fmt: skip
    for name in ("d.835", "the-same-again.835"):
        arrive(tmp_path, name, wrapped(remittance(said, amount="80")))
        await exchange()
    assert [row[:2] for row in await states(rows)] == [
        ("837", "sent"), ("999", "taken"), ("277", "taken"), ("835", "taken"),
    ]  # fmt: skip
    assert len(await rows("SELECT 1 FROM remittance_postings")) == 1
    assert len(list((tmp_path / "archive" / "taken").iterdir())) == 4
    assert list((tmp_path / "in").iterdir()) == []


async def test_what_cannot_be_read_is_put_aside_and_says_why(exchange, rows, tmp_path):
    arrive(tmp_path, "cut.835", wrapped(PLAIN)[:-20])
    arrive(tmp_path, "picture.png", b"\x89PNG" + bytes(range(256)))
    young = arrive(tmp_path, "young.835", wrapped(PLAIN)[:300], age=0)
    half = arrive(tmp_path, ".half.835", wrapped(PLAIN))
    await exchange()
    (one, two) = await states(rows)
    assert (one[1], two[1]) == ("refused", "refused")
    assert "Segment" in one[2]
    assert "neither a remittance" in two[2]
    assert len(list((tmp_path / "archive" / "refused").iterdir())) == 2
    assert young.exists()
    assert half.exists()


async def test_one_process_at_a_time_works_on_the_folders(tmp_path, exchange, rows):
    arrive(tmp_path, "a.835", wrapped(PLAIN))
    with Folders(tmp_path).alone():
        with pytest.raises(Busy), Folders(tmp_path).alone():
            pass
        await exchange()
        assert await states(rows) == []
    await exchange()
    assert [row[1] for row in await states(rows)] == ["taken"]


# C5
async def test_c5_a_999_of_a_batch_speaks_of_each_claim_in_it(desk, database, exchange, tmp_path):
    claims = [await claim_for(database, *await covered(desk, database)) for _ in range(3)]
    await database.run(
        commands.submit_claims, claim_ids=[claim.id for claim in claims], terms=TERMS, deliver=False, by=BY, now=NOW,
        provider=replace(PROVIDER, receiver_id="CLEARING"),
    )  # fmt: skip
    partly = ["999", "AK1*HC*1*005010X222A1", "AK2*837*0001", "IK5*A", "AK2*837*0002", "IK3*NM1*8**8",
              "IK4*9*67*1", "IK5*R*5", "AK2*837*0003", "IK5*E", "AK9*P*3*3*2"]  # fmt: skip
    arrive(tmp_path, "p.999", wrapped(partly, group="FA", version="005010X231A1"))
    await exchange()
    found = [await database.read(lambda session, id=claim.id: session.get_one(Claim, id)) for claim in claims]
    assert [claim.state for claim in found] == ["submitted", "rejected", "submitted"]
    assert "IK4 9 67 1" in found[1].payer_answer
    again = await submit(database, found[1])
    assert again.interchange_number == 2
    # an acknowledgement of the first file says nothing about the second
    arrive(tmp_path, "late.999", wrapped(["999", "AK1*HC*1*005010X222A1", "AK9*R*3*3*0"], group="FA"), age=20)
    await exchange()
    found = [await database.read(lambda session, id=claim.id: session.get_one(Claim, id)) for claim in claims]
    assert [claim.state for claim in found] == ["rejected", "submitted", "rejected"]
    assert NOW + timedelta(minutes=1) == again.submitted_at
