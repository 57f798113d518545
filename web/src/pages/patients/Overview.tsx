/** The patient at a glance: what is next, how to reach them, what the chart says, what is owed. */
import { Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import AppointmentDrawer from '@/pages/appointment/AppointmentDrawer.tsx';
import { Answer, Lines } from '@/parts/feedback.tsx';
import { Card } from '@/parts/Page.tsx';
import { usePatientAppointments } from '@/resources/appointments.ts';
import { useAccount } from '@/resources/billing.ts';
import { CHART_LISTS, useChartList } from '@/resources/chart.ts';
import { addressLines, type Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { LANGUAGES, t } from '@/words';
import { money } from '@/words/format.ts';
import { ITEM_LINES } from './chartItems.tsx';
import classes from './Overview.module.css';
import { VisitLine } from './VisitsTab.tsx';

export default function Overview({ patient }: { patient: Patient }) {
  const may = useMay();
  return (
    <div className={classes.grid}>
      {may('appointments.read') && <Visits patient={patient} />}
      <Contact patient={patient} />
      {may('billing.read', 'billing.read_own') && <Balance patient={patient} />}
      {(['problems', 'medications', 'vitals'] as const).map(
        (list) => may(CHART_LISTS[list].read) && <Latest key={list} patient={patient} list={list} />,
      )}
    </div>
  );
}

function Visits({ patient }: { patient: Patient }) {
  const appointments = usePatientAppointments(patient.id);
  const [opened, setOpened] = useState<string | null>(null);
  const now = new Date().toISOString();
  return (
    <Card title={t('patients.next_visit')}>
      <Answer of={appointments} lines={2}>
        {(all) => {
          const kept = all.filter(({ status }) => status !== 'cancelled');
          const next = kept.find(({ ends_at, status }) => ends_at > now && status !== 'completed' && status !== 'no_show');
          const last = kept.filter(({ status }) => status === 'completed').at(-1);
          return (
            <Stack gap="sm">
              {next ? (
                <VisitLine visit={next} onOpen={() => setOpened(next.id)} />
              ) : (
                <Text c="dimmed">{t('patients.no_next_visit')}</Text>
              )}
              {last && (
                <div>
                  <Text size="sm" c="dimmed" mb={4}>
                    {t('patients.last_visit')}
                  </Text>
                  <VisitLine visit={last} onOpen={() => setOpened(last.id)} />
                </div>
              )}
            </Stack>
          );
        }}
      </Answer>
      <AppointmentDrawer id={opened} onClose={() => setOpened(null)} />
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <Group gap="md" wrap="nowrap" align="baseline">
      <Text size="sm" c="dimmed" w={84} style={{ flex: 'none' }}>
        {name}
      </Text>
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>{children}</div>
    </Group>
  );
}

function Contact({ patient }: { patient: Patient }) {
  const language = patient.preferred_language;
  return (
    <Card title={t('patients.contact')}>
      <Stack gap={6}>
        <Fact name={t('patients.phone')}>{patient.phone && <a href={`tel:${patient.phone}`}>{patient.phone}</a>}</Fact>
        <Fact name={t('patients.email')}>{patient.email && <a href={`mailto:${patient.email}`}>{patient.email}</a>}</Fact>
        <Fact name={t('patients.address')}>
          {addressLines(patient).map((line) => (
            <div key={line}>{line}</div>
          ))}
        </Fact>
        <Fact name={t('patients.preferred_language')}>
          {language && (language in LANGUAGES ? LANGUAGES[language as keyof typeof LANGUAGES] : language)}
        </Fact>
        <Fact name={t('patients.contact_by')}>{patient.contact_by && t(`contact.${patient.contact_by}`)}</Fact>
      </Stack>
    </Card>
  );
}

function Balance({ patient }: { patient: Patient }) {
  const account = useAccount(patient.id);
  if (account.error) return null;
  return (
    <Card title={t('patients.billing')} actions={<Link to={`/desk/accounts/${patient.id}`}>{t('common.open')}</Link>}>
      {account.data ? (
        <>
          <Text size="xl" fw={650} className="numbers">
            {money(Math.abs(account.data.balance_minor), account.data.currency)}
          </Text>
          <Text c="dimmed">
            {account.data.balance_minor > 0 ? t('account.owes') : account.data.balance_minor < 0 ? t('account.credit') : t('account.settled')}
          </Text>
        </>
      ) : (
        <Lines count={2} />
      )}
    </Card>
  );
}

function Latest({ patient, list }: { patient: Patient; list: 'problems' | 'medications' | 'vitals' }) {
  const items = useChartList(patient.id, list);
  return (
    <Card title={t(`chart.${list}`)} actions={<Link to={`/patients/${patient.id}?tab=chart`}>{t('common.open')}</Link>}>
      <Answer of={items} lines={3}>
        {(all) => {
          const standing = all.filter(({ struck_out_at }) => !struck_out_at).slice(0, 5);
          if (standing.length === 0) return <Text c="dimmed">{t(`chart.none_${list}`)}</Text>;
          return (
            <Stack gap={6}>
              {standing.map((item) => {
                const { main, rest } = ITEM_LINES[list](item as never);
                return (
                  <div key={item.id}>
                    {main}{' '}
                    <Text span size="sm" c="dimmed">
                      {rest.join(' · ')}
                    </Text>
                  </div>
                );
              })}
            </Stack>
          );
        }}
      </Answer>
    </Card>
  );
}
