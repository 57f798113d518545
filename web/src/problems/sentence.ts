/** Problems in plain sentences: by code from the catalogue, else what the API said. */
import { tMaybe } from '@/words';
import { time } from '@/words/format.ts';
import { Problem } from './problem.ts';

/** The sentence a person reads about a problem. */
export function sentence(error: unknown): string {
  const problem = Problem.from(error);
  const seconds = Number(problem.more['retry_after'] ?? 0);
  const again = seconds ? time(new Date(Date.now() + seconds * 1000)) : '';
  if (problem.code === 'too_many_attempts' && again) {
    return tMaybe('problems.too_many_attempts_until', { again }) ?? problem.detail;
  }
  return tMaybe(`problems.${problem.code}`, { detail: problem.detail }) ?? (problem.detail || problem.title || tMaybe('problems.internal_error') || '');
}

/** `/lines/0/quantity` → `lines.0.quantity`: the name of a form field. */
export function fieldOf(pointer: string): string {
  return pointer
    .replace(/^\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/** What forms are, as far as putting problems at their fields goes. */
interface HasErrors {
  setErrors: (errors: Record<string, string>) => void;
}

/**
 * Put a problem where it belongs: at the fields of a form that are at fault.
 *
 * @param fields the names the form has; `aliases` maps API names to other field names
 * @returns a sentence for what has no field here, or null when all of it found one
 */
export function placeProblem(
  form: HasErrors,
  error: unknown,
  fields: readonly string[],
  aliases: Record<string, string> = {},
): string | null {
  const problem = Problem.from(error);
  const known = new Set(fields);
  const placed: Record<string, string> = {};
  let unplaced = problem.errors.length === 0;
  for (const { pointer, detail } of problem.errors) {
    const name = fieldOf(pointer);
    const field = aliases[name] ?? name;
    const words = problem.errors.length === 1 ? (tMaybe(`problems.${problem.code}`, { detail }) ?? detail) : detail;
    if (known.has(field)) placed[field] = problem.code === 'invalid_request' ? plain(detail) : words;
    else unplaced = true;
  }
  if (Object.keys(placed).length) form.setErrors(placed);
  return unplaced ? sentence(problem) : null;
}

/** The checker's own words for the commonest mistakes, in the language of the person. */
function plain(detail: string): string {
  if (/at least 1 character|field required|none is not/i.test(detail)) return tMaybe('problems.field_required') ?? detail;
  if (/at most \d+ characters/i.test(detail)) return tMaybe('problems.field_too_long') ?? detail;
  if (/is not an e-mail address/i.test(detail)) return tMaybe('problems.field_email') ?? detail;
  if (/valid date|a date such as/i.test(detail)) return tMaybe('problems.field_date') ?? detail;
  return detail.charAt(0).toUpperCase() + detail.slice(1);
}
