/** Measurements by kind, in one unit: two numbers of a blood pressure belong together, a weight in pounds to one in kilograms. */
import type { Vital } from '@/resources/chart.ts';

export const PRESSURE = 'blood_pressure';
const PARTS_OF: Record<string, string> = { blood_pressure_systolic: PRESSURE, blood_pressure_diastolic: PRESSURE };
const ORDER = [PRESSURE, 'heart_rate', 'body_temperature', 'oxygen_saturation', 'respiratory_rate', 'body_weight', 'body_height', 'bmi', 'pain'];

type Way = [factor: number, offset: number];

/** To the first unit of each family: `value × factor + offset`. */
const FAMILIES: Record<string, Way>[] = [
  { Cel: [1, 0], '[degF]': [5 / 9, -160 / 9] },
  { kg: [1, 0], g: [0.001, 0], '[lb_av]': [0.45359237, 0], '[oz_av]': [0.028349523125, 0] },
  { cm: [1, 0], m: [100, 0], '[in_i]': [2.54, 0] },
];

/** The value of a measurement in another unit; null where there is no way. */
export function inUnit(item: Pick<Vital, 'value' | 'unit'>, unit: string): number | null {
  if (item.unit === unit) return item.value;
  const family = FAMILIES.find((each) => item.unit in each && unit in each);
  if (!family) return null;
  const [[factor, offset], [back, shift]] = [family[item.unit]!, family[unit]!];
  return Number(((item.value * factor + offset - shift) / back).toFixed(1));
}

export interface KindOf {
  name: string;
  latest: Vital;
  /** Each thing measured with its measurements, the oldest first. */
  series: [string, Vital[]][];
}

/** The kinds that were measured, in the order in which one reads them. */
export function kindsOf(vitals: Vital[]): KindOf[] {
  const byKind = new Map<string, Map<string, Vital[]>>();
  for (const item of [...vitals].sort((a, b) => a.measured_at.localeCompare(b.measured_at))) {
    const name = PARTS_OF[item.kind] ?? item.kind;
    const series = byKind.get(name) ?? new Map<string, Vital[]>();
    series.set(item.kind, [...(series.get(item.kind) ?? []), item]);
    byKind.set(name, series);
  }
  const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return [...byKind]
    .map(([name, series]) => ({
      name,
      series: [...series].sort(([a], [b]) => b.localeCompare(a)),
      latest: [...series.values()].flat().reduce((one, other) => (other.measured_at > one.measured_at ? other : one)),
    }))
    .sort((a, b) => rank(a.name) - rank(b.name));
}
