import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('a table is written so that every spreadsheet reads it, and no cell becomes a formula', () => {
  expect(csvOf([['Name', 'Owed'], ['O"Brien, Pat', 12.5], ['=1+1', null]])).toBe('Name,Owed\r\n"O""Brien, Pat",12.5\r\n\'=1+1,\r\n');
});
