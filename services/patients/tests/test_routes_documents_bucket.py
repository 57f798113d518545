"""Documents straight into a bucket: a real S3-speaking server, links that are its own, nothing readable left behind."""

import boto3
import httpx2
import pytest
from clinic_common.sealing import Sealer
from clinic_common.testing import RING
from moto.server import ThreadedMotoServer
from patients.rules import DocumentIncomplete
from patients.storage import Bucket

PDF = b"%PDF-1.7\nconfidential"


@pytest.fixture(scope="module")
def s3():
    """An S3-speaking server with one bucket; as it is shared, each test has a prefix of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("ACCESS_KEY_ID", "test"), ("SECRET_ACCESS_KEY", "test"), ("DEFAULT_REGION", "us-east-1"),
                            ("ENDPOINT_URL", url), ("ALLOW_HTTP", "true")):  # fmt: skip
            patch.setenv(f"AWS_{name}", value)
        client = boto3.client("s3", endpoint_url=url)
        client.create_bucket(Bucket="papers")
        yield client
    server.stop()


@pytest.fixture
def settings(service, database_url, tmp_path, s3):
    return service.settings(
        database_url=database_url, bus_url="inprocess:", sealing_keys=RING,
        document_store=f"s3://papers/{tmp_path.name}",
    )  # fmt: skip


@pytest.fixture
def objects(s3, tmp_path):
    """Everything in the bucket: name → bytes."""

    def look():
        listed = s3.list_objects_v2(Bucket="papers", Prefix=f"{tmp_path.name}/").get("Contents", [])
        names = [item["Key"] for item in listed]
        return {n.split("/", 1)[1]: s3.get_object(Bucket="papers", Key=n)["Body"].read() for n in names}

    return look


async def announced(client, patient, size=len(PDF), kind="application/pdf"):
    body = {"filename": "../../etc/letter.pdf", "content_type": kind, "size": size}
    answer = await client.post(f"/patients/{patient['id']}/documents", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    return made["upload"], f"/patients/{patient['id']}/documents/{made['id']}"


async def send(upload, content):
    async with httpx2.AsyncClient() as outside:
        return await outside.request(upload["method"], upload["url"], content=content, headers=upload["headers"])


async def test_a_document_goes_straight_to_the_bucket_and_is_kept_sealed(client, post, as_role, objects):
    patient = await post()
    client.headers.update(as_role("doctor"))
    upload, path = await announced(client, patient)
    assert upload["url"].startswith("http://127.0.0.1")
    assert (await send(upload, PDF)).status_code == 200
    done = await client.post(f"{path}/complete")
    assert (done.status_code, done.json()["filename"], done.json()["content_type"]) == (
        200, "letter.pdf", "application/pdf",
    )  # fmt: skip
    [(name, kept)] = objects().items()
    assert name.startswith("kept/")
    assert PDF not in kept
    link = (await client.get(path)).json()["download"]
    fetched = await client.get(link.removeprefix("/api"))
    assert (fetched.status_code, fetched.content) == (200, PDF)


async def test_what_lies_or_is_cut_short_leaves_nothing_in_the_record(client, post, as_role, objects):
    patient = await post()
    client.headers.update(as_role("doctor"))
    upload, path = await announced(client, patient)
    early = await client.post(f"{path}/complete")
    assert (early.status_code, early.json()["code"]) == (409, "document_incomplete")
    await send(upload, PDF[:7])
    short = await client.post(f"{path}/complete")
    assert (short.status_code, short.json()["code"]) == (409, "document_incomplete")
    upload, path = await announced(client, patient, kind="image/png")
    await send(upload, PDF)
    lie = await client.post(f"{path}/complete")
    assert (lie.status_code, lie.json()["code"]) == (422, "document_mistyped")
    assert [name.split("/")[0] for name in objects()] == ["arriving"]
    assert (await client.get(f"/patients/{patient['id']}/documents")).json()["items"] == []


async def test_a_bucket_forgets_what_never_arrived_whole_and_takes_another_key(s3, tmp_path):
    from clinic_common.database import new_id

    url, (one, two) = f"s3://papers/{tmp_path.name}", (new_id(), new_id())
    old = Bucket(url, Sealer.from_text(RING))
    await old.receive(one, b"half")
    await old.forget_old_arrivals(seconds=-60)
    with pytest.raises(DocumentIncomplete):
        await old.received(one, size=4)
    sha256 = await old.keep(two, PDF)
    ring = Sealer.ring_with_new_key(RING)
    assert [each async for each in Bucket(url, Sealer.from_text(ring)).reseal()] == [True]
    assert await Bucket(url, Sealer.from_text(ring.partition(",")[2])).read(two, sha256) == PDF
    await old.forget(two)
    with pytest.raises(DocumentIncomplete):
        await old.read(two, sha256)
