/** What the first page and booking say; it is loaded before anything is drawn. */
import * as booking from './booking.ts';
import * as common from './common.ts';
import * as patients from './patients.ts';
import * as problems from './problems.ts';
import * as session from './session.ts';

export const first = { ...common, ...session, ...problems, ...patients, ...booking };
