/** A patient's record beyond the lists of the chart: documents, the whole history, who opened it, merging. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { all, api, got, once, type Schemas } from '@/client';
import { Problem } from '@/problems/problem.ts';
import { session } from '@/session/session.ts';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Document = Schemas['DocumentView'];
export type AccessDay = Schemas['AccessDayView'];

/** The documents of a record, the newest first. */
export const useDocuments = (patient_id: string, enabled = true) =>
  useQuery({
    queryKey: [...keys.chart, patient_id, 'documents'],
    enabled,
    queryFn: () =>
      all((after) => got(api.GET('/api/patients/{patient_id}/documents', { params: { path: { patient_id }, query: { limit: 200, after } } })), 1000),
  });

/** Put a file into a record: announced, sent, completed. */
export const useAddDocument = (patient_id: string) =>
  useAction(
    async (file: File, key) => {
      const { name: filename, size, type } = file;
      const { id, upload } = await got(
        api.POST('/api/patients/{patient_id}/documents', {
          params: { path: { patient_id } },
          body: { filename, size, content_type: type || 'application/octet-stream' },
          headers: once(key),
        }),
      );
      const sent = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: file }).catch((error: unknown) => {
        throw Problem.from(error);
      });
      if (!sent.ok) throw Problem.of(sent.status, await sent.json().catch(() => null));
      return got(
        api.POST('/api/patients/{patient_id}/documents/{document_id}/complete', {
          params: { path: { patient_id, document_id: id } },
          headers: once(`${key}/done`),
        }),
      );
    },
    [[...keys.chart, patient_id, 'documents']],
  );

/** The content of a document, as long as it is looked at. */
export const useDocumentContent = (patient_id: string, document_id: string | null) =>
  useQuery({
    queryKey: [...keys.chart, patient_id, 'documents', document_id],
    enabled: document_id !== null,
    gcTime: 0,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const path = { patient_id, document_id: document_id! };
      const { download } = await got(api.GET('/api/patients/{patient_id}/documents/{document_id}', { params: { path } }));
      if (!download) throw Problem.of(404, { code: 'document_not_found' });
      const answer = await session.fetch(new Request(new URL(download, location.origin), { signal }));
      if (!answer.ok) throw Problem.of(answer.status, await answer.json().catch(() => null));
      return answer.blob();
    },
  });

/** All of a patient's history this role may see, in one answer. */
export const useHistory = (patient_id: string) =>
  useQuery({
    queryKey: [...keys.chart, patient_id, 'history'],
    queryFn: () => got(api.GET('/api/patients/{patient_id}/history', { params: { path: { patient_id } } })),
  });

/** Who opened a patient's record, day by day, in words. */
export const useAccesses = (patient_id: string, time_zone: string) =>
  useInfiniteQuery({
    queryKey: [...keys.trail, 'patient', patient_id, time_zone],
    queryFn: ({ pageParam }) =>
      got(api.GET('/api/patients/{patient_id}/accesses', { params: { path: { patient_id }, query: { time_zone, limit: 30, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

const MERGED = [keys.patients, keys.chart, keys.appointments, keys.billing];

/** Make one record of two: the content of the one that goes comes to the one that stays. */
export const useMerge = () =>
  useAction(
    ({ stays, goes }: { stays: string; goes: string }, key) =>
      got(api.POST('/api/patients/{patient_id}/merge', { params: { path: { patient_id: stays } }, body: { duplicate_id: goes }, headers: once(key) })),
    MERGED,
  );

/** Take a merge back: both records are as they were. */
export const useUndoMerge = () =>
  useAction(
    (merge_id: string, key) => got(api.POST('/api/patient-merges/{merge_id}/undo', { params: { path: { merge_id } }, headers: once(key) })),
    MERGED,
  );
