/** A patient's history as one line of time: what happened, the newest first, by day. */
import type { IconName } from '@/parts/Icon.tsx';
import type { Schemas } from '@/client';
import type { Appointment } from '@/resources/appointments.ts';
import type { InvoiceSummary } from '@/resources/billing.ts';
import type { Allergy, ChartProblem, Immunization, Medication, Vital } from '@/resources/chart.ts';
import type { Note } from '@/resources/notes.ts';

export type Kind = 'visit' | 'note' | 'vitals' | 'immunization' | 'medication' | 'problem' | 'allergy' | 'consent' | 'invoice';

export const KIND_ICONS: Record<Kind, IconName> = {
  visit: 'calendar',
  note: 'edit',
  vitals: 'heart',
  immunization: 'shield',
  medication: 'tag',
  problem: 'alert',
  allergy: 'alert',
  consent: 'check',
  invoice: 'invoice',
};

/** One thing that happened; `of` is what the answer said about it. */
export type Happened =
  | { kind: 'visit'; at: string; of: Appointment }
  | { kind: 'note'; at: string; of: Note }
  | { kind: 'vitals'; at: string; of: Vital[] }
  | { kind: 'immunization'; at: string; of: Immunization }
  | { kind: 'medication'; at: string; of: Medication }
  | { kind: 'problem'; at: string; of: ChartProblem }
  | { kind: 'allergy'; at: string; of: Allergy }
  | { kind: 'consent'; at: string; of: Schemas['ConsentView'] }
  | { kind: 'invoice'; at: string; of: InvoiceSummary };

const itemsOf = <T>(list: { items?: unknown } | null | undefined): T[] => (Array.isArray(list?.items) ? (list.items as T[]) : []);
const standing = <T extends { struck_out_at: string | null }>(items: T[]) => items.filter(({ struck_out_at }) => !struck_out_at);
const noon = (date: string) => `${date}T12:00:00Z`;

/** Everything in a history that has a place in time, the newest first; measurements of one moment belong together. */
export function happened(history: Schemas['HistoryView']): Happened[] {
  const moments = new Map<string, Vital[]>();
  for (const vital of standing(itemsOf<Vital>(history.vitals))) {
    moments.set(vital.measured_at, [...(moments.get(vital.measured_at) ?? []), vital]);
  }
  const all: Happened[] = [
    ...itemsOf<Appointment>(history.appointments).map((of): Happened => ({ kind: 'visit', at: of.starts_at, of })),
    ...itemsOf<Note>(history.notes).map((of): Happened => ({ kind: 'note', at: of.created_at, of })),
    ...[...moments].map(([at, of]): Happened => ({ kind: 'vitals', at, of })),
    ...standing(itemsOf<Immunization>(history.immunizations)).map((of): Happened => ({ kind: 'immunization', at: noon(of.given_on), of })),
    ...standing(itemsOf<Medication>(history.medications)).map((of): Happened => ({ kind: 'medication', at: of.started_on ? noon(of.started_on) : of.recorded_at, of })),
    ...standing(itemsOf<ChartProblem>(history.problems)).map((of): Happened => ({ kind: 'problem', at: of.onset_on ? noon(of.onset_on) : of.recorded_at, of })),
    ...standing(itemsOf<Allergy>(history.allergies)).map((of): Happened => ({ kind: 'allergy', at: of.noted_on ? noon(of.noted_on) : of.recorded_at, of })),
    ...standing(itemsOf<Schemas['ConsentView']>(history.consents)).map((of): Happened => ({ kind: 'consent', at: noon(of.given_on), of })),
    ...itemsOf<InvoiceSummary>(history.invoices).flatMap((of): Happened[] => (of.issued_at ? [{ kind: 'invoice', at: of.issued_at, of }] : [])),
  ];
  return all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** By day of a clock, in the order given. */
export function byDay(all: Happened[], dayOf: (moment: string) => string): [string, Happened[]][] {
  const days = new Map<string, Happened[]>();
  for (const each of all) days.set(dayOf(each.at), [...(days.get(dayOf(each.at)) ?? []), each]);
  return [...days];
}
