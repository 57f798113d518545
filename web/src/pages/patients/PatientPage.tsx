/** One patient: who they are and what one must not overlook, always in view; the rest by topic. */
import { Button, Group, Tabs, Text } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useBooking } from '@/pages/booking/BookingContext.tsx';
import { Answer, Lines } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { ageText } from '@/parts/PatientLine.tsx';
import { Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { useChartList } from '@/resources/chart.ts';
import { fullName, usePatient, type Patient } from '@/resources/patients.ts';
import type { Permission } from '@/session/permissions.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day } from '@/words/format.ts';
import classes from './PatientPage.module.css';

const Overview = lazy(() => import('./Overview.tsx'));
const ChartTab = lazy(() => import('./ChartTab.tsx'));
const NotesTab = lazy(() => import('./NotesTab.tsx'));
const VisitsTab = lazy(() => import('./VisitsTab.tsx'));
const BillingTab = lazy(() => import('./BillingTab.tsx'));
const DocumentsTab = lazy(() => import('./DocumentsTab.tsx'));
const TimelineTab = lazy(() => import('./TimelineTab.tsx'));
const AccessesTab = lazy(() => import('./AccessesTab.tsx'));
const MessagesTab = lazy(() => import('./MessagesTab.tsx'));
const DetailsTab = lazy(() => import('./DetailsTab.tsx'));

const TABS = ['overview', 'timeline', 'chart', 'notes', 'documents', 'appointments', 'billing', 'messages', 'details', 'accesses'] as const;
type Tab = (typeof TABS)[number];

const NEEDS: Record<Tab, Permission[]> = {
  overview: [],
  timeline: [],
  chart: ['chart.basics.read', 'chart.read'],
  notes: ['chart.read', 'notes.own'],
  documents: ['chart.read'],
  appointments: ['appointments.read'],
  billing: ['billing.read', 'billing.read_own'],
  messages: ['messages.read'],
  details: [],
  accesses: ['trail.read'],
};

const CONTENT: Record<Tab, (patient: Patient) => ReactNode> = {
  overview: (patient) => <Overview patient={patient} />,
  timeline: (patient) => <TimelineTab patient={patient} />,
  chart: (patient) => <ChartTab patient={patient} />,
  notes: (patient) => <NotesTab patient={patient} />,
  documents: (patient) => <DocumentsTab patient={patient} />,
  appointments: (patient) => <VisitsTab patient={patient} />,
  billing: (patient) => <BillingTab patient={patient} />,
  messages: (patient) => <MessagesTab patient={patient} />,
  details: (patient) => <DetailsTab patient={patient} />,
  accesses: (patient) => <AccessesTab patient={patient} />,
};

export default function PatientPage() {
  const { id } = useParams();
  const patient = usePatient(id);
  return <Answer of={patient}>{(found) => <Record key={found.id} patient={found} />}</Answer>;
}

function Record({ patient }: { patient: Patient }) {
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const tabs = TABS.filter((tab) => may(...NEEDS[tab]));
  const wanted = params.get('tab') as Tab | null;
  const tab = wanted && tabs.includes(wanted) ? wanted : 'overview';
  return (
    <Page title={fullName(patient)} quiet>
      <Header patient={patient} />
      {patient.merged_into && (
        <Notice tone="warn" spaced>
          {t('patients.merged')} <Link to={`/patients/${patient.merged_into}`}>{t('patients.merged_open')}</Link>
        </Notice>
      )}
      <Tabs value={tab} onChange={(next) => setParams(next === 'overview' ? {} : { tab: next! }, { replace: true })} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`patients.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((each) => (
          <Tabs.Panel key={each} value={each} pt="md">
            <Suspense fallback={<Lines />}>{CONTENT[each](patient)}</Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}

function Header({ patient }: { patient: Patient }) {
  const may = useMay();
  const booking = useBooking();
  return (
    <header className={classes.header}>
      <div className={classes.who}>
        <div className={classes.name}>
          {fullName(patient)} {patient.archived && <Tag tone="plain">{t('patients.archived')}</Tag>}
        </div>
        <div className={classes.facts}>
          <span className="numbers">
            {day(patient.born_on)} · {ageText(patient.born_on)}
          </span>
          <span>{t(`sex.${patient.sex}`)}</span>
          <span className="numbers">{patient.record_number}</span>
          {patient.phone && (
            <a className="numbers" href={`tel:${patient.phone}`}>
              {patient.phone}
            </a>
          )}
        </div>
      </div>
      {may('chart.basics.read') && <Allergies patientId={patient.id} />}
      {may('appointments.write') && !patient.archived && (
        <Button leftSection={<Icon name="plus" />} onClick={() => booking.open({ patient })} className="no-print">
          {t('patients.book')}
        </Button>
      )}
    </header>
  );
}

function Allergies({ patientId }: { patientId: string }) {
  const allergies = useChartList(patientId, 'allergies');
  const standing = (allergies.data ?? []).filter(({ struck_out_at }) => !struck_out_at);
  if (!allergies.data) return null;
  if (standing.length === 0) return <Text className={classes.noAllergies}>{t('patients.allergies_none')}</Text>;
  return (
    <div className={classes.allergies} role="note" aria-label={t('patients.allergies_are')}>
      <Icon name="alert" />
      <Group gap={6}>
        {standing.map((allergy) => (
          <span key={allergy.id} className={classes.allergy} data-severe={allergy.severity === 'severe' || undefined}>
            {allergy.substance}
            {allergy.severity ? ` (${t(`severity.${allergy.severity}`)})` : ''}
          </span>
        ))}
      </Group>
    </div>
  );
}
