/** Adding an entry to a list of the chart: the few fields each list needs. */
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { ProblemNote } from '@/parts/feedback.tsx';
import { say } from '@/parts/toast.tsx';
import { Problem } from '@/problems/problem.ts';
import { fieldOf, sentence } from '@/problems/sentence.ts';
import { useAddToChart, type ChartList, type NewChartItem } from '@/resources/chart.ts';
import { t } from '@/words';
import { browserZone, momentOf, toInstant, wallClock } from '@/words/zones.ts';
import { MEASURES, UNITS } from './chartItems.tsx';
import classes from './fields.module.css';

interface Field {
  name: string;
  label: string;
  type?: 'text' | 'date' | 'datetime-local' | 'number';
  required?: boolean;
  options?: { value: string; label: string }[];
}

const today = () => new Date().toISOString().slice(0, 10);

const FIELDS: Record<Exclude<ChartList, 'vitals'>, () => Field[]> = {
  allergies: () => [
    { name: 'substance', label: t('chart.substance'), required: true },
    { name: 'reaction', label: t('chart.reaction') },
    {
      name: 'severity',
      label: t('chart.severity'),
      options: [{ value: '', label: '—' }, ...(['mild', 'moderate', 'severe'] as const).map((value) => ({ value, label: t(`severity.${value}`) }))],
    },
  ],
  problems: () => [
    { name: 'display', label: t('chart.display'), required: true },
    { name: 'code', label: t('chart.code_icd') },
    { name: 'onset_on', label: t('chart.onset_on'), type: 'date' },
  ],
  medications: () => [
    { name: 'name', label: t('chart.medication_name'), required: true },
    { name: 'dose', label: t('chart.dose') },
    { name: 'frequency', label: t('chart.frequency') },
    { name: 'started_on', label: t('chart.started_on'), type: 'date' },
  ],
  immunizations: () => [
    { name: 'vaccine', label: t('chart.vaccine'), required: true },
    { name: 'given_on', label: t('chart.given_on'), type: 'date', required: true },
    { name: 'lot', label: t('chart.lot') },
  ],
};

const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';

export function AddItem({ patientId, list, onDone }: { patientId: string; list: ChartList; onDone: () => void }) {
  const add = useAddToChart(patientId, list);
  const [values, setValues] = useState<Record<string, string>>({
    given_on: today(),
    kind: 'blood_pressure',
    measured_at: wallClock(new Date(), browserZone()).slice(0, 16),
  });
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const set = (name: string, value: string) => setValues((before) => ({ ...before, [name]: value }));
  const fields = list === 'vitals' ? vitalFields(values) : FIELDS[list]();
  const missing = fields.filter(({ name, required }) => required && !values[name]?.trim()).map(({ name }) => name);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing.length) return;
    setError(null);
    try {
      for (const body of bodies(list, fields, values)) await add.mutateAsync(body);
      say(t('chart.added'));
      onDone();
    } catch (problem) {
      setError(problem);
    }
  };
  const told = error ? Problem.from(error) : null;
  const at = told?.errors.map(({ pointer }) => fieldOf(pointer)) ?? [];
  const placed = at.length > 0 && at.every((name) => fields.some((field) => field.name === name));
  const errorOf = (name: string) => {
    if (tried && missing.includes(name)) return t('problems.field_required');
    return placed && at.includes(name) ? sentence(told) : null;
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate style={{ marginBottom: 16 }}>
      <Stack gap="sm">
        <div className={classes.grid}>
          {fields.map(({ name, label, type, required, options }, index) =>
            options ? (
              <NativeSelect key={name} label={label} data={options} value={values[name] ?? ''} onChange={(event) => set(name, event.currentTarget.value)} error={errorOf(name)} />
            ) : (
              <TextInput
                key={name}
                label={label}
                type={type === 'number' ? 'text' : type}
                inputMode={type === 'number' ? 'decimal' : undefined}
                required={required}
                autoFocus={index === 0}
                autoComplete="off"
                value={values[name] ?? ''}
                onChange={(event) => set(name, event.currentTarget.value)}
                error={errorOf(name)}
              />
            ),
          )}
        </div>
        {!placed && <ProblemNote error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('common.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function vitalFields(values: Record<string, string>): Field[] {
  const kind = (values['kind'] ?? 'heart_rate') as keyof typeof MEASURES;
  const units = MEASURES[kind];
  const measured: Field[] =
    kind === 'blood_pressure'
      ? [
          { name: 'systolic', label: `${t('chart.systolic')} (mmHg)`, type: 'number', required: true },
          { name: 'diastolic', label: `${t('chart.diastolic')} (mmHg)`, type: 'number', required: true },
        ]
      : [{ name: 'value', label: [t('chart.value'), units.length === 1 && UNITS[units[0]] ? `(${UNITS[units[0]]})` : ''].join(' ').trim(), type: 'number', required: true }];
  return [
    { name: 'kind', label: t('chart.kind'), options: (Object.keys(MEASURES) as (keyof typeof MEASURES)[]).map((value) => ({ value, label: t(`vital.${value}`) })) },
    ...measured,
    ...(units.length > 1 ? [{ name: 'unit', label: t('chart.unit'), options: units.map((value) => ({ value, label: UNITS[value] ?? value })) }] : []),
    { name: 'measured_at', label: t('chart.measured_at'), type: 'datetime-local', required: true },
  ];
}

/** What is sent: one body, or two for a blood pressure. */
function bodies(list: ChartList, fields: Field[], values: Record<string, string>): NewChartItem[] {
  if (list !== 'vitals') {
    const body = Object.fromEntries(fields.map(({ name }) => [name, values[name]?.trim() || null]));
    if (list === 'problems' && body['code']) body['code_system'] = ICD;
    return [body as unknown as NewChartItem];
  }
  const kind = values['kind'] as keyof typeof MEASURES;
  const measured_at = toInstant(momentOf(values['measured_at']!, browserZone()));
  const decimal = (text: string | undefined) => Number((text ?? '').replace(',', '.'));
  if (kind === 'blood_pressure') {
    return [
      { kind: 'blood_pressure_systolic', value: decimal(values['systolic']), unit: 'mm[Hg]', measured_at },
      { kind: 'blood_pressure_diastolic', value: decimal(values['diastolic']), unit: 'mm[Hg]', measured_at },
    ];
  }
  const units: readonly string[] = MEASURES[kind];
  const unit = units.includes(values['unit'] ?? '') ? values['unit']! : units[0]!;
  return [{ kind, value: decimal(values['value']), unit, measured_at }];
}
