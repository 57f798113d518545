/** Appointments: the day, one of them, booking, its steps, moving it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { all, api, got, ifMatch, once, type Schemas } from '@/client';
import { boundsOfDay } from '@/words/zones.ts';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Appointment = Schemas['AppointmentView'];
export type AppointmentDetail = Schemas['AppointmentDetailView'];
export type AppointmentStatus = Schemas['Status'];
export type OnConflict = Schemas['OnConflict'];
export type Plan = Schemas['PlanView'];
export type PlannedVisit = Schemas['PlannedVisitView'];
export type Scope = Schemas['Scope'];
export type NewAppointment = Schemas['NewAppointment'];
export type Move = Schemas['Move'];

/** All appointments of some days at a location, those cancelled too. */
export const useDays = (first: string, last: string, location: { id: string; time_zone: string }, live: boolean) =>
  useQuery({
    queryKey: [...keys.appointments, 'days', first, last, location.id],
    placeholderData: keepPreviousData,
    refetchInterval: live ? false : 15_000,
    queryFn: ({ signal }) => {
      const from = boundsOfDay(first, location.time_zone)[0];
      const to = boundsOfDay(last, location.time_zone)[1];
      return all((after) =>
        got(
          api.GET('/api/appointments', {
            params: { query: { from, to, location_id: location.id, limit: 500, after } },
            signal,
          }),
        ),
      );
    },
  });

/** A patient's appointments by time. */
export const usePatientAppointments = (patient_id: string) =>
  useQuery({
    queryKey: [...keys.appointments, 'patient', patient_id],
    queryFn: () =>
      all((after) => got(api.GET('/api/appointments', { params: { query: { patient_id, limit: 200, after } } })), 1000),
  });

/** One appointment with what happened to it. */
export const useAppointment = (appointment_id: string | null) =>
  useQuery({
    queryKey: [...keys.appointments, appointment_id],
    enabled: Boolean(appointment_id),
    queryFn: () =>
      got(api.GET('/api/appointments/{appointment_id}', { params: { path: { appointment_id: appointment_id! } } })),
  });

/** A series with all its visits. */
export const useSeries = (series_id: string | null) =>
  useQuery({
    queryKey: [...keys.appointments, 'series', series_id],
    enabled: series_id !== null,
    queryFn: () => got(api.GET('/api/series/{series_id}', { params: { path: { series_id: series_id! } } })),
  });

const TOUCHED = [keys.appointments, keys.slots, keys.billing];

/** Book a visit. */
export const useBook = () =>
  useAction(
    (body: NewAppointment, key) => got(api.POST('/api/appointments', { body, headers: once(key) })),
    TOUCHED,
  );

const planned = (name: string, body: unknown) => ({ queryKey: [...keys.slots, name, body], enabled: body !== null, placeholderData: keepPreviousData });

/** How each visit of a booking would fit; nothing is written. */
export const useBookingPlan = (body: NewAppointment | null) =>
  useQuery({
    ...planned('booking-plan', body),
    queryFn: ({ signal }) => got(api.POST('/api/appointments/preview', { body: body!, signal })),
  });

/** How a visit, and others of its series, would fit if they were moved; nothing is written. */
export const useMovePlan = (appointment_id: string, body: Move | null) =>
  useQuery({
    ...planned(`move-plan/${appointment_id}`, body),
    queryFn: ({ signal }) =>
      got(
        api.POST('/api/appointments/{appointment_id}/reschedule/preview', {
          params: { path: { appointment_id } },
          body: body!,
          signal,
        }),
      ),
  });

/** The steps that need nothing but a press. */
export type Step = 'confirm' | 'arrive' | 'start' | 'complete' | 'no-show';

/** Take a step with a visit. */
export const useStep = () =>
  useAction(
    ({ id, step }: { id: string; step: Step }, key) =>
      got(
        api.POST(`/api/appointments/{appointment_id}/${step}`, {
          params: { path: { appointment_id: id } },
          headers: once(key),
        }),
      ),
    TOUCHED,
  );

/** Bring the patient to a room. */
export const useRoomStep = () =>
  useAction(
    ({ id, room_id }: { id: string; room_id: string | null }, key) =>
      got(
        api.POST('/api/appointments/{appointment_id}/room', {
          params: { path: { appointment_id: id } },
          body: { room_id },
          headers: once(key),
        }),
      ),
    TOUCHED,
  );

/** Cancel a visit, or more of its series. */
export const useCancel = () =>
  useAction(
    ({ id, ...body }: { id: string; reason: string; scope: Schemas['Scope'] }, key) =>
      got(
        api.POST('/api/appointments/{appointment_id}/cancel', {
          params: { path: { appointment_id: id } },
          body,
          headers: once(key),
        }),
      ),
    TOUCHED,
  );

/** Move a visit to another time, or to another practitioner. */
export const useReschedule = () =>
  useAction(
    ({ id, ...body }: { id: string } & Move, key) =>
      got(
        api.POST('/api/appointments/{appointment_id}/reschedule', {
          params: { path: { appointment_id: id } },
          body,
          headers: once(key),
        }),
      ),
    TOUCHED,
  );

/** Take the last step back, with a reason. */
export const useReopen = () =>
  useAction(
    ({ id, reason }: { id: string; reason: string }, key) =>
      got(
        api.POST('/api/appointments/{appointment_id}/reopen', {
          params: { path: { appointment_id: id } },
          body: { reason },
          headers: once(key),
        }),
      ),
    TOUCHED,
  );

/** Change a visit's length, room or reason, against the version that was seen. */
export const useChangeVisit = () =>
  useAction(
    ({ id, version, ...body }: { id: string; version: number } & Schemas['AppointmentChange']) =>
      got(
        api.PATCH('/api/appointments/{appointment_id}', {
          params: { path: { appointment_id: id } },
          body,
          headers: ifMatch(version),
        }),
      ),
    TOUCHED,
  );

export type RoomsBoard = Schemas['RoomsBoardView'];
export type OnBoard = Schemas['OnBoardView'];

/** Who is in which room now, and who waits. */
export const useRoomsBoard = (location_id: string, live: boolean) =>
  useQuery({
    queryKey: [...keys.appointments, 'board', location_id],
    placeholderData: keepPreviousData,
    refetchInterval: live ? 60_000 : 15_000,
    queryFn: ({ signal }) => got(api.GET('/api/rooms/board', { params: { query: { location_id } }, signal })),
  });
