/** Wall clocks and moments: what the clock on a location's wall shows, and back, right across clock changes. */

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(zone, clock);
  }
  return clock;
}

/** The zone this browser is in. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What a wall clock in `zone` shows at a moment, as `YYYY-MM-DDTHH:MM:SS`. */
export function wallClock(moment: Date | string, zone: string): string {
  const parts: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(new Date(moment))) parts[type] = value;
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

/** The day a moment falls on in `zone`, as `YYYY-MM-DD`. */
export const dayIn = (moment: Date | string, zone: string): string => wallClock(moment, zone).slice(0, 10);

/** Today's date in `zone`. */
export const todayIn = (zone: string): string => dayIn(new Date(), zone);

/** How far `zone` is ahead of UTC at a moment, in minutes. */
export function offsetMinutes(moment: Date, zone: string): number {
  const shown = Date.parse(`${wallClock(moment, zone)}Z`);
  return Math.round((shown - Math.floor(moment.getTime() / 1000) * 1000) / 60_000);
}

/**
 * The moment at which a wall clock in `zone` shows `clock` (`YYYY-MM-DDTHH:MM[:SS]`).
 *
 * A time the clock skips in spring is read as if the clock had not been changed yet; a time it shows twice
 * in autumn is its first showing.
 */
export function momentOf(clock: string, zone: string): Date {
  const asUtc = Date.parse(`${clock.length === 16 ? `${clock}:00` : clock}Z`);
  const before = offsetMinutes(new Date(asUtc - 86_400_000), zone);
  const after = offsetMinutes(new Date(asUtc + 86_400_000), zone);
  for (const offset of [before, after]) {
    const moment = new Date(asUtc - offset * 60_000);
    if (offsetMinutes(moment, zone) === offset) return moment;
  }
  return new Date(asUtc - before * 60_000);
}

/** A moment as the API writes it: `2026-11-23T09:30:00Z`. */
export const toInstant = (moment: Date): string => moment.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The first moment of a day in `zone`, and the first one after it. */
export function boundsOfDay(day: string, zone: string): [string, string] {
  return [toInstant(momentOf(`${day}T00:00`, zone)), toInstant(momentOf(`${addDays(day, 1)}T00:00`, zone))];
}

/** A date some days later (or earlier). */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The offset of `zone` at noon of a day, as `+05:30`. */
export function offsetText(day: string, zone: string): string {
  const minutes = offsetMinutes(momentOf(`${day}T12:00`, zone), zone);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
