/** One invoice: its lines while it is a draft, its payments once it is owed. */
import { Button, Group, Menu, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Ask } from '@/parts/ask.tsx';
import { Answer, ProblemNote } from '@/parts/feedback.tsx';
import { FileButton } from '@/parts/FileButton.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Conflict } from '@/parts/Conflict.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { useDraft } from '@/parts/useDraft.ts';
import { Status, Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Problem } from '@/problems/problem.ts';
import { useChangeInvoice, useFees, useInvoice, useIssueInvoice, type Invoice } from '@/resources/billing.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day, money } from '@/words/format.ts';
import { CreditInvoice, VoidInvoice, WriteOffInvoice } from './adjusting.tsx';
import classes from './InvoiceTable.module.css';
import { LineEditor } from './LineEditor.tsx';
import { draftsOf, faultsOf, linesToSend } from './lines.ts';
import { ClaimsOf } from './NewClaim.tsx';
import { Payments } from './Payments.tsx';

export default function InvoicePage() {
  const { id } = useParams();
  const invoice = useInvoice(id);
  return <Answer of={invoice}>{(found) => <Sheet key={found.id} invoice={found} />}</Answer>;
}

function Sheet({ invoice }: { invoice: Invoice }) {
  const may = useMay();
  const draft = invoice.status === 'draft';
  const owed = invoice.balance_minor > 0 && !draft && invoice.status !== 'void';
  const [asking, setAsking] = useState<'void' | 'write_off' | 'credit' | null>(null);
  const name = invoice.patient_name ?? '—';
  const close = () => setAsking(null);
  return (
    <Page
      title={invoice.number ? t('invoice.title', { number: invoice.number }) : t('invoice.draft_title')}
      beside={
        <Group gap="xs">
          <Status of={invoice.status} kind="invoice" />
          {invoice.needs_attention && draft && <Tag tone="warn">{t('desk.needs_attention')}</Tag>}
        </Group>
      }
      actions={
        <>
          {!draft && <FileButton path={`/api/invoices/${invoice.id}/pdf`} name={String(invoice.number)} />}
          <Button component={Link} to={`/desk/accounts/${invoice.patient_id}`} variant="default">
            {t('invoice.account')}
          </Button>
          {may('billing.adjust') && !draft && invoice.status !== 'void' && (
            <Menu position="bottom-end" shadow="md">
              <Menu.Target>
                <Button variant="default" rightSection={<Icon name="down" size={14} />}>
                  {t('common.more')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {owed && <Menu.Item onClick={() => setAsking('credit')}>{t('invoice.credit')}</Menu.Item>}
                {owed && <Menu.Item onClick={() => setAsking('write_off')}>{t('invoice.write_off')}</Menu.Item>}
                <Menu.Item color="red.9" onClick={() => setAsking('void')}>
                  {t('invoice.void')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      <Text c="dimmed" mb="md">
        <Link to={`/patients/${invoice.patient_id}?tab=billing`}>{name}</Link>
        {invoice.issued_on && ` · ${t('desk.issued')} ${day(invoice.issued_on)}`}
        {invoice.due_on && ` · ${t('desk.due')} ${day(invoice.due_on)}`}
      </Text>
      {invoice.void_reason && (
        <Notice tone="plain" spaced>
          {t('invoice.void_because', { reason: invoice.void_reason })}
        </Notice>
      )}
      {draft && invoice.needs_attention && (
        <Notice tone="warn" spaced>
          {t('desk.needs_attention_text')}
        </Notice>
      )}
      {draft && may('billing.write') ? <Draft invoice={invoice} /> : <Lines invoice={invoice} />}
      {!draft && <Payments invoice={invoice} />}
      {!draft && <ClaimsOf invoice={invoice} />}
      <VoidInvoice invoice={invoice} opened={asking === 'void'} onClose={close} />
      <WriteOffInvoice invoice={invoice} opened={asking === 'write_off'} onClose={close} />
      <CreditInvoice invoice={invoice} opened={asking === 'credit'} onClose={close} />
    </Page>
  );
}

function Draft({ invoice }: { invoice: Invoice }) {
  const fees = useFees();
  const change = useChangeInvoice(invoice.id);
  const issue = useIssueInvoice(invoice.id);
  const currency = invoice.currency;
  const { draft: lines, setDraft, seen, dirty, conflict, keepMine, takeTheirs, saved } = useDraft(invoice, draftsOf, (drafts) =>
    linesToSend(drafts, currency),
  );
  const [tried, setTried] = useState(false);
  const [issuing, setIssuing] = useState(false);
  const faults = faultsOf(lines, currency);
  const save = async () => {
    setTried(true);
    if (faults.some(Boolean)) return;
    saved(await change.mutateAsync({ lines: linesToSend(lines, currency), version: seen.version }));
    say(t('invoice.lines_saved'));
  };
  return (
    <Card title={t('invoice.lines')}>
      <Stack gap="md">
        <LineEditor lines={lines} onChange={setDraft} fees={fees.data ?? []} currency={currency} faults={tried ? faults : []} />
        {conflict ? <Conflict onKeep={keepMine} onTake={takeTheirs} /> : <ProblemNote error={change.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant={dirty ? 'filled' : 'default'} disabled={!dirty || conflict} loading={change.isPending} onClick={() => void save().catch(() => undefined)}>
            {t('invoice.save_lines')}
          </Button>
          <Button disabled={dirty || invoice.lines.length === 0} onClick={() => setIssuing(true)}>
            {t('invoice.issue')}
          </Button>
        </Group>
      </Stack>
      <Ask
        opened={issuing}
        onClose={() => setIssuing(false)}
        title={t('invoice.issue_title')}
        text={t('invoice.issue_text', { total: money(invoice.total_minor, currency) })}
        act={t('invoice.issue')}
        onAct={async () => {
          const issued = await issue.mutateAsync(null).catch((error: unknown) => {
            throw Problem.from(error);
          });
          say(t('invoice.issued', { number: issued.number ?? '' }));
        }}
      />
    </Card>
  );
}

function Lines({ invoice }: { invoice: Invoice }) {
  const amount = (minor: number) => money(minor, invoice.currency);
  return (
    <Card title={t('invoice.lines')} flush>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('invoice.description')}</Table.Th>
            <Table.Th className={`${classes.amount} ${classes.wide}`}>{t('invoice.quantity')}</Table.Th>
            <Table.Th className={`${classes.amount} ${classes.wide}`}>{t('invoice.unit_price')}</Table.Th>
            <Table.Th className={classes.amount}>{t('invoice.amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invoice.lines.map((line) => (
            <Table.Tr key={line.id}>
              <Table.Td>
                {line.description}{' '}
                {line.fee_code && (
                  <Text span size="sm" c="dimmed">
                    {line.fee_code}
                  </Text>
                )}
              </Table.Td>
              <Table.Td className={`${classes.amount} ${classes.wide} numbers`}>{line.quantity}</Table.Td>
              <Table.Td className={`${classes.amount} ${classes.wide} numbers`}>{amount(line.unit_price_minor)}</Table.Td>
              <Table.Td className={`${classes.amount} numbers`}>{amount(line.amount_minor)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>{t('invoice.subtotal')}</Table.Th>
            <Table.Td className={classes.wide} />
            <Table.Td className={classes.wide} />
            <Table.Th className={`${classes.amount} numbers`}>{amount(invoice.total_minor)}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </Card>
  );
}
