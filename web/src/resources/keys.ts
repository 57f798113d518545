/** What is kept in memory, by name, and what to load anew when something changed elsewhere. */
import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { Problem } from '@/problems/problem.ts';

export const keys = {
  me: ['me'],
  patients: ['patients'],
  chart: ['chart'],
  appointments: ['appointments'],
  slots: ['slots'],
  calendar: ['calendar'],
  billing: ['billing'],
  fees: ['fees'],
  messages: ['messages'],
  staff: ['staff'],
  trail: ['trail'],
  reports: ['reports'],
} satisfies Record<string, QueryKey>;

const BY_PUBLISHER: Record<string, QueryKey[]> = {
  patients: [keys.patients, keys.chart],
  scheduling: [keys.appointments, keys.slots],
  billing: [keys.billing],
  notifications: [keys.messages],
  identity: [keys.staff, keys.calendar],
};

/** What an event of this type makes stale. */
export function touchedBy(type: string): QueryKey[] {
  if (type.startsWith('scheduling.location')) return [keys.calendar];
  return BY_PUBLISHER[type.slice(0, type.indexOf('.'))] ?? [];
}

/** A fresh memory; nothing in it outlives the page or the sign-in. */
export function newCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 5 * 60_000,
        retry: (count, error) => count < 2 && Problem.from(error).passing,
        retryDelay: (count) => 400 * 2 ** count,
      },
    },
  });
}
