/** Lo que dicen todas las demás páginas. */
import * as billing from './billing.ts';
import * as clinic from './clinic.ts';
import * as notes from './notes.ts';

export const rest = { ...notes, ...billing, ...clinic };
