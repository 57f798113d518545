/** What was paid on an invoice, taking a payment, giving one back. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { ProblemNote } from '@/parts/feedback.tsx';
import { FileButton } from '@/parts/FileButton.tsx';
import { Card } from '@/parts/Page.tsx';
import { say } from '@/parts/toast.tsx';
import { useTakePayment, type Invoice, type Method, type Payment } from '@/resources/billing.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { dayTime, money, moneyText, toMinor } from '@/words/format.ts';
import { RefundPayment } from './adjusting.tsx';

export function Payments({ invoice }: { invoice: Invoice }) {
  const may = useMay();
  const [refunding, setRefunding] = useState<Payment | null>(null);
  const amount = (minor: number) => money(minor, invoice.currency);
  const owed = invoice.balance_minor > 0 && invoice.status !== 'void';
  return (
    <Card
      title={t('invoice.payments')}
      actions={
        <Text fw={650} className="numbers" c={owed ? undefined : 'dimmed'}>
          {t('invoice.balance')}: {amount(invoice.balance_minor)}
        </Text>
      }
    >
      <Stack gap="md">
        {invoice.payments.length === 0 && invoice.adjustments.length === 0 && <Text c="dimmed">{t('invoice.no_payments')}</Text>}
        {invoice.payments.map((payment) => (
          <Group key={payment.id} justify="space-between">
            <div>
              <Text fw={560} className="numbers">
                {amount(payment.amount_minor)} · {t(`method.${payment.method}`)}
              </Text>
              <Text size="sm" c="dimmed">
                {[t('invoice.receipt'), payment.receipt_number, '·', dayTime(payment.taken_at), payment.reference && `· ${payment.reference}`].filter(Boolean).join(' ')}
              </Text>
              {payment.refunded_minor > 0 && <Text size="sm">{t('invoice.refunded', { amount: amount(payment.refunded_minor) })}</Text>}
            </div>
            <Group gap="xs" justify="flex-end">
              <FileButton size="xs" path={`/api/payments/${payment.id}/receipt`} name={payment.receipt_number} label={t('invoice.receipt')} />
              {may('billing.adjust') && payment.refunded_minor < payment.amount_minor && (
                <Button size="xs" variant="default" onClick={() => setRefunding(payment)}>
                  {t('invoice.refund')}
                </Button>
              )}
            </Group>
          </Group>
        ))}
        {invoice.adjustments.map((adjustment) => (
          <div key={adjustment.id}>
            <Text fw={560} className="numbers">
              {amount(adjustment.amount_minor)} · {t(`adjustment.${adjustment.kind}`)}
            </Text>
            <Text size="sm" c="dimmed">
              {dayTime(adjustment.made_at)} · {adjustment.reason}
            </Text>
          </div>
        ))}
        {owed && may('billing.write') && <TakePayment key={invoice.version} invoice={invoice} />}
      </Stack>
      <RefundPayment payment={refunding} currency={invoice.currency} onClose={() => setRefunding(null)} />
    </Card>
  );
}

const METHODS: Method[] = ['card', 'cash', 'transfer', 'check'];

function TakePayment({ invoice }: { invoice: Invoice }) {
  const take = useTakePayment(invoice.id);
  const [typed, setTyped] = useState(moneyText(invoice.balance_minor, invoice.currency));
  const [method, setMethod] = useState<Method>('card');
  const [reference, setReference] = useState('');
  const minor = toMinor(typed, invoice.currency);
  const fault = !minor ? t('problems.field_amount') : minor > invoice.balance_minor ? t('problems.overpayment') : null;
  const submit = async () => {
    if (fault || !minor) return;
    const payment = await take.mutateAsync({ amount_minor: minor, method, reference: reference.trim() || null });
    say(t('invoice.paid', { amount: money(payment.amount_minor, payment.currency), receipt: payment.receipt_number }));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => undefined);
      }}
    >
      <Stack gap="sm" pt="sm" style={{ borderTop: '1px solid var(--clinic-line)' }}>
        <Choices
          label={t('invoice.pay_method')}
          name="method"
          value={method}
          onChange={(value) => setMethod(value as Method)}
          choices={METHODS.map((value) => ({ value, label: t(`method.${value}`) }))}
        />
        <Group align="flex-start" gap="sm">
          <TextInput label={t('invoice.pay_amount')} inputMode="decimal" w={140} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} error={fault} />
          <TextInput label={t('invoice.pay_reference')} placeholder={t('common.optional')} maxLength={100} value={reference} onChange={(event) => setReference(event.currentTarget.value)} />
          <Button type="submit" mt={24} loading={take.isPending} disabled={Boolean(fault)}>
            {minor && !fault ? t('invoice.pay_submit', { amount: money(minor, invoice.currency) }) : t('invoice.pay')}
          </Button>
        </Group>
        <ProblemNote error={take.error} />
      </Stack>
    </form>
  );
}
