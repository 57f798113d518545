/** One visit, seen by its patient through the link in a message; nobody is signed in. */
import { useQuery } from '@tanstack/react-query';
import { api, got, once } from '@/client';
import { useAction } from './act.ts';

const keyOf = (token: string) => ['visit', token];

/** The visit a link stands for. */
export const useVisit = (token: string) =>
  useQuery({
    queryKey: keyOf(token),
    queryFn: () => got(api.GET('/api/visits/{token}', { params: { path: { token } } })),
    retry: false,
  });

/** Say that one comes. */
export const useConfirmVisit = (token: string) =>
  useAction(
    (_: null, key) => got(api.POST('/api/visits/{token}/confirm', { params: { path: { token } }, headers: once(key) })),
    [keyOf(token)],
  );

/** Call the visit off. */
export const useCancelVisit = (token: string) =>
  useAction(
    (_: null, key) =>
      got(api.POST('/api/visits/{token}/cancel', { params: { path: { token } }, body: {}, headers: once(key) })),
    [],
  );
