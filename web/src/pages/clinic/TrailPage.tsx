/** The access trail: searching it, and proving that nobody changed it. */
import { Button, Group, NativeSelect, Table, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { Answer, Empty, ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { More } from '@/parts/More.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { PatientPicker } from '@/pages/booking/PatientPicker.tsx';
import { useStaff, useTrail, useTrailProof, type TrailEntry } from '@/resources/house.ts';
import { keys } from '@/resources/keys.ts';
import { fullName, type Patient } from '@/resources/patients.ts';
import { t, tMaybe } from '@/words';
import { dayTime } from '@/words/format.ts';
import { boundsOfDay, browserZone } from '@/words/zones.ts';
import classes from './table.module.css';

export default function TrailPage() {
  const [patient, setPatient] = useState<Patient | null>(null);
  const [staffId, setStaffId] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const staff = useStaff();
  const zone = browserZone();
  const entries = useTrail({
    patient_id: patient?.id,
    staff_id: staffId || undefined,
    from: from ? boundsOfDay(from, zone)[0] : undefined,
    to: to ? boundsOfDay(to, zone)[1] : undefined,
  });
  return (
    <Page title={t('trail.title')}>
      <Text c="dimmed" mb="md">
        {t('trail.text')}
      </Text>
      <Proof />
      <div className={classes.filters}>
        {patient ? (
          <Group wrap="nowrap" justify="space-between">
            <PatientLine patient={patient} />
            <Button size="compact-sm" variant="default" onClick={() => setPatient(null)}>
              {t('common.remove')}
            </Button>
          </Group>
        ) : (
          <PatientPicker label={t('trail.patient')} onPick={setPatient} />
        )}
        <NativeSelect
          label={t('trail.staff')}
          value={staffId}
          onChange={(event) => setStaffId(event.currentTarget.value)}
          data={[{ value: '', label: t('trail.anybody') }, ...(staff.data ?? []).map(({ id, display_name }) => ({ value: id, label: display_name }))]}
        />
        <TextInput type="date" label={t('common.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" label={t('common.to')} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </div>
      <Answer of={entries} lines={8}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <Empty icon="shield" title={t('trail.none')} />;
          return (
            <Card flush>
              <Entries items={items} patient={patient} />
              <More of={entries} />
            </Card>
          );
        }}
      </Answer>
    </Page>
  );
}

/** The names that are known already: asking for them would itself be an access, and stand in the trail. */
function useKnownNames(chosen: Patient | null): (id: string) => string {
  const cache = useQueryClient();
  return (id) => {
    const known = chosen?.id === id ? chosen : cache.getQueryData<Patient>([...keys.patients, id]);
    return known ? fullName(known) : id.slice(-8);
  };
}

function Entries({ items, patient }: { items: TrailEntry[]; patient: Patient | null }) {
  const nameOf = useKnownNames(patient);
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('trail.when')}</Table.Th>
          <Table.Th>{t('trail.staff')}</Table.Th>
          <Table.Th>{t('trail.what')}</Table.Th>
          <Table.Th>{t('trail.patient')}</Table.Th>
          <Table.Th className={classes.wide}>{t('trail.where')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((entry) => (
          <Table.Tr key={`${entry.source}/${entry.position}/${entry.patient_id}`}>
            <Table.Td className="numbers">{dayTime(entry.occurred_at)}</Table.Td>
            <Table.Td>
              {entry.staff_name ?? '—'}{' '}
              <Text span size="sm" c="dimmed">
                {entry.role && (tMaybe(`role.${entry.role}`) ?? entry.role)}
              </Text>
            </Table.Td>
            <Table.Td>
              {tMaybe(`access_kind.${entry.kind}`) ?? entry.kind}{' '}
              <Text span size="sm" c="dimmed">
                {entry.action.replaceAll('_', ' ')}
              </Text>
              {entry.purpose && <Text size="sm">{entry.purpose}</Text>}
            </Table.Td>
            <Table.Td>
              <Link to={`/patients/${entry.patient_id}`}>{nameOf(entry.patient_id)}</Link>
            </Table.Td>
            <Table.Td className={`${classes.wide} numbers`}>{entry.address}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Proof() {
  const [asked, setAsked] = useState(false);
  const proof = useTrailProof(asked);
  const found = proof.data;
  return (
    <Group mb="md" align="center" gap="md">
      <Button
        variant="default"
        leftSection={<Icon name="shield" />}
        loading={proof.isFetching}
        onClick={() => (asked ? void proof.refetch() : setAsked(true))}
      >
        {t('trail.proof')}
      </Button>
      {found && !proof.isFetching && (
        <Notice tone={found.valid ? 'good' : 'bad'} role="status">
          {found.valid ? (
            <>
              <b>{t('trail.proof_good')}</b> {t('trail.proof_good_count', { count: found.entries })}
            </>
          ) : (
            <>
              <b>{t('trail.proof_bad')}</b>{' '}
              {found.first_break &&
                t('trail.proof_bad_text', {
                  source: tMaybe(`part.${found.first_break.source}`) ?? found.first_break.source,
                  position: found.first_break.position,
                  reason: found.first_break.reason,
                })}
            </>
          )}
        </Notice>
      )}
      <ProblemNote error={proof.error} />
    </Group>
  );
}
