/** What insurers refused: who works on it, what is next, until when; the oldest first. */
import { Button, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { Editing, latest } from '@/pages/clinic/editing.tsx';
import { Choices } from '@/parts/Choices.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { More } from '@/parts/More.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Status, Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { useStaff } from '@/resources/house.ts';
import { useChangeDenial, useDenials, type Denial, type DenialStatus } from '@/resources/insurance.ts';
import { useSignedIn, useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day, money } from '@/words/format.ts';
import { browserZone, todayIn } from '@/words/zones.ts';
import { DeskTabs } from './DeskTabs.tsx';
import classes from './InvoiceTable.module.css';

const VIEWS: Record<'open' | 'closed', DenialStatus[]> = { open: ['open', 'in_work'], closed: ['closed'] };

export default function DenialsPage() {
  const may = useMay();
  const [view, setView] = useState<keyof typeof VIEWS>('open');
  const denials = useDenials(VIEWS[view]);
  const [editing, setEditing] = useState<Denial | null>(null);
  const all = (denials.data?.pages ?? []).flatMap(({ items }) => items);
  const today = todayIn(browserZone());
  return (
    <Page
      title={t('denials.title')}
      actions={
        <Choices
          label={t('common.status')}
          hideLabel
          compact
          name="denials"
          value={view}
          onChange={(next) => setView(next as keyof typeof VIEWS)}
          choices={[
            { value: 'open', label: t('denials.view_open') },
            { value: 'closed', label: t('denials.view_closed') },
          ]}
        />
      }
    >
      <DeskTabs />
      <Answer of={denials} lines={6}>
        {() =>
          all.length === 0 ? (
            <Empty icon="check" title={t('denials.none')} />
          ) : (
            <Card flush>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('desk.patient')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('denials.reason')}</Table.Th>
                    <Table.Th className={classes.amount}>{t('invoice.amount')}</Table.Th>
                    <Table.Th>{t('denials.next_step')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {all.map((denial) => (
                    <Table.Tr key={denial.id}>
                      <Table.Td>
                        <Link to={denial.claim_id ? `/desk/claims/${denial.claim_id}` : `/desk/invoices/${denial.invoice_id}`}>{denial.patient_name ?? denial.control_number}</Link>
                        <Text size="sm" c="dimmed">
                          {denial.payer_name} · {t('denials.age', { count: denial.age_days })}
                        </Text>
                      </Table.Td>
                      <Table.Td className={classes.wide}>
                        {denial.group_code}-{denial.reason_code}
                      </Table.Td>
                      <Table.Td className={`${classes.amount} numbers`}>{money(denial.amount_minor, denial.currency)}</Table.Td>
                      <Table.Td>
                        <Status of={denial.status} kind="denial" />{' '}
                        {denial.deadline && <Tag tone={denial.deadline < today ? 'bad' : 'plain'}>{t('denials.until', { when: day(denial.deadline) })}</Tag>}
                        {denial.next_step && <Text size="sm">{denial.next_step}</Text>}
                        {may('billing.write') && (
                          <div>
                            <Button size="compact-sm" mt={4} variant="default" onClick={() => setEditing(denial)}>
                              {t('denials.work')}
                            </Button>
                          </div>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              <More of={denials} />
            </Card>
          )
        }
      </Answer>
      <Side opened={editing !== null} onClose={() => setEditing(null)} title={t('denials.work')}>
        {editing && <Work denial={latest(all, editing)!} onDone={() => setEditing(null)} />}
      </Side>
    </Page>
  );
}

const STATUSES: DenialStatus[] = ['open', 'in_work', 'closed'];

function Work({ denial, onDone }: { denial: Denial; onDone: () => void }) {
  const me = useSignedIn();
  const change = useChangeDenial();
  const staff = (useStaff(useMay()('staff.read')).data ?? []).filter(({ id, active }) => id !== me.id && (active || id === denial.owner_id));
  const named = [me, ...staff].map(({ id, display_name }) => ({ value: id, label: display_name }));
  const other = denial.owner_id && !named.some(({ value }) => value === denial.owner_id) ? [{ value: denial.owner_id, label: t('denials.somebody') }] : [];
  const owners = [{ value: '', label: t('denials.nobody') }, ...named, ...other];
  return (
    <Editing
      initial={{ status: denial.status as string, owner_id: denial.owner_id ?? '', next_step: denial.next_step ?? '', deadline: denial.deadline ?? '' }}
      submit={t('common.save')}
      onDone={onDone}
      onSave={async ({ status, owner_id, next_step, deadline }) => {
        const body = { status: status as DenialStatus, owner_id: owner_id || null, next_step: next_step.trim() || null, deadline: deadline || null };
        await change.mutateAsync({ id: denial.id, version: denial.version, change: body });
        say(t('common.saved'));
      }}
    >
      {(form) => (
        <Stack gap="sm">
          <Choices
            label={t('common.status')}
            name="denial-status"
            value={form.values.status}
            onChange={(status) => form.setFieldValue('status', status)}
            choices={STATUSES.map((value) => ({ value, label: t(`denial_status.${value}`) }))}
          />
          <NativeSelect label={t('denials.owner')} data={owners} {...form.getInputProps('owner_id')} />
          <TextInput label={t('denials.next_step')} maxLength={500} {...form.getInputProps('next_step')} />
          <TextInput type="date" label={t('denials.deadline')} {...form.getInputProps('deadline')} />
        </Stack>
      )}
    </Editing>
  );
}
