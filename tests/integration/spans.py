"""An OTLP receiver of our own: keeps the spans that processes send, as trees."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Span:
    """One piece of work: what, by which process, as part of what."""

    process: str
    name: str
    trace: bytes
    id: bytes
    parent: bytes


@dataclass
class Receiver:
    """Where spans are sent to, and what came."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)

    def take(self, body: bytes) -> None:
        """Read one message of OTLP."""
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            told = {attribute.key: attribute.value.string_value for attribute in resource.resource.attributes}
            self.spans += [
                Span(told["service.name"], span.name, span.trace_id, span.span_id, span.parent_span_id)
                for scope in resource.scope_spans
                for span in scope.spans
            ]

    def traces_of(self, name: str) -> set[bytes]:
        """The traces that have a span of this name."""
        return {span.trace for span in self.spans if span.name == name}

    def tree(self, trace: bytes) -> dict[bytes, Span]:
        """The spans of one trace, by their ids."""
        return {span.id: span for span in list(self.spans) if span.trace == trace}


def way_up(tree: dict[bytes, Span], span: Span) -> list[str]:
    """The names from a span up to the root, whose parent is nobody's."""
    names = [span.name]
    while span.parent:
        if span.parent not in tree:
            return [*names, "?"]
        span = tree[span.parent]
        names.append(span.name)
    return names


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive spans on a port of this machine."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.take(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/v1/traces"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
