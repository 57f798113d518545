/** Booking from anywhere: what is known beforehand goes in, the drawer opens beside the page. */
import { createContext, lazy, Suspense, useContext, useMemo, useState, type ReactNode } from 'react';
import type { BookingStart } from './start.ts';

const BookingDrawer = lazy(() => import('./BookingDrawer.tsx'));

interface Booking {
  open: (start: BookingStart) => void;
}

const BookingContext = createContext<Booking | null>(null);

/** Opens the booking drawer. */
export function useBooking(): Booking {
  const booking = useContext(BookingContext);
  if (!booking) throw new Error('useBooking outside of BookingProvider');
  return booking;
}

export function BookingProvider({ children }: { children: ReactNode }) {
  const [start, setStart] = useState<BookingStart | null>(null);
  const [used, setUsed] = useState(false);
  const booking = useMemo(
    () => ({
      open: (from: BookingStart) => {
        setUsed(true);
        setStart(from);
      },
    }),
    [],
  );
  return (
    <BookingContext value={booking}>
      {children}
      {used && (
        <Suspense fallback={null}>
          <BookingDrawer start={start} onClose={() => setStart(null)} />
        </Suspense>
      )}
    </BookingContext>
  );
}
