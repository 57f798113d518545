/** The lists of a chart: read, added to, struck out with a reason. */
import { useQuery } from '@tanstack/react-query';
import { api, got, ifMatch, once, type Schemas } from '@/client';
import type { Permission } from '@/session/permissions.ts';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Allergy = Schemas['AllergyView'];
export type ChartProblem = Schemas['ProblemView'];
export type Medication = Schemas['MedicationView'];
export type Immunization = Schemas['ImmunizationView'];
export type Vital = Schemas['VitalView'];

/** The lists this app shows, each with what reading and writing it needs. */
export const CHART_LISTS = {
  allergies: { read: 'chart.basics.read', write: 'chart.basics.write' },
  problems: { read: 'chart.read', write: 'chart.write' },
  medications: { read: 'chart.read', write: 'chart.write' },
  immunizations: { read: 'chart.basics.read', write: 'chart.basics.write' },
  vitals: { read: 'chart.basics.read', write: 'chart.basics.write' },
} satisfies Record<string, { read: Permission; write: Permission }>;

export type ChartList = keyof typeof CHART_LISTS;

interface ItemsOf {
  allergies: Allergy;
  problems: ChartProblem;
  medications: Medication;
  immunizations: Immunization;
  vitals: Vital;
}

interface NewItemsOf {
  allergies: Schemas['NewAllergy'];
  problems: Schemas['NewProblem'];
  medications: Schemas['NewMedication'];
  immunizations: Schemas['NewImmunization'];
  vitals: Schemas['NewVital'];
}

export type ChartItem<L extends ChartList = ChartList> = ItemsOf[L];
export type NewChartItem<L extends ChartList = ChartList> = NewItemsOf[L];

/** One list of a patient's chart, the newest first. */
export const useChartList = <L extends ChartList>(patient_id: string, list: L, enabled = true) =>
  useQuery({
    queryKey: [...keys.chart, patient_id, list],
    enabled,
    queryFn: async () => {
      const params = { path: { patient_id }, query: { limit: 200 } };
      const page = await got(api.GET(`/api/patients/{patient_id}/${list}` as '/api/patients/{patient_id}/allergies', { params }));
      return page.items as unknown as ChartItem<L>[];
    },
  });

/** Add an entry to a list. */
export const useAddToChart = <L extends ChartList>(patient_id: string, list: L) =>
  useAction(
    (body: NewChartItem<L>, key) =>
      got(
        api.POST(`/api/patients/{patient_id}/${list}` as '/api/patients/{patient_id}/allergies', {
          params: { path: { patient_id } },
          body: body as unknown as Schemas['NewAllergy'],
          headers: once(key),
        }),
      ),
    [[...keys.chart, patient_id]],
  );

/** Strike an entry out: it stays, with the reason. */
export const useStrikeOut = (patient_id: string, list: ChartList) =>
  useAction(
    ({ item_id, version, reason }: { item_id: string; version: number; reason: string }) =>
      got(
        api.PATCH(`/api/patients/{patient_id}/${list}/{item_id}` as '/api/patients/{patient_id}/allergies/{item_id}', {
          params: { path: { patient_id, item_id } },
          body: { struck_out_reason: reason },
          headers: ifMatch(version),
        }),
      ),
    [[...keys.chart, patient_id]],
  );
