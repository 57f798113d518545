"""The web app's files, and nothing else of the disk."""

import gzip

import pytest

from .conftest import house_of, raw

SCRIPT = b"console.log('clinic')"


@pytest.fixture
def web_folder(tmp_path):
    """A built web app, with a secret beside it."""
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "web"
    (folder / "assets").mkdir(parents=True)
    page = '<html><head><script nonce="{{csp-nonce}}" src="/assets/app-1a2b.js"></script></head></html>'
    (folder / "index.html").write_text(page)
    (folder / "assets" / "app-1a2b.js").write_bytes(SCRIPT)
    (folder / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (folder / "assets" / "app-1a2b.js.br").write_bytes(b"brotli")
    (folder / "manifest.webmanifest").write_text("{}")
    (folder / "sw.js").write_text("self.oninstall = null")
    (folder / "assets" / "out.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
async def house(signer, web_folder):
    """A gateway with a web app."""
    async with house_of(signer, "inside", web_folder=web_folder, storage_origins="https://files.example") as house:
        del house.client.headers["Authorization"]
        house.client.headers["Accept-Encoding"] = "identity"
        yield house


async def test_every_place_of_the_app_is_its_one_page_never_cached_with_a_nonce_of_its_own(house):
    nonces = set()
    for path in ("/", "/patients", "/patients/0192/chart", "/calendar", "/index.html"):
        answer = await house.client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert answer.headers["cache-control"] == "no-cache"
        policy = answer.headers["content-security-policy"]
        nonce = answer.text.split('nonce="')[1].split('"')[0]
        assert f"script-src 'self' 'nonce-{nonce}'" in policy
        assert "connect-src 'self' https://files.example;" in policy
        assert "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy
        nonces.add(nonce)
    assert len(nonces) == 5


async def test_hashed_files_are_kept_forever_and_come_compressed(house):
    plain = await house.client.get("/assets/app-1a2b.js")
    assert (plain.content, plain.headers["content-type"]) == (SCRIPT, "text/javascript; charset=utf-8")
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in plain.headers
    squeezed = await house.client.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "gzip, br;q=0"})
    assert (squeezed.headers["content-encoding"], squeezed.content) == ("gzip", SCRIPT)
    _, headers, body = await raw(
        house.gateway, "GET", b"/assets/app-1a2b.js", [(b"accept-encoding", b"gzip, deflate, br")]
    )
    assert (headers["content-encoding"], body, headers["vary"]) == ("br", b"brotli", "Accept-Encoding")
    again = await house.client.get("/assets/app-1a2b.js", headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await house.client.head("/assets/app-1a2b.js")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(SCRIPT)))
    manifest = await house.client.get("/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert manifest.headers["cache-control"] == "no-cache"


async def test_the_service_worker_may_fetch_what_it_keeps_and_nothing_else(house):
    worker = await house.client.get("/sw.js")
    assert worker.headers["cache-control"] == "no-cache"
    assert "default-src 'none'; connect-src 'self';" in worker.headers["content-security-policy"]
    asset = await house.client.get("/assets/app-1a2b.js")
    assert "connect-src" not in asset.headers["content-security-policy"]


async def test_nothing_but_the_listed_files_is_served(house):
    for path in (
        b"/secret.txt", b"/../secret.txt", b"/%2e%2e/secret.txt", b"/assets/../../secret.txt",
        b"/assets/..%2f..%2fsecret.txt",
        b"/assets/out.txt", b"/assets/app-1a2b.js.gz", b"/assets/none.js", b"//etc/passwd", b"/etc%00/passwd",
        b"/assets//app-1a2b.js", b"/%5c..%5csecret.txt", b"/assets/%2fetc%2fpasswd",
    ):  # fmt: skip
        status, _, body = await raw(house.gateway, "GET", path)
        assert status in (400, 404), path
        assert b"secret" not in body.replace(b"request_id", b"")


async def test_the_app_is_never_the_answer_to_a_call(house):
    for method, path in (("GET", "/api"), ("GET", "/api/nothing"), ("POST", "/patients"), ("PUT", "/")):
        answer = await house.client.request(method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_without_a_web_app_a_plain_page_says_where_to_look(inner):
    answer = await inner.client.get("/", headers={"Authorization": ""})
    assert answer.status_code == 200 and "/docs" in answer.text
    assert (await inner.client.get("/patients")).status_code == 404


async def test_a_web_folder_that_is_not_there_stops_the_start(signer, tmp_path):
    with pytest.raises(FileNotFoundError):
        async with house_of(signer, "inside", web_folder=tmp_path / "none"):
            pass
