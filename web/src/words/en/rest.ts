/** What all other pages say; it is loaded with the first of them. */
import * as billing from './billing.ts';
import * as clinic from './clinic.ts';
import * as notes from './notes.ts';
import * as records from './records.ts';
import * as settings from './settings.ts';

export const rest = { ...records, ...notes, ...billing, ...clinic, ...settings };
