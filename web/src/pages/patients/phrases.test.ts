import { expect, test } from 'vitest';
import { expanded } from './phrases.ts';

const phrases = new Map([['lungs', 'Lungs clear, no wheezing.']]);
const at = (text: string) => expanded(text, text.length, phrases);

test('letters after a full stop become what they stand for, once they end', () => {
  expect(at('.lungs ')).toEqual({ text: 'Lungs clear, no wheezing. ', cursor: 26 });
  expect(at('Seen.\n.Lungs\n').text).toBe('Seen.\nLungs clear, no wheezing.\n');
  expect(at('.lungs').text).toBe('.lungs');
});

test('what follows the cursor stays, and what is no phrase too', () => {
  expect(expanded('.lungs rest', 7, phrases)).toEqual({ text: 'Lungs clear, no wheezing. rest', cursor: 26 });
  for (const text of ['v1.lungs ', '.heart ', 'lungs ', '. lungs ']) expect(at(text).text).toBe(text);
});
