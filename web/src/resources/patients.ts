/** Patients: found as one types, registered, changed. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, got, ifMatch, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Patient = Schemas['PatientView'];
export type NewPatient = Schemas['NewPatient'];
export type PatientChange = Schemas['PatientChange'];
export type EnteredPatient = Schemas['EnteredPatientView'];

/** The name of somebody as a list shows it: `Lovelace, Ada`. */
export const listName = (patient: { given_name: string; family_name: string }): string =>
  `${patient.family_name}, ${patient.given_name}`;

/** The name of somebody as one says it. */
export const fullName = (patient: { given_name: string; family_name: string }): string =>
  `${patient.given_name} ${patient.family_name}`;

/** The lines of somebody's address, as they stand on a letter. */
export const addressLines = ({ address }: Pick<Patient, 'address'>): string[] =>
  address
    ? [
        address.line1,
        address.line2,
        [address.city, address.region, address.postal_code].filter(Boolean).join(', '),
        address.country,
      ].filter((line): line is string => Boolean(line))
    : [];

/** The best few answers to what is being typed. */
export const useFoundPatients = (q: string, enabled = true) =>
  useQuery({
    queryKey: [...keys.patients, 'found', q],
    queryFn: ({ signal }) => got(api.GET('/api/patients', { params: { query: { q, limit: 8 } }, signal })),
    enabled: enabled && q.trim().length > 0,
    placeholderData: keepPreviousData,
  });

/** Patients by name, or those that what was typed finds, page by page. */
export const usePatients = (q: string, archived: boolean) =>
  useInfiniteQuery({
    queryKey: [...keys.patients, 'list', q, archived],
    queryFn: ({ pageParam, signal }) =>
      got(
        api.GET('/api/patients', {
          params: { query: { q: q || undefined, archived, limit: 50, after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** One patient. */
export const usePatient = (patient_id: string | undefined) =>
  useQuery({
    queryKey: [...keys.patients, patient_id],
    queryFn: () => got(api.GET('/api/patients/{patient_id}', { params: { path: { patient_id: patient_id! } } })),
    enabled: Boolean(patient_id),
  });

/** Patients that look like somebody who is about to be registered. */
export const useLookalikes = (who: { given_name: string; family_name: string; born_on: string; phone: string; email: string }) => {
  const name = `${who.given_name} ${who.family_name}`.trim();
  return useQuery({
    queryKey: [...keys.patients, 'lookalikes', who],
    enabled: (who.given_name.length > 1 && who.family_name.length > 1) || who.phone.length > 6 || who.email.includes('@'),
    queryFn: async ({ signal }) => {
      const ask = (query: { q?: string; born_on?: string; phone?: string; email?: string }) =>
        got(api.GET('/api/patients', { params: { query: { ...query, limit: 5 } }, signal })).then(
          (page) => page.items,
          () => [],
        );
      const asked = await Promise.all([
        who.given_name.length > 1 && who.family_name.length > 1 ? ask({ q: name }) : [],
        /^\d{4}-\d\d-\d\d$/.test(who.born_on) && who.family_name.length > 1
          ? ask({ q: who.family_name, born_on: who.born_on })
          : [],
        who.phone.length > 6 ? ask({ phone: who.phone }) : [],
        who.email.includes('@') && who.email.includes('.') ? ask({ email: who.email }) : [],
      ]);
      return [...new Map(asked.flat().map((patient) => [patient.id, patient])).values()];
    },
  });
};

/** Register somebody; the answer says who they may be already. */
export const useRegisterPatient = () =>
  useAction(
    (body: NewPatient, key) => got(api.POST('/api/patients', { body, headers: once(key) })),
    [keys.patients],
  );

/** Change what is known of somebody, against the version that was seen. */
export const useChangePatient = (patient_id: string) =>
  useAction(
    ({ change, version }: { change: PatientChange; version: number }) =>
      got(
        api.PATCH('/api/patients/{patient_id}', {
          params: { path: { patient_id } },
          body: change,
          headers: ifMatch(version),
        }),
      ),
    [keys.patients, keys.appointments],
  );

/** Put a record away, or take it out again. */
export const useArchivePatient = (patient_id: string) =>
  useAction(
    (archive: boolean, key) =>
      got(
        api.POST(archive ? '/api/patients/{patient_id}/archive' : '/api/patients/{patient_id}/unarchive', {
          params: { path: { patient_id } },
          headers: once(key),
        }),
      ),
    [keys.patients],
  );
