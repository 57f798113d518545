/** The lists of the chart this role may see: what stands, what was struck out, and adding. */
import { Button, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card } from '@/parts/Page.tsx';
import { say } from '@/parts/toast.tsx';
import { CHART_LISTS, useChartList, useStrikeOut, type ChartItem, type ChartList } from '@/resources/chart.ts';
import type { Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { AddItem } from './AddItem.tsx';
import { ChartEntry } from './ChartEntry.tsx';
import classes from './Overview.module.css';
import { Vitals } from './Vitals.tsx';

export default function ChartTab({ patient }: { patient: Patient }) {
  const may = useMay();
  const lists = (Object.keys(CHART_LISTS) as ChartList[]).filter((list) => may(CHART_LISTS[list].read));
  return (
    <>
      {lists.includes('vitals') && <VitalsOf patient={patient} mayWrite={may(CHART_LISTS.vitals.write) && !patient.merged_into} />}
      <div className={classes.grid}>
        {lists
          .filter((list) => list !== 'vitals')
          .map((list) => (
            <List key={list} patient={patient} list={list} mayWrite={may(CHART_LISTS[list].write) && !patient.merged_into} />
          ))}
      </div>
    </>
  );
}

function VitalsOf({ patient, mayWrite }: { patient: Patient; mayWrite: boolean }) {
  const [striking, setStriking] = useState<ChartItem | null>(null);
  return (
    <>
      <Vitals patient={patient} onStrike={mayWrite ? setStriking : undefined} />
      <StrikeOut patient={patient} list="vitals" item={striking} onClose={() => setStriking(null)} />
    </>
  );
}

function List({ patient, list, mayWrite }: { patient: Patient; list: ChartList; mayWrite: boolean }) {
  const items = useChartList(patient.id, list);
  const [adding, setAdding] = useState(false);
  const [striking, setStriking] = useState<ChartItem | null>(null);
  const [withStruckOut, setWithStruckOut] = useState(false);
  const anyStruckOut = items.data?.some(({ struck_out_at }) => struck_out_at);
  return (
    <Card
      title={t(`chart.${list}`)}
      actions={
        mayWrite &&
        !adding && (
          <Button size="xs" variant="light" leftSection={<Icon name="plus" size={15} />} onClick={() => setAdding(true)}>
            {t(`chart.add_${list}`)}
          </Button>
        )
      }
    >
      {adding && <AddItem patientId={patient.id} list={list} onDone={() => setAdding(false)} />}
      <Answer of={items} lines={3}>
        {(all) => {
          const shown = all.filter(({ struck_out_at }) => withStruckOut || !struck_out_at);
          return (
            <Stack gap="sm">
              {shown.length === 0 && !adding && <Text c="dimmed">{t(`chart.none_${list}`)}</Text>}
              {shown.map((item) => (
                <ChartEntry key={item.id} list={list} item={item} onStrike={mayWrite ? () => setStriking(item) : undefined} />
              ))}
              {anyStruckOut && (
                <Switch
                  size="sm"
                  label={t('chart.show_struck_out')}
                  checked={withStruckOut}
                  onChange={(event) => setWithStruckOut(event.currentTarget.checked)}
                />
              )}
            </Stack>
          );
        }}
      </Answer>
      <StrikeOut patient={patient} list={list} item={striking} onClose={() => setStriking(null)} />
    </Card>
  );
}

function StrikeOut({ patient, list, item, onClose }: { patient: Patient; list: ChartList; item: ChartItem | null; onClose: () => void }) {
  const strike = useStrikeOut(patient.id, list);
  return (
    <Ask
      opened={item !== null}
      onClose={onClose}
      title={t('chart.strike_out_title')}
      text={t('chart.strike_out_text')}
      act={t('chart.strike_out')}
      danger
      reason
      suggestions={[t('chart.reason_wrong_patient'), t('chart.reason_mistyped')]}
      onAct={(reason) => strike.mutateAsync({ item_id: item!.id, version: item!.version, reason }).then(() => say(t('chart.struck_out')))}
    />
  );
}
