"""Logs, metrics and trace context: one line, one set of figures, one trace for what happened."""

import logging
import os
import random
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog
from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags
from prometheus_client import Counter, Gauge, Histogram

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)

# Made once per process: a metric made twice fails, so the service is a label, not a prefix.
HTTP_SECONDS = Histogram(
    "http_request_seconds",
    "Time to answer, by route.",
    ["service", "method", "route", "status"],
    buckets=_FAST,
)
COMMAND_SECONDS = Histogram(
    "command_seconds", "Time of one command or query, its transaction included.",
    ["service", "name", "outcome"], buckets=_FAST,
)  # fmt: skip
COMMAND_RETRIES = Counter("command_retries", "Transactions run again after a deadlock.", ["service", "name"])
REACTION_SECONDS = Histogram(
    "reaction_seconds", "Time of one reaction.", ["service", "reaction", "outcome"], buckets=_FAST
)
EVENT_DELAY_SECONDS = Histogram(
    "event_delay_seconds",
    "From the event to the end of its reaction.",
    ["service", "reaction"],
    buckets=_FAST,
)
OUTBOX_PENDING = Gauge("outbox_pending", "Events that have not left yet.", ["service"])
OUTBOX_AGE_SECONDS = Gauge("outbox_age_seconds", "Age of the oldest event that has not left.", ["service"])
ACCESSES_AGE_SECONDS = Gauge(
    "accesses_age_seconds", "Age of the oldest access that was not handed to the outbox at the last look.", ["service"]
)
EVENTS_PUBLISHED = Counter("events_published", "Events handed to the bus.", ["service"])
DEAD_LETTERS = Counter("dead_letters", "Deliveries given up.", ["service", "reaction"])
DATABASE_UP = Gauge("database_up", "1 while the database answers.", ["service"])
POOL_IN_USE = Gauge("database_pool_in_use", "Connections handed out.", ["service"])
POOL_SIZE = Gauge("database_pool_size", "Connections there may be at most.", ["service"])
QUEUE_WAITING = Gauge("queue_waiting", "Messages a reaction has not worked on yet.", ["service", "reaction"])
QUEUE_DEAD = Gauge("queue_dead", "Messages a reaction gave up on that are still there.", ["service", "reaction"])
RATES_SHARED = Gauge("rates_shared", "1 while calls are counted in Redis; 0: each gateway counts by itself.")
MEMORY_LIMIT = Gauge("process_memory_limit_bytes", "What this process may hold at most.")
PROOF_HOLDS = Gauge("proof_holds", "1 if what was proved held the last time.", ["service", "proof"])
PROOF_AT = Gauge("proof_timestamp_seconds", "When it was proved to hold last; 0: never.", ["service", "proof"])


def _memory_limit() -> float:
    """What MEMORY_LIMIT_MB says, else what the container may have, else what the machine has."""
    if given := os.environ.get("MEMORY_LIMIT_MB"):
        return float(given) * 1e6
    machine = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for file in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):  # no such version of control groups, or "max"
            return min(float(Path(file).read_text()), machine)
    return machine


MEMORY_LIMIT.set_function(_memory_limit)

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""The id of the request or message being worked on; stands in every log line and problem document."""

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")
_tracer = trace.get_tracer("clinic")
_recording = False
"""Whether spans go somewhere."""


def _with_ids(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    event["request_id"] = request_id.get()
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        event["trace_id"] = format(span.trace_id, "032x")
    return event


def _without_texts(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Keep where an error was and what kind it is; its own text may quote a patient's data."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = stack(error)
    record = event.get("_record")
    if record and record.name == "asyncio":
        # Its further lines are the representations of tasks, with the texts of their errors.
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


class _Lines:
    """Our own lines go straight to where the libraries' go: a log record for each would cost more than its request."""

    def __init__(self, out: "logging.StreamHandler[Any]") -> None:
        self._out, self._written = out, 0

    def msg(self, line: str) -> None:
        """Write one line."""
        out = self._out
        with out.lock:  # type: ignore[union-attr]
            out.stream.write(line + "\n")
            out.stream.flush()
            self._written += len(line)
            if isinstance(out, RotatingFileHandler) and self._written > out.maxBytes:
                out.doRollover()
                self._written = 0

    debug = info = warning = error = critical = msg


