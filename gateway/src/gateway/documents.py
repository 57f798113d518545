"""One OpenAPI document for the whole suite, made of the services' own; and a page that shows it."""

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from importlib.metadata import version
from typing import Any

import structlog
from clinic_common import telemetry
from clinic_common.http.middleware import App

from .access import GATEWAY, INSIDE, SERVICES, TABLE, Row
from .paths import Routes
from .upstreams import UpstreamGone, ask

log = structlog.get_logger(__name__)

_REFERENCE = "#/components/schemas/"
_AREAS = {
    GATEWAY: "the house",
    "identity": "staff and sign-in",
    "patients": "patients and records",
    "scheduling": "calendar and appointments",
    "billing": "billing",
    "notifications": "messages",
}
_SECURITY = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def parameters_apart(path: str) -> str:
    """A path template without the names of its parameters, to compare templates by."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def _calls(document: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, dict[str, Any], list[Any]]]:
    """(method, template without names) → template, operation, parameters shared by the path."""
    return {
        (method.upper(), parameters_apart(path)): (path, operation, item.get("parameters", []))
        for path, item in document.get("paths", {}).items()
        for method, operation in item.items()
        if method in ("get", "put", "post", "delete", "patch")
    }


def disagreements(documents: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """
    Where the role table and the services differ: routes not in the table, rows without a route, and calls
    whose address another row takes.

    :param documents: service word → its own OpenAPI document
    """
    found = []
    routes = Routes(TABLE)
    for word, document in documents.items():
        inside = {(method, parameters_apart(path)) for of, method, path in INSIDE if of == word}
        offered = set(_calls(document)) - inside
        named = {(row.method, parameters_apart(row.upstream_path)): row for row in TABLE if row.upstream == word}
        found += [f"{word} offers {m} {p}, which is not in the role table" for m, p in sorted(offered - named.keys())]
        found += [
            f"the role table has {row.method} {row.path}, which {word} does not offer"
            for key, row in named.items()
            if key not in offered
        ]
        taken = [(row, routes.at(_example(row.path)).get(row.method)) for row in named.values()]
        found += [f"{row.method} {row.path} is answered as {other}" for row, other in taken if other is not row]
        # A word where a row has a free parameter would be let in by that row, whatever the row for it says.
        for method, path in sorted(offered | inside):
            row = routes.at(_example(f"/api{path}")).get(method)
            if row and row.upstream == word and parameters_apart(row.upstream_path) != path:
                found.append(f"{word} offers {method} {path}, which {row.path} lets in")
    return found


def _example(path: str) -> tuple[str, ...]:
    """An address that a template stands for."""
    filled = re.sub(r"\{[^}]*\}", "00000000-0000-7000-8000-000000000000", path)
    return tuple(filled.strip("/").split("/"))


def merge(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """
    One document of many: the calls of the role table, each with who may make it.

    :param documents: service word (or `gateway`) → its own OpenAPI document; one that is missing is left out
    """
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for word in (GATEWAY, *SERVICES):
        document = documents.get(word)
        if document is None:
            continue
        own = document.get("components", {}).get("schemas", {})
        names = _names_for(word, own, schemas)
        schemas |= {names[name]: _renamed(schema, names) for name, schema in own.items()}
        offered = _calls(document)
        for row in TABLE:
            if row.upstream != word:
                continue
            call = offered.get((row.method, parameters_apart(row.upstream_path)))
            if call is None:
                continue
            inner_path, operation, shared = call
            # With the service's own names for parameters, which its descriptions use.
            public = f"/api{inner_path}" if not row.inner and row.upstream_path != row.path else row.path
            paths.setdefault(public, {})[row.method.lower()] = _operation(row, _renamed(operation, names), shared)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Clinic",
            "version": version("clinic-gateway"),
            "description": (
                "Everything the clinic suite answers, through its one door. Ids are UUIDs, times RFC 3339 in UTC, "
                "money whole numbers of the currency's smallest unit. Errors are problem documents (RFC 9457) "
                "with a `code`. A POST with the same `Idempotency-Key` and body gives the same answer."
            ),
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {name: schemas[name] for name in sorted(_closed(paths, schemas))},
            "securitySchemes": {"bearer": _SECURITY},
        },
        "tags": [{"name": area} for area in _AREAS.values()],
    }


def _names_for(word: str, own: Mapping[str, Any], taken: Mapping[str, Any]) -> dict[str, str]:
    """A schema keeps its name unless another service uses it for something else."""
    return {
        name: name
        if name not in taken or _meaning(name, own) == _meaning(name, taken)
        else f"{word.capitalize()}{name}"
        for name in own
    }


def _meaning(name: str, schemas: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """A schema with everything it refers to, to compare two of the same name by."""
    return schemas[name], _closed(schemas[name], schemas)


def _closed(node: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """All schemas that something refers to, directly or through others."""
    closed: dict[str, Any] = {}
    waiting = [node]
    while waiting:
        for name in re.findall(rf'"{_REFERENCE}([^"]+)"', json.dumps(waiting.pop())):
            if name not in closed and name in schemas:
                closed[name] = schemas[name]
                waiting.append(schemas[name])
    return closed


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    if isinstance(node, list):
        return [_renamed(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    renamed = {key: _renamed(value, names) for key, value in node.items()}
    reference = node.get("$ref")
    if isinstance(reference, str) and reference.startswith(_REFERENCE):
        name = reference.removeprefix(_REFERENCE)
        renamed["$ref"] = _REFERENCE + names.get(name, name)
    mapping = node.get("discriminator", {}).get("mapping") if isinstance(node.get("discriminator"), dict) else None
    if mapping:
        renamed["discriminator"]["mapping"] = {
            key: _REFERENCE + names.get(value.removeprefix(_REFERENCE), value.removeprefix(_REFERENCE))
            for key, value in mapping.items()
        }
    return renamed


def _operation(row: Row, operation: dict[str, Any], shared: list[Any]) -> dict[str, Any]:
    told = operation.get("description", "").strip()
    operation["description"] = f"{told}\n\n**Who may:** {row.who.in_words()}".strip()
    operation["tags"] = [_AREAS[row.upstream]]
    operation["security"] = [] if row.who.open else [{"bearer": []}]
    if shared:
        operation["parameters"] = [*shared, *operation.get("parameters", [])]
    return operation


class Documents:
    """The suite's document, fetched once; what a service that was down missed is added when it is up."""

    def __init__(self, upstreams: Mapping[str, App], own: dict[str, Any]) -> None:
        self._upstreams = upstreams
        self._known: dict[str, Any] = {GATEWAY: own}
        self._merged: dict[str, Any] = {}
        self._bytes = b""
        self._page = b""
        self._of = 0
        self._fetching = asyncio.Lock()

    async def as_json(self) -> bytes:
        """The document as it is served."""
        await self._fetch()
        return self._bytes

    async def as_page(self) -> bytes:
        """The document as a page for people."""
        await self._fetch()
        return self._page

    async def merged(self) -> dict[str, Any]:
        """The document."""
        await self._fetch()
        return self._merged

    async def _fetch(self) -> None:
        async with self._fetching:
            missing = [word for word in SERVICES if word in self._upstreams and word not in self._known]
            await asyncio.gather(*map(self._fetch_one, missing))
            if len(self._known) != self._of:
                self._merged = await asyncio.to_thread(merge, dict(self._known))
                self._bytes = json.dumps(self._merged, separators=(",", ":")).encode()
                self._page = await asyncio.to_thread(page_of, self._merged)
                self._of = len(self._known)

    async def _fetch_one(self, word: str) -> None:
        try:
            status, _, document = await ask(self._upstreams[word], "GET", "/openapi.json", seconds=15.0)
            if status == 200 and isinstance(document, dict):
                self._known[word] = document
        except UpstreamGone as error:
            log.warning("left out of the document", upstream=word, error=telemetry.describe(error))


_STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;text-transform:capitalize}
details{border-top:1px solid var(--line)}summary{cursor:pointer;padding:.35rem 0;list-style:none}
summary:hover{background:var(--soft)}summary span{margin-left:.75rem;opacity:.75}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:var(--soft);padding:.75rem;overflow:auto}
b.m{display:inline-block;width:4.5rem}table{border-collapse:collapse}
td,th{border:1px solid var(--line);padding:.2rem .6rem;text-align:left;vertical-align:top}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
PAGE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of our own pages: their one style sheet, known by its hash, and nothing else."""


def plain_page(title: str, inner: str) -> bytes:
    """A page of our own: no scripts, nothing loaded."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body>{inner}</body></html>"
    ).encode()


def page_of(document: Mapping[str, Any]) -> bytes:
    """The document for people to read, without a script."""
    by_area: dict[str, list[str]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            by_area[operation["tags"][0]].append(_entry(method.upper(), path, operation, document))
    parts = [f"<h2>{escape(area)}</h2>{''.join(entries)}" for area, entries in by_area.items() if entries]
    head = (
        f"<h1>Clinic: what it answers</h1><p>{_text(document['info']['description'])}</p>"
        '<p>For programs: <a href="/openapi.json">openapi.json</a>.</p>'
    )
    return plain_page("Clinic: what it answers", head + "".join(parts))


def _text(markdown: str) -> str:
    """The little Markdown that descriptions hold."""
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", escape(markdown))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text).replace("\n\n", "<br>")


def _entry(method: str, path: str, operation: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(p.get('name', ''))}</code></td><td>{escape(p.get('in', ''))}</td>"
        f"<td>{_text(p.get('description', ''))}{' (needed)' if p.get('required') else ''}</td></tr>"
        for p in operation.get("parameters", [])
    )
    parts = [f"<p>{_text(operation['description'])}</p>"]
    if rows:
        parts.append(f"<table><tr><th>name</th><th>in</th><th>what</th></tr>{rows}</table>")
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"<p>Send <code>{escape(kind)}</code>:</p>{_shape(content.get('schema', {}), document)}")
    for status, answer in operation.get("responses", {}).items():
        kinds = answer.get("content", {})
        parts.append(f"<p><strong>{escape(status)}</strong> {_text(answer.get('description', ''))}</p>")
        parts += [_shape(content.get("schema", {}), document) for content in kinds.values() if status.startswith("2")]
    summary = escape(operation.get("summary", ""))
    head = f'<summary><b class="m">{method}</b><code>{escape(path)}</code><span>{summary}</span></summary>'
    return f'<details id="{escape(operation.get("operationId", ""))}">{head}{"".join(parts)}</details>'


def _shape(schema: Any, document: Mapping[str, Any]) -> str:
    outline = json.dumps(_outline(schema, document, ()), indent=2, ensure_ascii=False)
    return f"<pre>{escape(outline)}</pre>"


def _outline(schema: Any, document: Mapping[str, Any], seen: tuple[str, ...]) -> Any:
    """A schema as an example of itself: field names with what goes there."""
    if not isinstance(schema, dict):
        return "…"
    if reference := schema.get("$ref"):
        name = str(reference).removeprefix(_REFERENCE)
        if name in seen:
            return f"… {name}"
        return _outline(document["components"]["schemas"].get(name, {}), document, (*seen, name))
    for choice in ("anyOf", "oneOf", "allOf"):
        if options := [option for option in schema.get(choice, []) if option.get("type") != "null"]:
            return _outline(options[0], document, seen)
    if schema.get("type") == "array":
        return [_outline(schema.get("items", {}), document, seen)]
    if properties := schema.get("properties"):
        return {name: _outline(value, document, seen) for name, value in properties.items()}
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("type") or "…")
