/** The clinic in figures: money, time and patients of a period, to be looked at rather than read. */
import { ActionIcon, Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { Bars } from '@/parts/Bars.tsx';
import { Columns } from '@/parts/Columns.tsx';
import { csvOf, saveText } from '@/parts/csv.ts';
import { Answer, Lines } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Tile, Tiles } from '@/parts/Tile.tsx';
import { useLocations } from '@/resources/calendar.ts';
import { useFinance, useFinances, useLoads, useStatistics, type Finance, type Load, type Period, type Statistics } from '@/resources/reports.ts';
import { t, tMaybe } from '@/words';
import { day, exponentOf, minutes, money, number } from '@/words/format.ts';
import { browserZone, todayIn } from '@/words/zones.ts';
import classes from './DayReport.module.css';
import { Reports } from './Reports.tsx';
import { lastMonths, periodOf, PERIODS, type Named } from './periods.ts';

const MONTHS = 6;

export default function FiguresPage() {
  const locations = useLocations();
  const [params, setParams] = useSearchParams();
  const today = todayIn(locations.data?.[0]?.time_zone ?? browserZone());
  const named = (params.get('period') as Named | null) ?? 'month';
  const usual = periodOf(PERIODS.includes(named) ? named : 'month', today);
  const period: Period = { from: params.get('from') ?? usual.from, to: params.get('to') ?? usual.to };
  const own = params.has('from') || params.has('to');
  const set = (change: Partial<Period>) => setParams({ ...period, ...change }, { replace: true });
  return (
    <Page
      title={t('figures.title')}
      beside={
        <span>
          {day(period.from)} – {day(period.to)}
        </span>
      }
      actions={
        <>
          <NativeSelect
            aria-label={t('figures.period')}
            value={own ? 'own' : named}
            onChange={(event) => setParams(event.currentTarget.value === 'own' ? { ...period } : { period: event.currentTarget.value }, { replace: true })}
            data={[...PERIODS.map((value) => ({ value, label: t(`figures.${value}`) })), { value: 'own', label: t('figures.own') }]}
          />
          {own && (
            <>
              <TextInput type="date" aria-label={t('common.from')} value={period.from} max={period.to} onChange={(event) => event.currentTarget.value && set({ from: event.currentTarget.value })} />
              <TextInput type="date" aria-label={t('common.to')} value={period.to} min={period.from} onChange={(event) => event.currentTarget.value && set({ to: event.currentTarget.value })} />
            </>
          )}
          <ActionIcon variant="default" size={36} aria-label={t('common.print')} onClick={() => window.print()}>
            <Icon name="print" />
          </ActionIcon>
        </>
      }
    >
      <Money period={period} today={today} />
      <Time period={period} />
      <People period={period} />
      <Reports period={period} />
    </Page>
  );
}

/** Amounts as a spreadsheet counts them: with a point, without a sign. */
const plainAmount = (minor: number, currency: string) => (minor / 10 ** exponentOf(currency)).toFixed(exponentOf(currency));

function Csv({ rows, name }: { rows: () => (string | number)[][]; name: string }) {
  return (
    <Button className="no-print" size="xs" variant="default" leftSection={<Icon name="download" size={15} />} onClick={() => saveText(csvOf(rows()), name)}>
      {t('common.download_csv')}
    </Button>
  );
}

function Money({ period, today }: { period: Period; today: string }) {
  const finance = useFinance(period);
  return (
    <Answer of={finance} lines={6}>
      {(found) => {
        const amount = (minor: number) => money(minor, found.currency);
        const methods = Object.entries(found.by_method).filter(([, minor]) => minor !== 0);
        return (
          <>
            <Tiles>
              <Tile label={t('report.charged')} value={amount(found.charged_minor)} hint={t('figures.invoices', { count: found.invoices_issued })} />
              <Tile label={t('figures.collected')} value={amount(found.collected_minor)} good hint={t('figures.payments', { count: found.payments })} />
              <Tile label={t('figures.adjusted')} value={amount(found.adjusted_minor)} />
              <Tile label={t('report.refunded')} value={amount(found.refunded_minor)} />
              <Tile label={t('report.outstanding')} value={amount(found.outstanding_minor)} bad={found.outstanding_minor > 0} />
            </Tiles>
            <Card title={t('figures.by_month', { count: MONTHS })}>
              <Trend today={today} currency={found.currency} />
            </Card>
            <div className={classes.halves}>
              <Card title={t('figures.by_code')} actions={<Csv name={`charged-${period.from}-${period.to}.csv`} rows={() => codeRows(found)} />}>
                {found.by_code.length === 0 ? (
                  <p className={classes.quiet}>{t('figures.nothing')}</p>
                ) : (
                  <Bars
                    amounts={[...found.by_code]
                      .sort((a, b) => b.charged_minor - a.charged_minor)
                      .slice(0, 8)
                      .map((each) => ({
                        key: each.code ?? each.description,
                        name: each.description,
                        value: each.charged_minor,
                        text: `${amount(each.charged_minor)} · ${number(each.quantity)}×`,
                      }))}
                  />
                )}
              </Card>
              <Stack gap={0}>
                <Card title={t('figures.aging')}>
                  <Bars
                    amounts={Object.entries(found.aging).map(([age, minor], index) => ({
                      key: age,
                      name: t('figures.days_old', { age }),
                      value: minor,
                      text: amount(minor),
                      tone: index === 0 ? undefined : index < 3 ? ('warn' as const) : ('bad' as const),
                    }))}
                  />
                </Card>
                <Card title={t('report.by_method')}>
                  {methods.length === 0 ? (
                    <p className={classes.quiet}>{t('figures.nothing')}</p>
                  ) : (
                    <Bars amounts={methods.map(([method, minor]) => ({ key: method, name: tMaybe(`method.${method}`) ?? method, value: minor, text: amount(minor) }))} />
                  )}
                </Card>
              </Stack>
            </div>
          </>
        );
      }}
    </Answer>
  );
}

