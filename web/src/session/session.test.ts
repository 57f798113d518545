import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '@/problems/problem.ts';
import { Session } from './session.ts';

/** A door that knows which access token is good, and counts what it is asked. */
class Door {
  good = 'first';
  refreshes = 0;
  lifetime = 900;
  otp: string | null = null;
  over = false;
  asked: { path: string; authorization: string | null; body: string }[] = [];

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), 'http://clinic.test'), init);
    const path = new URL(request.url).pathname;
    const authorization = request.headers.get('Authorization');
    const body = await request.text();
    this.asked.push({ path, authorization, body });
    if (path === '/api/auth/login') {
      if (this.otp && !body.includes(this.otp)) return problem(401, 'otp_required');
      return this.tokens();
    }
    if (path === '/api/auth/refresh') {
      this.refreshes += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (this.over) return problem(401, 'invalid_refresh_token');
      this.good = `refreshed-${this.refreshes}`;
      return this.tokens();
    }
    if (path === '/api/auth/logout') return new Response(null, { status: 204 });
    return authorization === `Bearer ${this.good}` ? Response.json({ path, body }) : problem(401, 'invalid_token');
  };

  private tokens = () => Response.json({ access_token: this.good, token_type: 'bearer', expires_in: this.lifetime, refresh_token: 'r' });
}

const problem = (status: number, code: string) => Response.json({ status, code, title: code, detail: code }, { status });
const call = (path: string, body?: string) =>
  new Request(`http://clinic.test${path}`, body ? { method: 'POST', body, headers: { 'Content-Type': 'application/json' } } : {});

let door: Door;
let clock: number;
let session: Session;

beforeEach(() => {
  door = new Door();
  clock = 1_000_000;
  const kept = new Map<string, string>();
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  session = new Session({ fetch: door.fetch as typeof fetch, now: () => clock, alone: (work) => work(), memory });
});

describe('a session', () => {
  test('signs in and calls with its token', async () => {
    await session.signIn('a@clinic.test', 'secret');
    expect(session.isOpen()).toBe(true);
    expect((await session.fetch(call('/api/me'))).status).toBe(200);
  });

  test('asks for the second step when there is one', async () => {
    door.otp = '123456';
    await expect(session.signIn('a@clinic.test', 'secret')).rejects.toMatchObject({ code: 'otp_required' });
    await session.signIn('a@clinic.test', 'secret', '123456');
    expect(session.isOpen()).toBe(true);
  });

  test('refreshes once for any number of calls that meet a 401 at the same time, and loses none of their bodies', async () => {
    await session.signIn('a@clinic.test', 'secret');
    door.good = 'somebody rotated it';
    const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => session.fetch(call('/api/patients', `{"n":${number}}`))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(door.refreshes).toBe(1);
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<{ body: string }>));
    expect(bodies.map(({ body }) => body)).toEqual([1, 2, 3, 4, 5].map((number) => `{"n":${number}}`));
  });

  test('a late 401 of an old token does not refresh a second time', async () => {
    await session.signIn('a@clinic.test', 'secret');
    door.good = 'rotated';
    await session.fetch(call('/api/a'));
    await session.fetch(call('/api/b'));
    expect(door.refreshes).toBe(1);
  });

  test('refreshes before the token expires rather than after', async () => {
    await session.signIn('a@clinic.test', 'secret');
    clock += 899_000;
    expect((await session.fetch(call('/api/me'))).status).toBe(200);
    expect(door.refreshes).toBe(1);
    expect(door.asked.at(-1)?.authorization).toBe('Bearer refreshed-1');
  });

  test('refreshes by itself while nobody does anything', async () => {
    vi.useFakeTimers();
    await session.signIn('a@clinic.test', 'secret');
    await vi.advanceTimersByTimeAsync(860_000);
    expect(door.refreshes).toBe(1);
    vi.useRealTimers();
  });

  test('is over when the refresh is refused, and everybody is told', async () => {
    await session.signIn('a@clinic.test', 'secret');
    const told = vi.fn();
    session.subscribe(told);
    door.good = 'rotated';
    door.over = true;
    expect((await session.fetch(call('/api/me'))).status).toBe(401);
    expect(session.isOpen()).toBe(false);
    expect(told).toHaveBeenCalled();
  });

  test('is not over because the line is down', async () => {
    await session.signIn('a@clinic.test', 'secret');
    const offline = new Session({ fetch: () => Promise.reject(new TypeError('offline')), alone: (work) => work() });
    expect(await offline.refresh()).toBe(false);
    await expect(offline.signIn('a', 'b')).rejects.toSatisfy((error) => Problem.from(error).code === 'offline');
    expect(session.isOpen()).toBe(true);
  });

  test('does not ask for a sign-in nobody made here', async () => {
    expect(await session.resume()).toBe(false);
    expect(door.refreshes).toBe(0);
    await session.signIn('a@clinic.test', 'secret');
    expect(await session.resume()).toBe(true);
  });

  test('forgets its token when signing out', async () => {
    await session.signIn('a@clinic.test', 'secret');
    await session.signOut();
    expect(session.isOpen()).toBe(false);
    expect(door.asked.at(-1)).toMatchObject({ path: '/api/auth/logout', authorization: 'Bearer first' });
  });
});
