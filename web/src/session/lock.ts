/** The lock of a shared desk: after minutes without a touch the screen closes; work stays where it was. */

const LOCKED = 'clinic.locked';
const TOUCHED = 'clinic.touched';
const WRITE_EVERY_MS = 5_000;

/** How long nobody may touch this browser before its screen closes. */
export const IDLE_MS = 10 * 60_000;

interface Foundation {
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  now: () => number;
}

/** Whether the screen is closed: one answer for all tabs, also after a reload. It remembers times, never people. */
export class Lock {
  private readonly listeners = new Set<() => void>();
  private written = 0;
  private readonly foundation: Foundation;

  constructor(foundation: Partial<Foundation> = {}) {
    this.foundation = { memory: globalThis.localStorage, now: Date.now, ...foundation };
  }

  readonly isClosed = (): boolean => this.foundation.memory.getItem(LOCKED) !== null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Somebody is here; whoever comes back after too long finds the screen closed, however the clock was stopped meanwhile. */
  touch(): void {
    this.look();
    const now = this.foundation.now();
    if (this.isClosed() || now - this.written < WRITE_EVERY_MS) return;
    this.written = now;
    this.foundation.memory.setItem(TOUCHED, String(now));
  }

  /** Close the screen if nobody was here for too long. */
  look(): void {
    const touched = Number(this.foundation.memory.getItem(TOUCHED) ?? this.foundation.now());
    if (!this.isClosed() && this.foundation.now() - touched >= IDLE_MS) this.close();
  }

  close(): void {
    this.foundation.memory.setItem(LOCKED, '1');
    this.tell();
  }

  open(): void {
    this.foundation.memory.removeItem(LOCKED);
    this.written = 0;
    this.foundation.memory.setItem(TOUCHED, String(this.foundation.now()));
    this.tell();
  }

  /** Another tab closed or opened it. */
  readonly tell = (): void => {
    for (const listener of this.listeners) listener();
  };
}

/** The one lock of this browser. */
export const lock = new Lock(globalThis.localStorage ? {} : { memory: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined } });
