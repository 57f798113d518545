/** Who is signed in, for every part of the page. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Me } from '@/resources/me.ts';
import { holds, type Permission } from './permissions.ts';
import { session } from './session.ts';

const MeContext = createContext<Me | null>(null);

export const MeProvider = MeContext.Provider;

/** Whoever is signed in; only within the signed-in part of the app. */
export function useSignedIn(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useSignedIn outside of the signed-in part');
  return me;
}

/** Asks whether whoever is signed in may do any of these. */
export function useMay(): (...any: Permission[]) => boolean {
  const { permissions } = useSignedIn();
  return (...any) => holds(permissions, ...any);
}

/** Whether a sign-in is open in this tab. */
export const useIsOpen = (): boolean => useSyncExternalStore(session.subscribe, session.isOpen);
