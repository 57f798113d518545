/** What all other pages say; it is loaded with the first of them. */
import * as billing from './billing.ts';
import * as clinic from './clinic.ts';
import * as notes from './notes.ts';

export const rest = { ...notes, ...billing, ...clinic };
