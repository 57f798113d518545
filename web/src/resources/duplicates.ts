/** Records that are likely one person, as a list to be worked. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, got, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Pair = Schemas['PairView'];

const DUPLICATES = [...keys.patients, 'duplicates'];

/** Pairs that are likely one person, the likeliest first; or those that were told apart. */
export const useDuplicates = (dismissed: boolean) =>
  useInfiniteQuery({
    queryKey: [...DUPLICATES, dismissed],
    queryFn: ({ pageParam, signal }) => got(api.GET('/api/patient-duplicates', { params: { query: { dismissed, limit: 25, after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** Say that two records are two people. */
export const useDismissPair = () =>
  useAction(
    (pair_id: string, key) => got(api.POST('/api/patient-duplicates/{pair_id}/dismiss', { params: { path: { pair_id } }, headers: once(key) })),
    [DUPLICATES],
  );

/** Put two records that were told apart back on the list. */
export const useReopenPair = () =>
  useAction(
    (pair_id: string, key) => got(api.POST('/api/patient-duplicates/{pair_id}/reopen', { params: { path: { pair_id } }, headers: once(key) })),
    [DUPLICATES],
  );
