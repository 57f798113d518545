/** Bringing patients in from another system, trying it out first, and taking it back. */
import { useQuery } from '@tanstack/react-query';
import { api, got, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Import = Schemas['ImportView'];

const IMPORTS = [...keys.patients, 'imports'];

/** What was brought in so far, the newest first. */
export const useImports = () =>
  useQuery({ queryKey: IMPORTS, queryFn: async () => (await got(api.GET('/api/imports', { params: { query: { limit: 50 } } }))).items });

const kindOf = (file: File) => (file.name.toLowerCase().endsWith('.csv') ? 'text/csv' : 'application/fhir+json');

/** Bring a file in, or only say what would happen. */
export const useImport = () =>
  useAction(
    ({ file, dry_run }: { file: File; dry_run: boolean }, key) =>
      got(
        api.POST('/api/imports', {
          params: { query: { dry_run } },
          body: file as never,
          bodySerializer: (body: unknown) => body as BodyInit,
          headers: { 'Content-Type': kindOf(file), ...once(key) } as never,
        }),
      ),
    [keys.patients, keys.chart],
  );

/** Take an import back. */
export const useUndoImport = () =>
  useAction(
    (import_id: string, key) => got(api.POST('/api/imports/{import_id}/undo', { params: { path: { import_id } }, headers: once(key) })),
    [keys.patients, keys.chart],
  );
