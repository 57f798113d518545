/** The house itself: staff, the trail, messages, reports, health. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { all, api, got, ifMatch, once, type Schemas } from '@/client';
import { Problem } from '@/problems/problem.ts';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Staff = Schemas['StaffView'];
export type Message = Schemas['MessageView'];
export type TrailEntry = Schemas['AccessEntryView'];
export type DayReport = Schemas['DaySheet'];
export type Health = Schemas['HealthView'];

/** Everybody who works here, or did. */
export const useStaff = (enabled = true) =>
  useQuery({
    queryKey: keys.staff,
    queryFn: () => all((after) => got(api.GET('/api/staff', { params: { query: { limit: 200, after } } }))),
    enabled,
  });

/** Add somebody and send them an invitation. */
export const useInviteStaff = () =>
  useAction((body: Schemas['NewStaff'], key) => got(api.POST('/api/staff', { body, headers: once(key) })), [keys.staff]);

/** Change somebody's name or role. */
export const useChangeStaff = () =>
  useAction(
    ({ id, version, change }: { id: string; version: number; change: Schemas['StaffChange'] }) =>
      got(
        api.PATCH('/api/staff/{staff_id}', { params: { path: { staff_id: id } }, body: change, headers: ifMatch(version) }),
      ),
    [keys.staff, keys.calendar],
  );

/** Let somebody in no more, from now on. */
export const useDeactivateStaff = () =>
  useAction(
    (staff_id: string, key) =>
      got(api.POST('/api/staff/{staff_id}/deactivate', { params: { path: { staff_id } }, headers: once(key) })),
    [keys.staff, keys.calendar],
  );

/** Send somebody a new invitation. */
export const useInviteAgain = () =>
  useAction(
    (staff_id: string, key) =>
      got(api.POST('/api/staff/{staff_id}/invite', { params: { path: { staff_id } }, headers: once(key) })),
    [keys.staff],
  );

export interface TrailQuestion {
  patient_id?: string;
  staff_id?: string;
  from?: string;
  to?: string;
}

/** Who saw or changed whose data, the newest first. */
export const useTrail = (question: TrailQuestion, enabled = true) =>
  useInfiniteQuery({
    queryKey: [...keys.trail, question],
    enabled,
    queryFn: ({ pageParam, signal }) =>
      got(api.GET('/api/access-trail', { params: { query: { ...question, limit: 100, after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Whether the trail still says what it said. */
export const useTrailProof = (enabled: boolean) =>
  useQuery({
    queryKey: [...keys.trail, 'proof'],
    queryFn: () => got(api.GET('/api/access-trail/proof')),
    enabled,
    staleTime: 0,
  });

/** Messages to a patient, the newest first. */
export const useMessages = (patient_id: string, enabled = true) =>
  useQuery({
    queryKey: [...keys.messages, patient_id],
    enabled,
    queryFn: async () =>
      (await got(api.GET('/api/messages', { params: { query: { patient_id, limit: 100 } } }))).items,
  });

/** Send a message again that failed. */
export const useRetryMessage = () =>
  useAction(
    (message_id: string, key) =>
      got(api.POST('/api/messages/{message_id}/retry', { params: { path: { message_id } }, headers: once(key) })),
    [keys.messages],
  );

/** The day in numbers. */
export const useDayReport = (on: string) =>
  useQuery({
    queryKey: [...keys.reports, 'day', on],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/reports/day', { params: { query: { on } }, signal }))) as DayReport,
  });

/** How everything is; also when a part is down. */
export const useHealth = () =>
  useQuery({
    queryKey: ['health'],
    refetchInterval: 10_000,
    queryFn: async (): Promise<Health> => {
      const answer = await fetch('/health').catch(() => null);
      if (!answer || (answer.status !== 200 && answer.status !== 503)) throw Problem.own('offline');
      return (await answer.json()) as Health;
    },
  });
