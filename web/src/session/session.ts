/** The sign-in of this tab: the access token in memory only, refreshed by a cookie scripts cannot read. */
import { Problem } from '@/problems/problem.ts';

interface Tokens {
  access_token: string;
  expires_in: number;
}

interface Foundation {
  fetch: typeof fetch;
  now: () => number;
  /** Runs work while no other tab does the same: a refresh token is good once. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Remembers that there was a sign-in, never whose nor the token: it saves asking in vain. */
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined;
}

const EARLY_SECONDS = 45;
const AUTH = '/api/auth';
const WAS_HERE = 'clinic.was_here';

/** Runs work under a lock all tabs share, where the browser has one. */
function aloneAmongTabs<T>(work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  return locks ? (locks.request('clinic.refresh', work) as Promise<T>) : work();
}

/** Signing in, staying signed in, signing out, and making calls as whoever is signed in. */
export class Session {
  private token: string | null = null;
  private expiresAt = 0;
  private refreshing: Promise<boolean> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly foundation: Foundation;

  constructor(foundation: Partial<Foundation> = {}) {
    this.foundation = {
      fetch: (input, init) => globalThis.fetch(input, init),
      now: Date.now,
      alone: aloneAmongTabs,
      memory: globalThis.localStorage,
      ...foundation,
    };
  }

  /** Whether somebody is signed in here. */
  readonly isOpen = (): boolean => this.token !== null;

  /** Be told when somebody signs in or out. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Sign in; throws the problem `invalid_credentials`, `otp_required` or `too_many_attempts`. */
  async signIn(email: string, password: string, otp?: string): Promise<void> {
    const answer = await this.post(`${AUTH}/login`, { email, password, ...(otp ? { otp } : {}) });
    if (!answer.ok) throw await problemOf(answer);
    this.keep((await answer.json()) as Tokens);
  }

  /** Pick up the sign-in the browser's cookie stands for, if somebody signed in here before. */
  resume(): Promise<boolean> {
    return this.foundation.memory?.getItem(WAS_HERE) ? this.refresh() : Promise.resolve(false);
  }

  /** Sign out, here and in every tab. */
  async signOut(): Promise<void> {
    const token = this.token;
    this.drop();
    try {
      await this.post(`${AUTH}/logout`, {}, token);
    } catch {
      // Without a connection the session ends by itself; this screen is closed either way.
    }
  }

  /** Forget the token without telling the API: another tab signed out. */
  drop(): void {
    this.token = null;
    this.foundation.memory?.removeItem(WAS_HERE);
    clearTimeout(this.timer);
    this.tell();
  }

  /** A token that is good for a while, refreshed if need be; null when nobody is signed in. */
  async bearer(): Promise<string | null> {
    if (this.token && this.foundation.now() > this.expiresAt - 5_000) await this.refresh();
    return this.token;
  }

  /**
   * `fetch` as whoever is signed in: refreshes once on 401 and asks again.
   *
   * Any number of calls that meet a 401 at the same time wait for one refresh.
   */
  readonly fetch = async (request: Request): Promise<Response> => {
    const token = await this.bearer();
    const again = request.clone();
    const answer = await this.send(request, token);
    if (answer.status !== 401 || token === null) return answer;
    if (this.token === token && !(await this.refresh())) return answer;
    return this.token ? this.send(again, this.token) : answer;
  };

  /** Get a fresh token; however many ask at once, it is asked for once. */
  refresh(): Promise<boolean> {
    this.refreshing ??= this.foundation.alone(() => this.askForTokens()).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async askForTokens(): Promise<boolean> {
    let answer: Response;
    try {
      answer = await this.post(`${AUTH}/refresh`, {});
    } catch {
      return false; // no connection: the sign-in may still stand
    }
    if (answer.ok) {
      this.keep((await answer.json()) as Tokens);
      return true;
    }
    if (answer.status === 401 || answer.status === 403) this.drop();
    return false;
  }

  private keep(tokens: Tokens): void {
    this.token = tokens.access_token;
    this.foundation.memory?.setItem(WAS_HERE, '1');
    this.expiresAt = this.foundation.now() + tokens.expires_in * 1000;
    clearTimeout(this.timer);
    const wait = Math.max(5, tokens.expires_in - EARLY_SECONDS) * 1000;
    this.timer = setTimeout(() => void this.refresh(), wait);
    this.tell();
  }

  private send(request: Request, token: string | null): Promise<Response> {
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    return this.foundation.fetch(request);
  }

  private post(path: string, body: object, token: string | null = null): Promise<Response> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
    if (token) headers['Authorization'] = `Bearer ${token}`;
    return this.foundation.fetch(path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin' });
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  return Problem.of(answer.status, await answer.json().catch(() => null));
}

/** The one session of this tab. */
export const session = new Session();
