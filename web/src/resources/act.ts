/** Doing things: one hook for every call that changes something. */
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { Problem } from '@/problems/problem.ts';

interface Last {
  said: string;
  key: string;
}

/**
 * A call that changes something, with a key that stays the same while the same thing is tried again.
 *
 * One press is one key: retries by themselves, and another press after a lost connection, cannot do it twice.
 *
 * @param call makes the call with what was asked for and the key for `Idempotency-Key`
 * @param touched which lists and things to load anew afterwards
 */
export function useAction<In, Out>(call: (input: In, key: string) => Promise<Out>, touched: QueryKey[]) {
  const cache = useQueryClient();
  const last = useRef<Last | null>(null);
  const keyFor = (input: In): string => {
    const said = JSON.stringify(input) ?? '';
    if (last.current?.said !== said) last.current = { said, key: crypto.randomUUID() };
    return last.current.key;
  };
  return useMutation<Out, Error, In>({
    mutationFn: (input) => call(input, keyFor(input)),
    retry: (count, error) => count < 2 && Problem.from(error).status === 503,
    networkMode: 'always',
    onError: (error) => {
      if (!Problem.from(error).passing) last.current = null;
    },
    onSuccess: () => {
      last.current = null;
    },
    onSettled: () => Promise.all(touched.map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
