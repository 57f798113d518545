/** What insurers paid: files dragged in, what was posted from each, what waits for somebody. */
import { Table, Text } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { DropZone } from '@/parts/DropZone.tsx';
import { Answer, Empty, ProblemNote } from '@/parts/feedback.tsx';
import { More } from '@/parts/More.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Status, Tag } from '@/parts/Status.tsx';
import { useRemittances, useTakeRemittance, type Remittance } from '@/resources/insurance.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { dayTime, money, number } from '@/words/format.ts';
import { DeskTabs } from './DeskTabs.tsx';
import classes from './InvoiceTable.module.css';

export default function RemittancesPage() {
  const may = useMay();
  const navigate = useNavigate();
  const remittances = useRemittances();
  return (
    <Page title={t('remittance.title')}>
      <DeskTabs />
      {may('billing.write') && <Taking />}
      <Answer of={remittances} lines={6}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <Empty icon="invoice" title={t('desk.none_title')}>
                {t('remittance.none')}
              </Empty>
            );
          }
          return (
            <Card flush>
              <Table highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('remittance.received')}</Table.Th>
                    <Table.Th>{t('claims.payer')}</Table.Th>
                    <Table.Th className={classes.amount}>{t('desk.total')}</Table.Th>
                    <Table.Th>{t('common.status')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((each) => (
                    <Table.Tr key={each.id} className={classes.row} onClick={() => void navigate(`/desk/remittances/${each.id}`)}>
                      <Table.Td className="numbers">
                        <Link to={`/desk/remittances/${each.id}`} onClick={(event) => event.stopPropagation()}>
                          {dayTime(each.received_at)}
                        </Link>
                      </Table.Td>
                      <Table.Td>{payersOf(each)}</Table.Td>
                      <Table.Td className={`${classes.amount} numbers`}>{money(each.total_minor, each.payments[0]?.currency ?? 'USD')}</Table.Td>
                      <Table.Td>
                        <Status of={each.state} kind="remittance" />{' '}
                        {each.unmatched + each.flagged > 0 && <Tag tone="warn">{t('remittance.to_do', { count: each.unmatched + each.flagged })}</Tag>}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              <More of={remittances} />
            </Card>
          );
        }}
      </Answer>
    </Page>
  );
}

const payersOf = ({ payments }: Remittance) => [...new Set(payments.map(({ payer_name }) => payer_name))].join(', ') || '—';

function Taking() {
  const take = useTakeRemittance();
  const found = take.data;
  return (
    <>
      <DropZone label={t('remittance.add')} hint={t('remittance.hint')} busy={take.isPending} onFiles={(files) => void files[0]!.text().then((text) => take.mutate(text))} />
      <ProblemNote error={take.error} />
      {found && (
        <Notice tone={found.state === 'held' ? 'bad' : found.unmatched + found.flagged ? 'warn' : 'good'} role="status" spaced title={t(`remittance.taken_${found.state}`)}>
          <Text size="sm">
            {t('remittance.counts', { posted: number(found.posted), unmatched: number(found.unmatched), flagged: number(found.flagged) })} {found.why.join(' ')}
          </Text>
          <Link to={`/desk/remittances/${found.id}`}>{t('common.open')}</Link>
        </Notice>
      )}
    </>
  );
}
