/** A day in numbers: visits, time, money. */
import { ActionIcon, TextInput } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { Schemas } from '@/client';
import { Bars } from '@/parts/Bars.tsx';
import { Answer } from '@/parts/feedback.tsx';
import { FileButton } from '@/parts/FileButton.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Tile, Tiles } from '@/parts/Tile.tsx';
import { useLocations } from '@/resources/calendar.ts';
import { useDayReport, type DayReport } from '@/resources/house.ts';
import { t, tMaybe } from '@/words';
import { longDay, minutes, money, number } from '@/words/format.ts';
import { addDays, browserZone, todayIn } from '@/words/zones.ts';
import classes from './DayReport.module.css';

export default function DayReportPage() {
  const locations = useLocations();
  const [params, setParams] = useSearchParams();
  const today = todayIn(locations.data?.[0]?.time_zone ?? browserZone());
  const day = params.get('on') ?? today;
  const report = useDayReport(day);
  const go = (to: string) => setParams(to === today ? {} : { on: to }, { replace: true });
  return (
    <Page
      title={t('report.title')}
      beside={<span>{longDay(day)}</span>}
      actions={
        <>
          <ActionIcon variant="default" size={36} aria-label={t('common.previous_day')} onClick={() => go(addDays(day, -1))}>
            <Icon name="left" />
          </ActionIcon>
          <TextInput type="date" aria-label={t('common.date')} value={day} max={today} onChange={(event) => event.currentTarget.value && go(event.currentTarget.value)} />
          <ActionIcon variant="default" size={36} aria-label={t('common.next_day')} disabled={day >= today} onClick={() => go(addDays(day, 1))}>
            <Icon name="right" />
          </ActionIcon>
          <FileButton path={`/api/reports/day?on=${day}`} name={`day-${day}`} kind="csv" />
          <FileButton path={`/api/reports/day?on=${day}`} name={`day-${day}`} />
          <ActionIcon variant="default" size={36} aria-label={t('common.print')} onClick={() => window.print()}>
            <Icon name="print" />
          </ActionIcon>
        </>
      }
    >
      <Answer of={report} lines={6}>
        {(found) => <Numbers report={found} />}
      </Answer>
    </Page>
  );
}

function Numbers({ report }: { report: DayReport }) {
  const amount = (minor: number) => money(minor, report.currency);
  // The sheet is made of two services' answers: its rows are those of the scheduling service.
  const loads = report.by_practitioner as unknown as Schemas['LoadView'][];
  const methods = Object.entries(report.by_method).filter(([, minor]) => minor !== 0);
  return (
    <>
      <Tiles>
        <Tile label={t('report.seen')} value={number(report.seen)} />
        <Tile label={t('report.no_shows')} value={number(report.no_shows)} bad={report.no_shows > 0} />
        <Tile label={t('report.cancelled')} value={number(report.cancelled)} />
        <Tile
          label={t('report.booked_time')}
          value={share(report.booked_minutes, report.available_minutes)}
          hint={`${minutes(report.booked_minutes)} ${t('report.of_available', { available: minutes(report.available_minutes) })}`}
        />
        <Tile label={t('report.taken')} value={amount(report.taken_minor)} good />
        <Tile label={t('report.charged')} value={amount(report.charged_minor)} />
        <Tile label={t('report.refunded')} value={amount(report.refunded_minor)} />
        <Tile label={t('report.outstanding')} value={amount(report.outstanding_minor)} bad={report.outstanding_minor > 0} />
      </Tiles>
      <div className={classes.halves}>
        <Card title={t('report.by_practitioner')}>
          <Bars
            most={1}
            amounts={loads.map((load) => ({
              key: load.practitioner_id,
              name: load.practitioner_name,
              value: load.available_minutes ? load.booked_minutes / load.available_minutes : load.booked_minutes ? 1 : 0,
              text: `${share(load.booked_minutes, load.available_minutes)} · ${t('report.seen')} ${number(load.seen)}`,
            }))}
          />
        </Card>
        <Card title={t('report.by_method')}>
          {methods.length === 0 ? (
            <p className={classes.quiet}>{t('report.nothing_taken')}</p>
          ) : (
            <Bars amounts={methods.map(([method, minor]) => ({ key: method, name: tMaybe(`method.${method}`) ?? method, value: minor, text: amount(minor) }))} />
          )}
        </Card>
      </div>
    </>
  );
}

const share = (part: number, whole: number): string => (whole ? number(part / whole, { style: 'percent' }) : part ? minutes(part) : '—');
