/** Keeps every screen fresh: listens to what changes and has it loaded anew; says whether the line stands. */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { listen } from '@/client/live.ts';
import { touchedBy } from '@/resources/keys.ts';

const LiveContext = createContext(false);

/** Whether changes by others arrive by themselves right now; else pages ask every 15 seconds. */
export const useLive = (): boolean => useContext(LiveContext);

/** Changes that come together are loaded together. */
const GATHER_MS = 60;

export function LiveProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    let waiting = new Map<string, readonly unknown[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      const touched = waiting;
      waiting = new Map();
      timer = undefined;
      for (const queryKey of touched.values()) void cache.invalidateQueries({ queryKey });
    };
    void listen(
      {
        onChange: ({ type }) => {
          for (const key of touchedBy(type)) waiting.set(JSON.stringify(key), key);
          timer ??= setTimeout(flush, GATHER_MS);
        },
        onLost: () => void cache.invalidateQueries(),
        onConnected: setConnected,
      },
      stop.signal,
    );
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [cache]);
  return <LiveContext value={connected}>{children}</LiveContext>;
}
