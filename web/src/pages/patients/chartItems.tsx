/** How each entry of a chart reads in one line. */
import type { Allergy, ChartItem, ChartList, ChartProblem, Immunization, Medication, Vital } from '@/resources/chart.ts';
import { t } from '@/words';
import { day, dayTime, number } from '@/words/format.ts';

export interface ItemLine {
  main: string;
  rest: string[];
}

const only = (...parts: (string | null | undefined | false)[]): string[] => parts.filter((part): part is string => Boolean(part));

/** UCUM codes as people write them. */
export const UNITS: Record<string, string> = {
  Cel: '°C', '[degF]': '°F', '/min': '/min', 'mm[Hg]': 'mmHg', '%': '%', kg: 'kg', '[lb_av]': 'lb', cm: 'cm', '[in_i]': 'in',
  'kg/m2': 'kg/m²', '{score}': '', g: 'g', m: 'm', '[oz_av]': 'oz', '1': '', '{beats}/min': '/min', '{breaths}/min': '/min',
};

/** The measurements one can enter, each with its usual units, the first preferred. */
export const MEASURES = {
  blood_pressure: ['mm[Hg]'],
  heart_rate: ['/min'],
  body_temperature: ['Cel', '[degF]'],
  oxygen_saturation: ['%'],
  respiratory_rate: ['/min'],
  body_weight: ['kg', '[lb_av]'],
  body_height: ['cm', '[in_i]'],
  pain: ['{score}'],
} as const;

export const ITEM_LINES: { [L in ChartList]: (item: ChartItem<L>) => ItemLine } = {
  allergies: (item: Allergy) => ({
    main: item.substance,
    rest: only(item.reaction, item.severity && t(`severity.${item.severity}`), item.noted_on && day(item.noted_on)),
  }),
  problems: (item: ChartProblem) => ({
    main: item.display,
    rest: only(item.code, t(`problem_state.${item.status}`), item.onset_on && `${t('chart.onset_on')} ${day(item.onset_on)}`),
  }),
  medications: (item: Medication) => ({
    main: item.name,
    rest: only(item.dose, item.frequency, item.started_on && `${t('chart.onset_on')} ${day(item.started_on)}`),
  }),
  immunizations: (item: Immunization) => ({ main: item.vaccine, rest: only(day(item.given_on), item.lot) }),
  vitals: (item: Vital) => ({
    main: `${t(`vital.${item.kind}`)}: ${number(item.value)} ${UNITS[item.unit] ?? item.unit}`.trim(),
    rest: [dayTime(item.measured_at)],
  }),
};
