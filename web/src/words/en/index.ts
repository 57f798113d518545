/** The English catalogue; its keys are the law for every other language. */
import { first } from './first.ts';
import { rest } from './rest.ts';

export const english = { ...first, ...rest };
