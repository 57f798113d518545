/** What notes may begin with, and what a few letters stand for while one types. */
import { useQuery } from '@tanstack/react-query';
import { all, api, got, ifMatch, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type NoteTemplate = Schemas['NoteTemplateView'];
export type Phrase = Schemas['PhraseView'];

const TEMPLATES = [...keys.chart, 'templates'];
const PHRASES = [...keys.chart, 'phrases'];
const SETTLED = 300_000;

/** The clinic's templates for notes. */
export const useNoteTemplates = () =>
  useQuery({
    queryKey: TEMPLATES,
    staleTime: SETTLED,
    queryFn: () => all((after) => got(api.GET('/api/note-templates', { params: { query: { limit: 200, after } } }))),
  });

/** Add a template. */
export const useAddNoteTemplate = () =>
  useAction((body: Schemas['NewNoteTemplate'], key) => got(api.POST('/api/note-templates', { body, headers: once(key) })), [TEMPLATES]);

/** Change a template; notes begun with it stay as they are. */
export const useChangeNoteTemplate = () =>
  useAction(
    ({ id, version, change }: { id: string; version: number; change: Schemas['NoteTemplateChange'] }) =>
      got(api.PATCH('/api/note-templates/{template_id}', { params: { path: { template_id: id } }, body: change, headers: ifMatch(version) })),
    [TEMPLATES],
  );

/** Remove a template. */
export const useRemoveNoteTemplate = () =>
  useAction((template_id: string) => got(api.DELETE('/api/note-templates/{template_id}', { params: { path: { template_id } } })), [TEMPLATES]);

/** The clinic's quick phrases. */
export const usePhrases = () =>
  useQuery({
    queryKey: PHRASES,
    staleTime: SETTLED,
    queryFn: () => all((after) => got(api.GET('/api/quick-phrases', { params: { query: { limit: 200, after } } }))),
  });

/** Add a quick phrase. */
export const useAddPhrase = () => useAction((body: Schemas['NewPhrase'], key) => got(api.POST('/api/quick-phrases', { body, headers: once(key) })), [PHRASES]);

/** Change a quick phrase. */
export const useChangePhrase = () =>
  useAction(
    ({ id, version, change }: { id: string; version: number; change: Schemas['PhraseChange'] }) =>
      got(api.PATCH('/api/quick-phrases/{phrase_id}', { params: { path: { phrase_id: id } }, body: change, headers: ifMatch(version) })),
    [PHRASES],
  );

/** Remove a quick phrase. */
export const useRemovePhrase = () =>
  useAction((phrase_id: string) => got(api.DELETE('/api/quick-phrases/{phrase_id}', { params: { path: { phrase_id } } })), [PHRASES]);
