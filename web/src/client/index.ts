/** The one way to the API: typed by `openapi.json`, signed in, with problems thrown as `Problem`. */
import createClient, { type ParseAs } from 'openapi-fetch';
import { Problem } from '@/problems/problem.ts';
import { session } from '@/session/session.ts';
import type { components, paths } from './schema.d.ts';

export type Schemas = components['schemas'];

/** The calls of the API by their paths; every answer goes through `got`. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? 'http://localhost',
  fetch: session.fetch,
  querySerializer: { array: { style: 'form', explode: true } },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What a call answered; throws a `Problem` for everything but success. */
export async function got<T>(call: Promise<Answer<T>>): Promise<NonNullable<T>> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof SyntaxError) throw Problem.own('unreadable_answer');
    throw Problem.from(error);
  }
  if (!answer.response.ok) throw Problem.of(answer.response.status, answer.error);
  return answer.data as NonNullable<T>;
}

/** The headers of a POST: the key that makes trying again harmless. */
export const once = (key: string) => ({ 'Idempotency-Key': key });

/** The headers of a change: the version it was made against. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

/** One page of a list, and all pages up to a sensible number of items. */
export async function all<T>(
  page: (after: string | undefined) => Promise<{ items: T[]; next?: string | null }>,
  most = 2000,
): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const { items: some, next } = await page(after);
    items.push(...some);
    after = next ?? undefined;
  } while (after && items.length < most);
  return items;
}

/** Ask for a file (CSV, PDF) as whoever is signed in, and hand it to the browser; what it says may be sent along. */
export async function download(path: string, accept: string, filename: string, body?: object): Promise<void> {
  const sent = body && { method: 'POST', body: JSON.stringify(body) };
  const headers = { Accept: accept, ...(body && { 'Content-Type': 'application/json' }) };
  const request = new Request(new URL(path, location.origin), { headers, ...sent });
  const answer = await session.fetch(request).catch((error: unknown) => {
    throw Problem.from(error);
  });
  if (!answer.ok) throw Problem.of(answer.status, await answer.json().catch(() => null));
  const url = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement('a'), { href: url, download: filename });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export type { ParseAs };
