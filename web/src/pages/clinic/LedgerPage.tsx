/** Proof that the ledger, the invoices, the payments and the reports say the same. */
import { Button, Table, Text } from '@mantine/core';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { useLedgerProof } from '@/resources/billing.ts';
import { t } from '@/words';
import { money } from '@/words/format.ts';
import classes from './table.module.css';

export default function LedgerPage() {
  const proof = useLedgerProof();
  return (
    <Page
      title={t('ledger.title')}
      actions={
        <Button leftSection={<Icon name="check" />} loading={proof.isFetching} onClick={() => void proof.refetch()}>
          {t('ledger.again')}
        </Button>
      }
    >
      <Text c="dimmed" mb="md">
        {t('ledger.text')}
      </Text>
      <Answer of={proof}>
        {({ valid, entries, totals, first_break }) => (
          <>
            <Notice tone={valid ? 'good' : 'bad'} role="status" spaced title={valid ? t('ledger.good') : t('ledger.bad')}>
              {valid
                ? t('ledger.good_count', { count: entries })
                : first_break &&
                  t('ledger.bad_text', {
                    what: first_break.what,
                    number: first_break.number ?? first_break.document_kind,
                    expected: first_break.expected,
                    found: first_break.found,
                  })}
            </Notice>
            {totals.map((books) => {
              const rows = [
                [t('ledger.receivable'), books.receivable_minor, books.owed_on_invoices_minor],
                [t('ledger.cash'), books.cash_minor, books.payments_minor - books.refunds_minor],
                [t('ledger.revenue'), books.revenue_minor, books.charged_on_invoices_minor],
                [t('ledger.adjusted'), books.adjustments_minor, books.adjusted_on_invoices_minor],
              ] as const;
              return (
                <Card key={books.currency} title={books.currency} flush>
                  <Table>
                    <Table.Thead>
                      <Table.Tr>
                        <Table.Td />
                        <Table.Th className={classes.amount}>{t('ledger.in_ledger')}</Table.Th>
                        <Table.Th className={classes.amount}>{t('ledger.in_documents')}</Table.Th>
                      </Table.Tr>
                    </Table.Thead>
                    <Table.Tbody>
                      {rows.map(([name, inLedger, inDocuments]) => (
                        <Table.Tr key={name}>
                          <Table.Th scope="row">{name}</Table.Th>
                          <Table.Td className={`${classes.amount} numbers`}>{money(inLedger, books.currency)}</Table.Td>
                          <Table.Td className={`${classes.amount} numbers`}>{money(inDocuments, books.currency)}</Table.Td>
                        </Table.Tr>
                      ))}
                    </Table.Tbody>
                  </Table>
                </Card>
              );
            })}
          </>
        )}
      </Answer>
    </Page>
  );
}
