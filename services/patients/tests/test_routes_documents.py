"""Documents over HTTP: what goes in comes out, and nothing else."""

import hashlib
import io
import os
import time
import zipfile
from datetime import timedelta

import pytest
from clinic_common.database import new_id, utc_now
from clinic_contracts.trail import AccessRecorded
from patients import rules
from patients.jobs import forget_abandoned
from patients.models import Document
from sqlalchemy import func, select, update

PDF = b"%PDF-1.7\nnot much of a page\n%%EOF\n"
SECRET = b"%PDF-1.7\nHypokalaemia\n"


@pytest.fixture
def announce(client, post):
    """`await announce(PDF, …)`: the announced document and whose it is."""

    async def make(content, filename="letter.pdf", content_type="application/pdf", **more):
        patient = await post()
        body = {"filename": filename, "content_type": content_type, "size": len(content), **more}
        answer = await client.post(f"/patients/{patient['id']}/documents", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json(), f"/patients/{patient['id']}/documents/{answer.json()['id']}"

    return make


@pytest.fixture
def send(client):
    """Send bytes to where an announcement said, without being signed in."""

    async def put(announced, content):
        upload = announced["upload"]
        headers = upload["headers"] | {"Authorization": ""}
        return await client.request(
            upload["method"], upload["url"].removeprefix("/api"), content=content, headers=headers
        )

    return put


@pytest.fixture
def fetch(client):
    async def get(url, **more):
        return await client.get(url.removeprefix("/api"), headers={"Authorization": ""}, **more)

    return get


def files(settings):
    return [file for file in settings.document_folder.rglob("*") if file.is_file()]


async def test_a_document_goes_in_and_comes_out_and_each_step_stands_in_the_trail(
    client, announce, send, fetch, settings, emitted
):
    announced, path = await announce(SECRET, "../../etc/Lab result\u202efdp.exe")
    assert (await client.get(path)).json()["download"] is None
    assert (await send(announced, SECRET)).status_code == 204
    done = await client.post(f"{path}/complete")
    assert done.status_code == 200, done.text
    document = done.json()
    assert document["filename"] == "Lab result_fdp.exe.pdf"
    assert (document["content_type"], document["size"]) == ("application/pdf", len(SECRET))
    assert document["sha256"] == hashlib.sha256(SECRET).hexdigest()
    assert (await client.post(f"{path}/complete")).json() == document
    listed = await client.get(path.rpartition("/")[0])
    assert listed.json()["items"] == [document]
    link = (await client.get(path)).json()["download"]
    answer = await fetch(link)
    assert (answer.status_code, answer.content) == (200, SECRET)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="Lab result_fdp.exe.pdf"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    [kept] = files(settings)
    assert b"Hypokalaemia" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0
    seen = [access for access in await emitted(AccessRecorded) if "document" in access.action]
    assert [access.action for access in seen][-2:] == ["get_document", "download_document"]
    assert seen[-1].actor_id == seen[-2].actor_id
    assert {str(subject) for access in seen for subject in access.subject_ids} == {document["patient_id"]}


async def test_p16_a_complete_document_never_changes(client, announce, send, settings):
    announced, path = await announce(PDF)
    await send(announced, PDF)
    assert (await client.post(f"{path}/complete")).status_code == 200
    again = await send(announced, b"%PDF-1.7\nnot much of a pagX\n%%EOF\n")
    assert (again.status_code, again.json()["code"]) == (409, "document_already_complete")
    [kept] = files(settings)
    assert kept.name.endswith(hashlib.sha256(PDF).hexdigest())


async def test_what_was_not_sent_whole_is_not_complete_and_leaves_nothing(client, app, announce, send, settings):
    announced, path = await announce(PDF)
    assert (await client.post(f"{path}/complete")).json()["code"] == "document_incomplete"
    assert (await send(announced, PDF[:-1])).json()["code"] == "document_incomplete"
    assert (await send(announced, PDF + b"x")).json()["code"] == "document_too_large"

    messages = iter([{"type": "http.request", "body": PDF[:5], "more_body": True}, {"type": "http.disconnect"}])
    answers = []

    async def receive():
        return next(messages)

    async def answer(message):
        answers.append(message)

    path_of_upload = announced["upload"]["url"].removeprefix("/api")
    scope = {"type": "http", "method": "PUT", "path": path_of_upload, "raw_path": path_of_upload.encode(),
             "query_string": b"", "headers": [], "http_version": "1.1", "scheme": "http", "client": ("::1", 1),
             "server": None, "root_path": "", "asgi": {"version": "3.0"}}  # fmt: skip
    await app(scope, receive, answer)
    assert answers[0]["status"] == 409
    assert files(settings) == []
    assert (await client.get(path.rpartition("/")[0])).json()["items"] == []


async def test_p17_a_link_is_for_one_purpose_and_not_for_long(client, announce, send, fetch, monkeypatch):
    announced, path = await announce(PDF)
    upload = announced["upload"]["url"]
    await send(announced, PDF)
    await client.post(f"{path}/complete")
    assert (await fetch(upload.replace("upload", "download"))).json()["code"] == "document_link_invalid"
    link = (await client.get(path)).json()["download"]
    for broken in (
        link[:-2],
        link[:-9] + ("A" if link[-9] != "A" else "B") + link[-8:],
        link + "A",
        "/documents/download/x.y",
    ):
        assert (await fetch(broken)).json()["code"] == "document_link_invalid"
    monkeypatch.setattr(rules, "DOWNLOAD_FOR", timedelta(seconds=-1))
    late = (await client.get(path)).json()["download"]
    assert (await fetch(late)).json()["code"] == "document_link_invalid"
    monkeypatch.setattr(rules, "UPLOAD_FOR", timedelta(seconds=-1))
    announced, _ = await announce(PDF)
    assert (await send(announced, PDF)).json()["code"] == "document_link_invalid"


async def test_p7_a_document_of_somebody_else_is_not_found(client, post, announce):
    _, path = await announce(PDF)
    other = await post(given_name="Bob")
    elsewhere = f"/patients/{other['id']}/documents/{path.rpartition('/')[2]}"
    assert (await client.get(elsewhere)).status_code == 404
    assert (await client.post(f"{elsewhere}/complete")).status_code == 404
    assert (await client.get(f"/patients/{new_id()}/documents")).status_code == 404


async def test_p15_a_document_that_is_too_large_is_not_even_announced(client, post, settings):
    patient = await post()
    body = {"filename": "x.pdf", "content_type": "application/pdf", "size": settings.document_limit + 1}
    answer = await client.post(f"/patients/{patient['id']}/documents", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "document_too_large")
    assert answer.json()["errors"][0]["pointer"] == "/size"


@pytest.mark.parametrize(
    ("content", "declared", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "image/svg+xml", "document_type_refused"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>hi", "text/plain", "document_type_refused"),
        (b"MZ\x90\x00\x03", "application/octet-stream", "document_type_refused"),
        (b"\x89PNG\r\n\x1a\n....", "application/pdf", "document_mistyped"),
    ],
)
async def test_p15_what_may_not_be_kept_is_refused_and_removed(
    client, announce, send, settings, content, declared, code
):
    announced, path = await announce(content, "x.pdf", declared)
    assert (await send(announced, content)).status_code == 204
    answer = await client.post(f"{path}/complete")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert files(settings) == []


async def test_what_was_announced_and_never_completed_is_forgotten_after_a_day(
    client, database, resources, announce, send, settings
):
    finished, path = await announce(PDF)
    await send(finished, PDF)
    await client.post(f"{path}/complete")
    abandoned, _ = await announce(PDF)
    await send(abandoned, PDF)
    await announce(PDF)
    half = settings.document_folder / "arriving" / "0.half"
    half.write_bytes(b"half")
    await forget_abandoned(resources)
    assert len(files(settings)) == 3

    async def age(session):
        await session.execute(update(Document).values(created_at=utc_now() - timedelta(hours=25)))

    await database.run(age)
    os.utime(half, (time.time() - 90_000,) * 2)
    await forget_abandoned(resources)
    [kept] = files(settings)
    assert finished["id"] in kept.name

    async def count(session):
        return (await session.execute(select(func.count()).select_from(Document))).scalar_one()

    assert await database.read(count) == 1


async def test_documents_follow_a_merge_and_go_out_without_their_content(client, post, announce, send, as_role):
    announced, path = await announce(PDF)
    await send(announced, PDF)
    await client.post(f"{path}/complete")
    survivor = await post(given_name="Adda")
    merged = {"duplicate_id": path.split("/")[2]}
    assert (await client.post(f"/patients/{survivor['id']}/merge", json=merged)).status_code == 201
    [document] = (await client.get(f"/patients/{survivor['id']}/documents")).json()["items"]
    assert document["id"] == announced["id"]
    out = await client.get(f"/patients/{survivor['id']}/export", headers=as_role("doctor"))
    [entry] = [e["resource"] for e in out.json()["entry"] if e["resource"]["resourceType"] == "DocumentReference"]
    attachment = entry["content"][0]["attachment"]
    assert (attachment["title"], attachment["size"], "data" in attachment) == ("letter.pdf", len(PDF), False)
    from fhir.resources.R4B.bundle import Bundle

    Bundle.model_validate_json(out.content)


def package(kind, *more, unpacked=b""):
    """A small OOXML package."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        base = "application/vnd.openxmlformats-officedocument"
        parts.writestr("[Content_Types].xml", f'<Types><Override ContentType="{base}.{kind}.main+xml"/></Types>')
        parts.writestr("word/document.xml", unpacked or "<w/>")
        for name in more:
            parts.writestr(name, "x")
    return file.getvalue()


WORD, SHEET = "wordprocessingml.document", "spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"), (b"GIF89a..", "image/gif"), (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"), (b"II*\0", "image/tiff"), ("Grüße\n".encode(), "text/plain"),
        (package(WORD), "application/vnd.openxmlformats-officedocument." + WORD),
        (package(SHEET), "application/vnd.openxmlformats-officedocument." + SHEET),
    ],
)  # fmt: skip
def test_p15_what_a_document_is_is_told_by_its_content(content, kind):
    assert rules.kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"", b" \n", b"#!/bin/sh\n", b"\0\0", b"\xff\xfe", b" x <ScRipt>", b"PK\x03\x04 broken",
        package("something.else"), package(WORD, "word/vbaProject.bin"), package(WORD + ".macroEnabled"),
        package(WORD, unpacked=bytes(251_000_000)), package(WORD)[:-30],
    ],
    ids=range(12),
)  # fmt: skip
def test_p15_what_may_not_be_kept_is_told_by_its_content(content):
    with pytest.raises(rules.DocumentTypeRefused):
        rules.kind_of(content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\temp\\a.pdf", "a.pdf"), ("..", "document"), ("a" * 300, "a" * 150),
        ("x\0y:.pdf", "x_y_.pdf"), ("\u202egnp.exe", "gnp.exe"), ("Befund Ä.pdf", "Befund Ä.pdf"),
        (".htaccess", "htaccess"),
    ],
)  # fmt: skip
def test_a_filename_is_only_a_name(given, kept):
    assert rules.clean_filename(given) == kept
