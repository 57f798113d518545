/** What was measured, as curves: one kind at a time, each measurement below it. */
import { Box, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { Curve } from '@/parts/Curve.tsx';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card } from '@/parts/Page.tsx';
import { useChartList, type ChartItem, type Vital } from '@/resources/chart.ts';
import type { Patient } from '@/resources/patients.ts';
import { t, type Key } from '@/words';
import { day, number } from '@/words/format.ts';
import { AddItem } from './AddItem.tsx';
import { ChartEntry } from './ChartEntry.tsx';
import { UNITS } from './chartItems.tsx';
import { inUnit, kindsOf, PRESSURE } from './vitals.ts';

interface Props {
  patient: Patient;
  onStrike?: (item: ChartItem) => void;
}

export function Vitals({ patient, onStrike }: Props) {
  const vitals = useChartList(patient.id, 'vitals');
  const [adding, setAdding] = useState(false);
  return (
    <Card
      title={t('chart.vitals')}
      actions={
        onStrike &&
        !adding && (
          <Button size="xs" variant="light" leftSection={<Icon name="plus" size={15} />} onClick={() => setAdding(true)}>
            {t('chart.add_vitals')}
          </Button>
        )
      }
    >
      {adding && <AddItem patientId={patient.id} list="vitals" onDone={() => setAdding(false)} />}
      <Answer of={vitals} lines={4}>
        {(all) => {
          const standing = all.filter(({ struck_out_at }) => !struck_out_at);
          return standing.length ? <Kinds vitals={standing} onStrike={onStrike} /> : <Text c="dimmed">{t('chart.none_vitals')}</Text>;
        }}
      </Answer>
    </Card>
  );
}

function Kinds({ vitals, onStrike }: { vitals: Vital[]; onStrike?: (item: ChartItem) => void }) {
  const kinds = kindsOf(vitals);
  const [chosen, setChosen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const kind = kinds.find(({ name }) => name === chosen) ?? kinds[0]!;
  const unit = kind.latest.unit;
  const lines = kind.series.map(([name, items]) => ({
    name: t(`vital.${name}` as Key & `vital.${string}`),
    points: items.flatMap((item): [number, number][] => {
      const value = inUnit(item, unit);
      return value === null ? [] : [[Date.parse(item.measured_at), value]];
    }),
  }));
  const shown = vitals.filter((item) => kind.series.some(([name]) => name === item.kind));
  return (
    <>
      <Choices
        label={t('chart.kind')}
        hideLabel
        compact
        name="vital-kind"
        value={kind.name}
        onChange={setChosen}
        choices={kinds.map(({ name, latest, series }) => ({
          value: name,
          label: t(`vital.${name}` as Key & `vital.${string}`),
          hint:
            name === PRESSURE
              ? series.map(([, items]) => number(items.at(-1)!.value)).join('/')
              : `${number(latest.value)} ${UNITS[latest.unit] ?? latest.unit}`,
        }))}
      />
      <Box my="md">
        <Curve
          lines={lines}
          unit={UNITS[unit] ?? unit}
          when={(moment) => day(new Date(moment).toISOString().slice(0, 10))}
          label={t('chart.curve', { kind: t(`vital.${kind.name}` as Key & `vital.${string}`), count: shown.length })}
        />
      </Box>
      {shown.slice(0, all ? undefined : 4).map((item) => (
        <ChartEntry key={item.id} list="vitals" item={item} onStrike={onStrike && (() => onStrike(item))} />
      ))}
      {shown.length > 4 && !all && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t('common.show_more')}
        </Button>
      )}
    </>
  );
}
