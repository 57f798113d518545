/** What only some may do with money: give back, credit, write off, void; always with a reason. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { say } from '@/parts/toast.tsx';
import { Problem } from '@/problems/problem.ts';
import { useCredit, useRefund, useVoidInvoice, useWriteOff, type Invoice, type Payment } from '@/resources/billing.ts';
import { t } from '@/words';
import { money, moneyText, toMinor } from '@/words/format.ts';

interface Props {
  invoice: Invoice;
  opened: boolean;
  onClose: () => void;
}

/** An amount that must be readable and no more than there is. */
function amountIn(typed: string, currency: string, most: number, code: 'more_than_owed' | 'more_than_paid'): number {
  const minor = toMinor(typed, currency);
  if (!minor) throw new Problem(422, 'field_amount', '', '');
  if (minor > most) throw new Problem(422, code, '', '');
  return minor;
}

export function VoidInvoice({ invoice, opened, onClose }: Props) {
  const declare = useVoidInvoice(invoice.id);
  return (
    <Ask
      opened={opened}
      onClose={onClose}
      title={t('invoice.void_title')}
      text={t('invoice.void_text')}
      act={t('invoice.void')}
      danger
      reason
      onAct={(reason) => declare.mutateAsync({ reason }).then(() => say(t('invoice.void_done')))}
    />
  );
}

export function WriteOffInvoice({ invoice, opened, onClose }: Props) {
  const writeOff = useWriteOff(invoice.id);
  return (
    <Ask
      opened={opened}
      onClose={onClose}
      title={t('invoice.write_off_title')}
      text={`${t('invoice.write_off_text')} ${money(invoice.balance_minor, invoice.currency)}`}
      act={t('invoice.write_off')}
      danger
      reason
      onAct={(reason) => writeOff.mutateAsync({ reason }).then(() => say(t('invoice.write_off_done')))}
    />
  );
}

export function CreditInvoice({ invoice, opened, onClose }: Props) {
  const credit = useCredit(invoice.id);
  const [typed, setTyped] = useState('');
  return (
    <Ask
      opened={opened}
      onClose={onClose}
      title={t('invoice.credit_title')}
      act={t('invoice.credit')}
      reason
      onAct={async (reason) => {
        const amount_minor = amountIn(typed, invoice.currency, invoice.balance_minor, 'more_than_owed');
        await credit.mutateAsync({ amount_minor, reason });
        setTyped('');
        say(t('invoice.credit_done'));
      }}
    >
      <TextInput label={t('invoice.amount')} inputMode="decimal" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
    </Ask>
  );
}

export function RefundPayment({ payment, currency, onClose }: { payment: Payment | null; currency: string; onClose: () => void }) {
  const left = payment ? payment.amount_minor - payment.refunded_minor : 0;
  return payment ? <Refund key={payment.id} payment={payment} left={left} currency={currency} onClose={onClose} /> : null;
}

function Refund({ payment, left, currency, onClose }: { payment: Payment; left: number; currency: string; onClose: () => void }) {
  const refund = useRefund();
  const [typed, setTyped] = useState(moneyText(left, currency));
  return (
    <Ask
      opened
      onClose={onClose}
      title={t('invoice.refund_title')}
      text={t('invoice.refund_text', { amount: money(left, currency) })}
      act={t('invoice.refund')}
      danger
      reason
      onAct={async (reason) => {
        const amount_minor = amountIn(typed, currency, left, 'more_than_paid');
        await refund.mutateAsync({ payment_id: payment.id, amount_minor, reason });
        say(t('invoice.refund_done', { amount: money(amount_minor, currency) }));
      }}
    >
      <TextInput label={t('invoice.amount')} inputMode="decimal" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
    </Ask>
  );
}