def set_up_logs(to: Path | None = None) -> None:
    """
    Make every log line, our own and libraries', one JSON object with `message` and `level`.

    :param to: a file instead of stdout, for a terminal with a person in front of it
    """
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        _with_ids,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_texts,
    ]
    as_json: list[Any] = [structlog.processors.EventRenamer("message"), structlog.processors.JSONRenderer()]
    render = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *as_json],
    )
    out: logging.StreamHandler[Any] = logging.StreamHandler(sys.stdout)
    if to:
        to.parent.mkdir(parents=True, exist_ok=True)
        out = RotatingFileHandler(to, maxBytes=10_000_000, backupCount=3)
    out.setFormatter(render)
    root = logging.getLogger()
    root.handlers[:] = [out]
    logging.captureWarnings(True)
    root.setLevel(os.environ.get("LOG_LEVEL", "INFO").upper())
    lines = _Lines(out)
    structlog.configure(
        processors=[*shared, *as_json],
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=True,
    )
    # These write request lines and connection chatter of their own; ours say it once.
    for noisy in ("uvicorn.access", "aio_pika", "aiormq", "alembic.runtime", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def describe(error: BaseException) -> str:
    """What went wrong and where, without the error's own text: that may quote a patient's data."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    code = getattr(error, "code", None)
    return f"{type(error).__name__}{f' ({code})' if isinstance(code, str) else ''}{where}"


def stack(error: BaseException) -> str:
    """The whole stack of an error, and of what caused it, without their texts."""
    lines = [*traceback.format_tb(error.__traceback__), describe(error)]
    cause = error.__cause__ or error.__context__
    return "".join(lines) + (f"\ncaused by:\n{stack(cause)}" if cause else "")


def set_up_traces(service: str, endpoint: str) -> None:
    """Send spans over OTLP/HTTP to `endpoint`; the SDK is loaded only here."""
    global _recording
    if not endpoint or _recording:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)
    _recording = True


def span(name: str) -> AbstractContextManager[trace.Span]:
    """A span around what is done inside; nothing at all while spans go nowhere."""
    return _tracer.start_as_current_span(name) if _recording else nullcontext(trace.INVALID_SPAN)


def _context_of(traceparent: str | None) -> otel_context.Context:
    """The context a W3C `traceparent` stands for; empty, if it is none."""
    if not (found := _TRACEPARENT.fullmatch(traceparent or "")):
        return otel_context.Context()
    trace_id, span_id, flags = (int(part, 16) for part in found.groups())
    parent = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return trace.set_span_in_context(NonRecordingSpan(parent), otel_context.Context())


def _written(span: trace.SpanContext) -> str:
    return f"00-{span.trace_id:032x}-{span.span_id:016x}-{span.trace_flags:02x}"


@contextmanager
def continued(traceparent: str | None, message_id: str) -> Iterator[str]:
    """
    Work inside the trace that a caller or message began, or inside a new one.

    :param traceparent: the W3C header received, if any
    :param message_id: stands as `request_id` in what is logged meanwhile
    :return: the `traceparent` to pass on
    """
    parent = _context_of(traceparent)
    # Where spans are recorded, the first one begins the trace; elsewhere ids for the log are enough.
    if not _recording and not parent:
        fresh = SpanContext(
            trace_id=random.getrandbits(128) or 1,
            span_id=random.getrandbits(64) or 1,
            is_remote=False,
            trace_flags=TraceFlags(TraceFlags.SAMPLED),
        )
        parent = trace.set_span_in_context(NonRecordingSpan(fresh), parent)
    token, mark = otel_context.attach(parent), request_id.set(message_id)
    try:
        yield traceparent_now() or ""
    finally:
        request_id.reset(mark)
        otel_context.detach(token)


def traceparent_now() -> str | None:
    """The W3C `traceparent` of what is being done now, if anything is being traced."""
    span = trace.get_current_span().get_span_context()
    return _written(span) if span.is_valid else None


class Leaving:
    """A message on its way out: a span of its own between what told it and the reactions it brings about."""

    def __init__(self, name: str, headers: dict[str, str]) -> None:
        self.headers = headers
        self._span: trace.Span | None = None
        if _recording and "traceparent" in headers:
            self._span = _tracer.start_span(name, context=_context_of(headers["traceparent"]))
            self.headers = headers | {"traceparent": _written(self._span.get_span_context())}

    def left(self) -> None:
        """It was handed over, or could not be."""
        if self._span:
            self._span.end()
