/** A statement: what was owed, what was posted in a time, what is owed now; for the patient, on paper. */
import { Button, Group, Table, Text, TextInput } from '@mantine/core';
import { useParams, useSearchParams } from 'react-router';
import { Answer } from '@/parts/feedback.tsx';
import { FileButton } from '@/parts/FileButton.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { useStatement } from '@/resources/insurance.ts';
import { t, tMaybe } from '@/words';
import { day, dayTime, money } from '@/words/format.ts';
import { addDays, browserZone, todayIn } from '@/words/zones.ts';
import classes from './InvoiceTable.module.css';

export default function StatementPage() {
  const id = useParams().id!;
  const [params, setParams] = useSearchParams();
  const today = todayIn(browserZone());
  const [from, to] = [params.get('from') ?? addDays(today, -90), params.get('to') ?? today];
  const statement = useStatement(id, from, to);
  const set = (change: Record<string, string>) => setParams({ from, to, ...change }, { replace: true });
  return (
    <Answer of={statement}>
      {(found) => {
        const amount = (minor: number) => money(minor, found.currency);
        return (
          <Page
            title={t('statement.title', { patient: found.patient_name ?? '—' })}
            actions={
              <>
                <TextInput type="date" aria-label={t('common.from')} value={from} max={to} onChange={(event) => event.currentTarget.value && set({ from: event.currentTarget.value })} />
                <TextInput type="date" aria-label={t('common.to')} value={to} min={from} onChange={(event) => event.currentTarget.value && set({ to: event.currentTarget.value })} />
                <FileButton path={`/api/patients/${id}/statement?from=${from}&to=${to}`} name={`statement-${from}-${to}`} />
                <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
                  {t('common.print')}
                </Button>
              </>
            }
          >
            <Text c="dimmed" mb="md">
              {day(from)} – {day(to)}
            </Text>
            <Card flush>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('account.when')}</Table.Th>
                    <Table.Th>{t('account.what')}</Table.Th>
                    <Table.Th className={classes.amount}>{t('account.amount')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  <Table.Tr>
                    <Table.Td />
                    <Table.Td>{t('statement.opening')}</Table.Td>
                    <Table.Td className={`${classes.amount} numbers`}>{amount(found.opening_minor)}</Table.Td>
                  </Table.Tr>
                  {found.entries.map((entry, index) => (
                    <Table.Tr key={`${entry.document_id}${index}`}>
                      <Table.Td className="numbers">{dayTime(entry.posted_at)}</Table.Td>
                      <Table.Td>
                        {tMaybe(`entry_kind.${entry.kind}`) ?? entry.description} {entry.number}
                      </Table.Td>
                      <Table.Td className={`${classes.amount} numbers`}>{amount(entry.amount_minor)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
                <Table.Tfoot>
                  <Table.Tr>
                    <Table.Td />
                    <Table.Th>{t('statement.closing')}</Table.Th>
                    <Table.Th className={`${classes.amount} numbers`}>{amount(found.closing_minor)}</Table.Th>
                  </Table.Tr>
                </Table.Tfoot>
              </Table>
            </Card>
            <Group>
              <Text c="dimmed">{found.closing_minor > 0 ? t('account.owes') : found.closing_minor < 0 ? t('account.credit') : t('account.settled')}</Text>
            </Group>
          </Page>
        );
      }}
    </Answer>
  );
}
