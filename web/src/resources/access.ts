/** Who may do what: roles out of single permissions, and programs outside the house. */
import { useQuery } from '@tanstack/react-query';
import { api, got, ifMatch, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type RoleView = Schemas['RoleView'];
export type Program = Schemas['ProgramView'];
export type NewProgram = Schemas['NewProgramView'];

const ROLES = [...keys.staff, 'roles'];
const PROGRAMS = [...keys.staff, 'programs'];

/** The roles in words. */
export const useRoles = () => useQuery({ queryKey: ROLES, queryFn: async () => (await got(api.GET('/api/roles'))).items, staleTime: 300_000 });

/** Make a role of the clinic's own. */
export const useMakeRole = () => useAction((body: Schemas['NewRole'], key) => got(api.POST('/api/roles', { body, headers: once(key) })), [ROLES]);

/** Change what a role allows, for everybody who has it, at once. */
export const useChangeRole = () =>
  useAction(
    ({ name, version, change }: { name: string; version: number; change: Schemas['RoleChange'] }) =>
      got(api.PATCH('/api/roles/{name}', { params: { path: { name } }, body: change, headers: ifMatch(version) })),
    [ROLES, keys.me],
  );

/** Remove a role nobody has. */
export const useRemoveRole = () => useAction((name: string) => got(api.DELETE('/api/roles/{name}', { params: { path: { name } } })), [ROLES]);

/** The programs that may call, and those that no longer may. */
export const usePrograms = () => useQuery({ queryKey: PROGRAMS, queryFn: async () => (await got(api.GET('/api/programs'))).items });

/** Let a program in; the answer holds its secret, this once. */
export const useAddProgram = () => useAction((body: Schemas['NewProgram'], key) => got(api.POST('/api/programs', { body, headers: once(key) })), [PROGRAMS]);

/** Let a program in no more, from now on. */
export const useRevokeProgram = () =>
  useAction(
    (program_id: string, key) => got(api.POST('/api/programs/{program_id}/revoke', { params: { path: { program_id } }, headers: once(key) })),
    [PROGRAMS],
  );
