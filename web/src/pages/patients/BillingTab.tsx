/** A patient's invoices and what they owe. */
import { Button, Group, Text } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { InvoiceTable } from '@/pages/desk/InvoiceTable.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { More } from '@/parts/More.tsx';
import { Card } from '@/parts/Page.tsx';
import { useAccount, useInvoices } from '@/resources/billing.ts';
import { Coverages } from './Coverages.tsx';
import type { Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { money } from '@/words/format.ts';

export default function BillingTab({ patient }: { patient: Patient }) {
  const may = useMay();
  const navigate = useNavigate();
  const account = useAccount(patient.id);
  const invoices = useInvoices({ patient_id: patient.id });
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text>
          {account.data &&
            (account.data.balance_minor === 0 ? (
              t('account.settled')
            ) : (
              <>
                {account.data.balance_minor > 0 ? t('account.owes') : t('account.credit')}{' '}
                <b className="numbers">{money(Math.abs(account.data.balance_minor), account.data.currency)}</b>
              </>
            ))}{' '}
          <Link to={`/desk/accounts/${patient.id}`}>{t('account.entries')}</Link> · <Link to={`/desk/statements/${patient.id}`}>{t('statement.link')}</Link>
        </Text>
        {may('billing.write') && (
          <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => void navigate('/desk', { state: { patient } })}>
            {t('desk.new_invoice')}
          </Button>
        )}
      </Group>
      <Coverages patient={patient} />
      <Answer of={invoices}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <Empty icon="invoice" title={t('desk.none_all')} />;
          return (
            <Card flush>
              <InvoiceTable invoices={items} withoutPatient />
              <More of={invoices} />
            </Card>
          );
        }}
      </Answer>
    </>
  );
}
