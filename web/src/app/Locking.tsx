/** Watches whether somebody is here, and closes the screen when nobody is. */
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { lock } from '@/session/lock.ts';

const LockScreen = lazy(() => import('./LockScreen.tsx'));
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
const LOOK_EVERY_MS = 5_000;

export function Locking() {
  const closed = useSyncExternalStore(lock.subscribe, lock.isClosed);
  useEffect(() => {
    const touched = () => lock.touch();
    lock.touch();
    for (const sign of SIGNS) window.addEventListener(sign, touched, { passive: true });
    const timer = setInterval(() => lock.look(), LOOK_EVERY_MS);
    window.addEventListener('storage', lock.tell);
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, touched);
      clearInterval(timer);
      window.removeEventListener('storage', lock.tell);
    };
  }, []);
  if (!closed) return null;
  // Until its words are here the screen is simply empty: what was on it must not be seen meanwhile.
  return (
    <Suspense fallback={<div className="screen-closed" />}>
      <LockScreen />
    </Suspense>
  );
}
