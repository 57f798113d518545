/** Notes: listed, written, signed, added to. */
import { useQuery } from '@tanstack/react-query';
import { all, api, got, ifMatch, once, type Schemas } from '@/client';
import { PARTS, type NoteCalls, type NoteText, type ServedNote } from '@/drafts/NoteKeeper.ts';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Note = Schemas['NoteView'];

const keyOf = (patient_id: string) => [...keys.chart, patient_id, 'notes'];

/** The notes about a patient that this role may see, the newest first. */
export const useNotes = (patient_id: string, enabled = true) =>
  useQuery({
    queryKey: keyOf(patient_id),
    enabled,
    queryFn: () =>
      all((after) => got(api.GET('/api/patients/{patient_id}/notes', { params: { path: { patient_id }, query: { limit: 200, after } } })), 1000),
  });

/** Notes that wait for this person's signature, the oldest first. */
export const useUnsignedNotes = () =>
  useQuery({
    queryKey: [...keys.chart, 'unsigned'],
    queryFn: () => all((after) => got(api.GET('/api/notes/unsigned', { params: { query: { limit: 200, after } } })), 1000),
  });

/** What of a note is text. */
export const textOf = (note: Note): NoteText => Object.fromEntries(PARTS.flatMap((part) => (note[part] ? [[part, note[part]]] : [])));

export const served = (note: Note): ServedNote => ({ id: note.id, version: note.version, signed_at: note.signed_at, text: textOf(note) });

/** The parts a note of a kind has. */
export const partsOf = (kind: Note['kind']) => PARTS.filter((part) => (kind === 'free') === (part === 'text'));

/** The calls by which a note is kept while it is written; they go past what is kept in memory. */
export function noteCalls(patient_id: string, kind: Note['kind']): NoteCalls {
  const path = { patient_id };
  const body = (text: NoteText) => Object.fromEntries(partsOf(kind).map((part) => [part, text[part] || null]));
  return {
    create: async ({ appointment_id }, key, text) =>
      served(
        await got(
          api.POST('/api/patients/{patient_id}/notes', {
            params: { path },
            body: { kind, appointment_id, ...body(text) },
            headers: once(key),
          }),
        ),
      ),
    change: async (note_id, version, text) =>
      served(
        await got(
          api.PATCH('/api/patients/{patient_id}/notes/{note_id}', {
            params: { path: { ...path, note_id } },
            body: body(text),
            headers: ifMatch(version),
          }),
        ),
      ),
    read: async (note_id) =>
      served(await got(api.GET('/api/patients/{patient_id}/notes/{note_id}', { params: { path: { ...path, note_id } } }))),
  };
}

/** Discard a draft of one's own; it can be brought back. */
export const useDiscardNote = (patient_id: string) =>
  useAction(
    ({ note_id, version }: { note_id: string; version: number }) =>
      got(
        api.DELETE('/api/patients/{patient_id}/notes/{note_id}', {
          params: { path: { patient_id, note_id } },
          headers: ifMatch(version),
        }),
      ),
    [keyOf(patient_id), [...keys.chart, 'unsigned']],
  );

/** Bring back a draft that was discarded. */
export const useRestoreNote = (patient_id: string) =>
  useAction(
    (note_id: string, key) =>
      got(
        api.POST('/api/patients/{patient_id}/notes/{note_id}/restore', {
          params: { path: { patient_id, note_id } },
          headers: once(key),
        }),
      ),
    [keyOf(patient_id), [...keys.chart, 'unsigned']],
  );

/** Sign a note: from then on it stands as it is. */
export const useSignNote = (patient_id: string) =>
  useAction(
    (note_id: string, key) =>
      got(
        api.POST('/api/patients/{patient_id}/notes/{note_id}/sign', {
          params: { path: { patient_id, note_id } },
          headers: once(key),
        }),
      ),
    [keyOf(patient_id), [...keys.chart, 'unsigned']],
  );

/** Add to a signed note. */
export const useAddAddendum = (patient_id: string) =>
  useAction(
    ({ note_id, text }: { note_id: string; text: string }, key) =>
      got(
        api.POST('/api/patients/{patient_id}/notes/{note_id}/addenda', {
          params: { path: { patient_id, note_id } },
          body: { text },
          headers: once(key),
        }),
      ),
    [keyOf(patient_id)],
  );