const codeRows = (found: Finance) => [
  [t('common.code'), t('fee.description'), t('invoice.quantity'), `${t('report.charged')} (${found.currency})`],
  ...found.by_code.map((each) => [each.code ?? '', each.description, each.quantity, plainAmount(each.charged_minor, found.currency)]),
];

function Trend({ today, currency }: { today: string; currency: string }) {
  const months = lastMonths(MONTHS, today);
  const found = useFinances(months);
  if (found.some((each) => !each)) return <Lines count={5} />;
  const columns = months.map(({ from }, index) => ({
    label: day(from, { month: 'short' }),
    values: [found[index]!.charged_minor, found[index]!.collected_minor],
  }));
  const words = columns.map(({ label, values }) => `${label}: ${money(values[0]!, currency)}, ${money(values[1]!, currency)}`).join('; ');
  return <Columns names={[t('report.charged'), t('figures.collected')]} columns={columns} label={words} text={(minor) => money(minor, currency).replace(/[.,]00(?!\d)/, '')} />;
}

const shareOf = ({ booked_minutes, available_minutes }: Load) => (available_minutes ? booked_minutes / available_minutes : 0);

function Time({ period }: { period: Period }) {
  const loads = useLoads(period);
  return (
    <Answer of={loads} lines={4}>
      {(found) => (
        <Card title={t('report.by_practitioner')} actions={<Csv name={`practitioners-${period.from}-${period.to}.csv`} rows={() => loadRows(found.items)} />}>
          <Bars
            most={1}
            amounts={found.items.map((load) => ({
              key: load.practitioner_id,
              name: load.practitioner_name,
              value: shareOf(load),
              text: [
                number(shareOf(load), { style: 'percent' }),
                minutes(load.booked_minutes),
                `${t('report.seen')} ${number(load.seen)}`,
                `${t('report.no_shows')} ${number(load.no_shows)}`,
              ].join(' · '),
            }))}
          />
        </Card>
      )}
    </Answer>
  );
}

const loadRows = (loads: Load[]) => [
  [t('report.practitioner'), t('report.seen'), t('report.no_shows'), t('report.cancelled'), t('report.booked_time'), t('figures.open_time')],
  ...loads.map((load) => [load.practitioner_name, load.seen, load.no_shows, load.cancelled, load.booked_minutes, load.available_minutes]),
];

function People({ period }: { period: Period }) {
  const statistics = useStatistics(period);
  return (
    <Answer of={statistics} lines={4}>
      {(found) => (
        <>
          <Tiles>
            <Tile label={t('figures.new_patients')} value={number(found.new)} good />
            <Tile label={t('figures.active_patients')} value={number(found.active)} />
            <Tile label={t('figures.archived_patients')} value={number(found.archived)} />
          </Tiles>
          <Card title={t('figures.by_age')} actions={<Csv name={`patients-${period.to}.csv`} rows={() => groupRows(found)} />}>
            <Bars amounts={ages(found)} />
          </Card>
        </>
      )}
    </Answer>
  );
}

const groupRows = ({ by_age_and_sex }: Statistics) => [
  [t('figures.age'), t('patients.sex'), t('figures.count')],
  ...by_age_and_sex.map(({ age_band, sex, count }) => [age_band, t(`sex.${sex}`), count]),
];

/** One bar for each age, with the sexes in words. */
function ages({ by_age_and_sex }: Statistics) {
  const bands = Map.groupBy(by_age_and_sex, ({ age_band }) => age_band);
  return [...bands]
    .sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map(([band, groups]) => {
      const whole = groups.reduce((sum, { count }) => sum + count, 0);
      const sexes = groups.filter(({ count }) => count > 0).map(({ sex, count }) => `${t(`sex.${sex}`)} ${number(count)}`);
      return { key: band, name: t('figures.years', { age: band }), value: whole, text: `${number(whole)} (${sexes.join(', ')})` };
    });
}
