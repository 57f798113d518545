import { beforeAll, describe, expect, test, vi } from 'vitest';
import { speak } from '@/words';
import { Problem } from './problem.ts';
import { fieldOf, placeProblem, sentence } from './sentence.ts';

const document = (status: number, code: string, more: object = {}) =>
  Problem.of(status, { status, code, title: 'Title', detail: 'What the API says.', request_id: 'r-1', ...more });

beforeAll(() => speak('en'));

describe('a problem becomes a sentence', () => {
  test('from the catalogue, by its code, in the language spoken', async () => {
    expect(sentence(document(409, 'slot_taken'))).toBe('This time was just taken. Choose another one.');
    await speak('es');
    expect(sentence(document(409, 'slot_taken'))).toBe('Esta hora se acaba de ocupar. Elija otra.');
    await speak('en');
  });

  test('or else it is what the API says', () => {
    expect(sentence(document(409, 'something_new'))).toBe('What the API says.');
    expect(sentence(document(422, 'implausible_value'))).toBe('What the API says.');
  });

  test('also when there is no connection, or no problem document', () => {
    expect(sentence(new TypeError('Failed to fetch'))).toContain('no connection');
    expect(sentence(Problem.of(502, null))).toContain('Something went wrong on our side');
  });

  test('and says when it is worth trying again', () => {
    expect(sentence(document(429, 'too_many_attempts', { retry_after: 60 }))).toMatch(/Try again after \d/);
  });
});

test('pointers are names of fields', () => {
  expect(fieldOf('/given_name')).toBe('given_name');
  expect(fieldOf('/lines/0/unit_price_minor')).toBe('lines.0.unit_price_minor');
  expect(fieldOf('/a~1b')).toBe('a/b');
});

describe('problems land at their fields', () => {
  test('each at its own, and nothing is left over', () => {
    const form = { setErrors: vi.fn() };
    const problem = document(422, 'invalid_request', {
      errors: [
        { pointer: '/email', detail: 'is not an e-mail address' },
        { pointer: '/address/city', detail: 'String should have at most 100 characters' },
      ],
    });
    expect(placeProblem(form, problem, ['email', 'city'], { 'address.city': 'city' })).toBeNull();
    expect(form.setErrors).toHaveBeenCalledWith({ email: 'This is not an e-mail address.', city: 'This is too long.' });
  });

  test('a named rule says its own sentence at the field', () => {
    const form = { setErrors: vi.fn() };
    const problem = document(422, 'phone_unreadable', { errors: [{ pointer: '/phone', detail: 'x' }] });
    expect(placeProblem(form, problem, ['phone'])).toBeNull();
    expect(form.setErrors.mock.calls[0]![0].phone).toContain('phone number');
  });

  test('what has no field here is said aloud', () => {
    const form = { setErrors: vi.fn() };
    expect(placeProblem(form, document(409, 'email_taken'), ['email'])).toContain('already has this e-mail');
    const elsewhere = document(422, 'invalid_request', { errors: [{ pointer: '/other', detail: 'x' }] });
    expect(placeProblem(form, elsewhere, ['email'])).not.toBeNull();
  });
});
