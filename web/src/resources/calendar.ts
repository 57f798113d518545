/** What bookings stand on: locations, rooms, visit types, practitioners, their hours, free slots. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { all, api, got, ifMatch, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Location = Schemas['LocationView'];
export type Room = Schemas['RoomView'];
export type VisitType = Schemas['VisitTypeView'];
export type Practitioner = Schemas['PractitionerView'];
export type Slot = Schemas['SlotView'];
export type Hours = Schemas['HoursView'];
export type NewHours = Schemas['NewHours'];

const SETTLED = 60_000;

/** All locations. */
export const useLocations = () =>
  useQuery({
    queryKey: [...keys.calendar, 'locations'],
    queryFn: () => all((after) => got(api.GET('/api/locations', { params: { query: { limit: 200, after } } }))),
    staleTime: SETTLED,
  });

/** All rooms. */
export const useRooms = (enabled = true) =>
  useQuery({
    queryKey: [...keys.calendar, 'rooms'],
    queryFn: () => all((after) => got(api.GET('/api/rooms', { params: { query: { limit: 200, after } } }))),
    staleTime: SETTLED,
    enabled,
  });

/** All visit types, retired ones too. */
export const useVisitTypes = (enabled = true) =>
  useQuery({
    queryKey: [...keys.calendar, 'visit-types'],
    queryFn: () => all((after) => got(api.GET('/api/visit-types', { params: { query: { limit: 200, after } } }))),
    staleTime: SETTLED,
    enabled,
  });

/** All practitioners, those who left too. */
export const usePractitioners = (enabled = true) =>
  useQuery({
    queryKey: [...keys.calendar, 'practitioners'],
    queryFn: () => all((after) => got(api.GET('/api/practitioners', { params: { query: { limit: 200, after } } }))),
    staleTime: SETTLED,
    enabled,
  });

export interface SlotQuestion {
  visit_type_id: string | null;
  practitioner_id: string | null;
  location_id: string | null;
  /** First and last day, both included. */
  from: string;
  to: string;
}

/** Free slots of some days. */
export const useSlots = ({ visit_type_id, practitioner_id, location_id, from, to }: SlotQuestion) =>
  useQuery({
    queryKey: [...keys.slots, visit_type_id, practitioner_id, location_id, from, to],
    enabled: Boolean(visit_type_id),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = {
        visit_type_id: visit_type_id!,
        practitioner_id: practitioner_id ? [practitioner_id] : undefined,
        location_id: location_id ? [location_id] : undefined,
        from,
        to,
        limit: 500,
      };
      return (await got(api.GET('/api/slots', { params: { query }, signal }))).items;
    },
  });

/** Add a location. */
export const useAddLocation = () =>
  useAction(
    (body: Schemas['NewLocation'], key) => got(api.POST('/api/locations', { body, headers: once(key) })),
    [keys.calendar],
  );

/** Change a location. */
export const useChangeLocation = () =>
  useAction(
    ({ id, version, change }: { id: string; version: number; change: Schemas['LocationChange'] }) =>
      got(
        api.PATCH('/api/locations/{location_id}', {
          params: { path: { location_id: id } },
          body: change,
          headers: ifMatch(version),
        }),
      ),
    [keys.calendar, keys.appointments],
  );

/** Add a room. */
export const useAddRoom = () =>
  useAction((body: Schemas['NewRoom'], key) => got(api.POST('/api/rooms', { body, headers: once(key) })), [
    [...keys.calendar, 'rooms'],
  ]);

/** Change what is said of a room. */
export const useChangeRoom = () =>
  useAction(
    ({ id, version, change }: { id: string; version: number; change: Schemas['RoomChange'] }) =>
      got(api.PATCH('/api/rooms/{room_id}', { params: { path: { room_id: id } }, body: change, headers: ifMatch(version) })),
    [keys.calendar, keys.appointments],
  );

/** Add a visit type. */
export const useAddVisitType = () =>
  useAction(
    (body: Schemas['NewVisitType'], key) => got(api.POST('/api/visit-types', { body, headers: once(key) })),
    [[...keys.calendar, 'visit-types']],
  );

/** Change a visit type, or retire it. */
export const useChangeVisitType = () =>
  useAction(
    ({ id, version, change }: { id: string; version: number; change: Schemas['VisitTypeChange'] }) =>
      got(
        api.PATCH('/api/visit-types/{visit_type_id}', {
          params: { path: { visit_type_id: id } },
          body: change,
          headers: ifMatch(version),
        }),
      ),
    [[...keys.calendar, 'visit-types'], keys.appointments],
  );

/** A practitioner's weekly hours. */
export const useAvailability = (practitioner_id: string | null) =>
  useQuery({
    queryKey: [...keys.calendar, 'availability', practitioner_id],
    enabled: Boolean(practitioner_id),
    queryFn: () =>
      got(
        api.GET('/api/practitioners/{practitioner_id}/availability', {
          params: { path: { practitioner_id: practitioner_id! } },
        }),
      ),
  });

