/** Lo que dicen la primera página y las citas. */
import * as booking from './booking.ts';
import * as common from './common.ts';
import * as patients from './patients.ts';
import * as problems from './problems.ts';
import * as session from './session.ts';

export const first = { ...common, ...session, ...problems, ...patients, ...booking };
