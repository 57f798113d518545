/** Where a booking begins. */
import type { Patient } from '@/resources/patients.ts';

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
