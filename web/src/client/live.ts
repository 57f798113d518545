/** Server-sent events through fetch, so that the token travels in a header: what changed, ids only. */
import { session } from '@/session/session.ts';

/** What a line of the stream says: an event's name and the ids in it. */
export interface Change {
  type: string;
  ids: Record<string, string>;
  version?: number;
}

interface Listener {
  onChange: (change: Change) => void;
  /** Something may have been missed: load anew. */
  onLost: () => void;
  onConnected: (connected: boolean) => void;
}

/** Splits a stream of text into server-sent events as it arrives. */
export class EventReader {
  private rest = '';

  /** The events that a piece of text completes, as [name, data]. */
  read(piece: string): [string, string][] {
    const blocks = (this.rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    this.rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      let name = 'message';
      const data: string[] = [];
      for (const line of block.split('\n')) {
        if (line.startsWith('event:')) name = line.slice(6).trim();
        else if (line.startsWith('data:')) data.push(line.slice(5).trim());
      }
      return data.length ? [[name, data.join('\n')] as [string, string]] : [];
    });
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Listen until the signal says stop; connects again by itself, later each time it fails. */
export async function listen(listener: Listener, signal: AbortSignal): Promise<void> {
  let wait = 1_000;
  let connectedBefore = false;
  while (!signal.aborted) {
    try {
      const request = new Request(new URL('/api/events', location.origin), {
        headers: { Accept: 'text/event-stream' },
        signal,
      });
      const answer = await session.fetch(request);
      if (answer.ok && answer.body) {
        listener.onConnected(true);
        if (connectedBefore) listener.onLost();
        connectedBefore = true;
        wait = 1_000;
        await follow(answer.body, listener);
      }
    } catch {
      // A broken line is told by onConnected; the next round tries again.
    }
    if (signal.aborted) return;
    listener.onConnected(false);
    await pause(wait * (0.75 + Math.random() / 2), signal);
    wait = Math.min(wait * 2, 30_000);
  }
}

async function follow(body: ReadableStream<Uint8Array<ArrayBuffer>>, listener: Listener): Promise<void> {
  const reader = new EventReader();
  const pieces = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await pieces.read();
    if (done) return;
    for (const [name, data] of reader.read(value)) {
      if (name === 'lost') listener.onLost();
      else if (name === 'message') listener.onChange(JSON.parse(data) as Change);
    }
  }
}
