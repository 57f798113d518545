/** El catálogo en español. */
import * as billing from './billing.ts';
import * as booking from './booking.ts';
import * as clinic from './clinic.ts';
import * as common from './common.ts';
import * as notes from './notes.ts';
import * as patients from './patients.ts';
import * as problems from './problems.ts';
import * as session from './session.ts';
import type { Catalogue } from '../catalogue.ts';

export const spanish: Catalogue = { ...common, ...session, ...problems, ...patients, ...notes, ...booking, ...billing, ...clinic };
