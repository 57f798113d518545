/** Which steps lead on from where a visit stands; the API has the last word. */
import type { AppointmentStatus } from '@/resources/appointments.ts';
import type { IconName } from '@/parts/Icon.tsx';

export type NextStep = 'confirm' | 'arrive' | 'room' | 'start' | 'complete' | 'no_show';

export const STEP_ICONS: Record<NextStep, IconName> = {
  confirm: 'check',
  arrive: 'arrive',
  room: 'door',
  start: 'play',
  complete: 'check',
  no_show: 'close',
};

const FORWARD: Partial<Record<AppointmentStatus, NextStep[]>> = {
  booked: ['arrive', 'confirm', 'no_show'],
  confirmed: ['arrive', 'no_show'],
  arrived: ['room', 'start'],
  roomed: ['start'],
  in_visit: ['complete'],
};

/** The steps forward, the most likely one first: before the day it is confirming, on the day arriving. */
export function nextSteps(status: AppointmentStatus, started: { isToday: boolean; isPast: boolean }): NextStep[] {
  const steps = FORWARD[status] ?? [];
  if (status === 'booked' && !started.isToday && !started.isPast) return ['confirm'];
  if (status === 'confirmed' && !started.isToday && !started.isPast) return [];
  return steps.filter((step) => step !== 'no_show' || started.isPast);
}

export const mayCancel = (status: AppointmentStatus): boolean => ['booked', 'confirmed', 'arrived', 'roomed'].includes(status);
export const mayMove = (status: AppointmentStatus): boolean => status === 'booked' || status === 'confirmed';
export const mayReopen = (status: AppointmentStatus): boolean => status !== 'booked';