/** Replace a practitioner's weekly hours. */
export const useSetAvailability = (practitioner_id: string) =>
  useAction(
    ({ rules, version }: { rules: NewHours[]; version: number }) =>
      got(
        api.PUT('/api/practitioners/{practitioner_id}/availability', {
          params: { path: { practitioner_id } },
          body: { rules },
          headers: ifMatch(version),
        }),
      ),
    [[...keys.calendar, 'availability', practitioner_id], keys.slots],
  );

/** When a practitioner is away from now on. */
export const useTimeOff = (practitioner_id: string | null) =>
  useQuery({
    queryKey: [...keys.calendar, 'time-off', practitioner_id],
    enabled: Boolean(practitioner_id),
    queryFn: async () => {
      const since = new Date().toISOString();
      const params = { path: { practitioner_id: practitioner_id! }, query: { since, limit: 200 } };
      return (await got(api.GET('/api/practitioners/{practitioner_id}/time-off', { params }))).items;
    },
  });

/** Have a practitioner be away for a while. */
export const useAddTimeOff = (practitioner_id: string) =>
  useAction(
    (body: Schemas['NewTimeOff'], key) =>
      got(
        api.POST('/api/practitioners/{practitioner_id}/time-off', {
          params: { path: { practitioner_id } },
          body,
          headers: once(key),
        }),
      ),
    [[...keys.calendar, 'time-off', practitioner_id], keys.slots],
  );

/** Have a practitioner be there after all. */
export const useRemoveTimeOff = (practitioner_id: string) =>
  useAction(
    (time_off_id: string) =>
      got(
        api.DELETE('/api/practitioners/{practitioner_id}/time-off/{time_off_id}', {
          params: { path: { practitioner_id, time_off_id } },
        }),
      ),
    [[...keys.calendar, 'time-off', practitioner_id], keys.slots],
  );

/** The weekly hours of several practitioners; those not there yet are left out. */
export const useAvailabilities = (practitioner_ids: string[]): Schemas['AvailabilityView'][] =>
  useQueries({
    queries: practitioner_ids.map((practitioner_id) => ({
      queryKey: [...keys.calendar, 'availability', practitioner_id],
      staleTime: SETTLED,
      queryFn: () => got(api.GET('/api/practitioners/{practitioner_id}/availability', { params: { path: { practitioner_id } } })),
    })),
    combine: joined,
  });

const joined = (answers: { data?: Schemas['AvailabilityView'] }[]) => answers.flatMap(({ data }) => data ?? []);

export type Exceptional = Schemas['ExceptionView'];

const exceptionsOf = (practitioner_id: string) => [...keys.calendar, 'exceptions', practitioner_id];

/** The days from one on that are other than a practitioner's usual week. */
export const useExceptions = (practitioner_id: string, since: string) =>
  useQuery({
    queryKey: [...exceptionsOf(practitioner_id), since],
    queryFn: () =>
      all((after) =>
        got(api.GET('/api/practitioners/{practitioner_id}/exceptions', { params: { path: { practitioner_id }, query: { since, limit: 200, after } } })),
      ),
  });

/** Have one day be other than usual. */
export const useAddException = (practitioner_id: string) =>
  useAction(
    (body: Schemas['NewException'], key) =>
      got(api.POST('/api/practitioners/{practitioner_id}/exceptions', { params: { path: { practitioner_id } }, body, headers: once(key) })),
    [exceptionsOf(practitioner_id), keys.slots],
  );

/** Have a day be as usual again. */
export const useRemoveException = (practitioner_id: string) =>
  useAction(
    (exception_id: string) =>
      got(api.DELETE('/api/practitioners/{practitioner_id}/exceptions/{exception_id}', { params: { path: { practitioner_id, exception_id } } })),
    [exceptionsOf(practitioner_id), keys.slots],
  );

export type Closure = Schemas['ClosureView'];

const closuresOf = (location_id: string) => [...keys.calendar, 'closures', location_id];

/** When a location is closed, from a day on. */
export const useClosures = (location_id: string, since: string) =>
  useQuery({
    queryKey: [...closuresOf(location_id), since],
    queryFn: () => all((after) => got(api.GET('/api/locations/{location_id}/closures', { params: { path: { location_id }, query: { since, limit: 200, after } } }))),
  });

/** Have a location be closed on some days; the answer says how many visits are booked then. */
export const useAddClosure = (location_id: string) =>
  useAction(
    (body: Schemas['NewClosure'], key) => got(api.POST('/api/locations/{location_id}/closures', { params: { path: { location_id } }, body, headers: once(key) })),
    [closuresOf(location_id), keys.slots],
  );

/** Have a location be open after all. */
export const useRemoveClosure = (location_id: string) =>
  useAction(
    (closure_id: string) => got(api.DELETE('/api/locations/{location_id}/closures/{closure_id}', { params: { path: { location_id, closure_id } } })),
    [closuresOf(location_id), keys.slots],
  );
