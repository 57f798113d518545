/** What went wrong, as one kind of error: a problem document of the API, or no connection at all. */

/** What is wrong with one field: a JSON pointer into what was sent, and a sentence. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

/** The codes this app gives to what never reached the API. */
export type OwnCode = 'offline' | 'unreadable_answer' | 'signed_out';

/** A refusal or failure of a call (RFC 9457), with what the document said beyond that in `more`. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldProblem[] = [],
    readonly requestId: string | undefined = undefined,
    readonly more: Record<string, unknown> = {},
  ) {
    super(detail || title || code);
  }

  /** Whether the same call may simply be made again: nothing was decided. */
  get passing(): boolean {
    return this.code === 'offline' || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** Read a problem document; anything else of that status becomes a problem too. */
  static of(status: number, document: unknown): Problem {
    const found = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>;
    const text = (name: string) => (typeof found[name] === 'string' ? (found[name] as string) : '');
    const { type: _type, title: _title, status: _status, detail: _detail, code: _code, errors, request_id, ...more } = found;
    return new Problem(
      status,
      text('code') || (status >= 500 ? 'internal_error' : 'refused'),
      text('title'),
      text('detail'),
      Array.isArray(errors) ? (errors as FieldProblem[]) : [],
      typeof request_id === 'string' ? request_id : undefined,
      more,
    );
  }

  /** A problem of our own. */
  static own(code: OwnCode): Problem {
    return new Problem(0, code, '', '');
  }

  /** Whatever was thrown, as a problem. */
  static from(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'AbortError')) {
      return Problem.own('offline');
    }
    return new Problem(0, 'internal_error', '', error instanceof Error ? error.message : String(error));
  }
}
