/** Booking from anywhere: what is known beforehand goes in, the drawer opens beside the page. */
import { createContext, lazy, Suspense, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Patient } from '@/resources/patients.ts';

const BookingDrawer = lazy(() => import('./BookingDrawer.tsx'));

/** What is known before a booking begins. */
export interface BookingStart {
  patient?: Patient;
  practitioner_id?: string;
  location_id?: string;
  visit_type_id?: string;
  /** The moment somebody clicked on. */
  starts_at?: string;
  /** The day to look for free times from. */
  day?: string;
}

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
