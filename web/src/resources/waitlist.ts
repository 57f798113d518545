/** Who would come if something became free. */
import { useQuery } from '@tanstack/react-query';
import { all, api, got, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Waiting = Schemas['WaitlistEntryView'];

const WAITLIST = [...keys.appointments, 'waitlist'];

/** Who is waiting, the longest first. */
export const useWaitlist = () =>
  useQuery({ queryKey: WAITLIST, queryFn: () => all((after) => got(api.GET('/api/waitlist', { params: { query: { limit: 200, after } } }))) });

/** Remember somebody who would come. */
export const useAddWaiting = () => useAction((body: Schemas['NewWaitlistEntry'], key) => got(api.POST('/api/waitlist', { body, headers: once(key) })), [WAITLIST]);

/** Forget somebody who waited. */
export const useRemoveWaiting = () =>
  useAction((entry_id: string) => got(api.DELETE('/api/waitlist/{entry_id}', { params: { path: { entry_id } } })), [WAITLIST]);
