/** Writing the lines of a draft: a fee fills in text and price, both can be changed. */
import { ActionIcon, Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { Icon } from '@/parts/Icon.tsx';
import type { Fee } from '@/resources/billing.ts';
import { t } from '@/words';
import { money, moneyText } from '@/words/format.ts';
import classes from './LineEditor.module.css';
import { emptyLine, totalOf, type LineDraft } from './lines.ts';

interface Props {
  lines: LineDraft[];
  onChange: (lines: LineDraft[]) => void;
  fees: Fee[];
  currency: string;
  faults: (string | null)[];
}

export function LineEditor({ lines, onChange, fees, currency, faults }: Props) {
  const set = (key: string, change: Partial<LineDraft>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...change } : line)));
  const choose = (key: string, code: string) => {
    const fee = fees.find((each) => each.code === code);
    set(key, fee ? { fee_code: code, description: fee.description, price: moneyText(fee.price_minor, fee.currency) } : { fee_code: '' });
  };
  const options = fees.filter(({ active }) => active).map(({ code, description }) => ({ value: code, label: `${code} · ${description}` }));
  return (
    <div className={classes.lines}>
      {lines.map((line, index) => (
        <div key={line.key} className={classes.line} role="group" aria-label={`${t('invoice.lines')} ${index + 1}`}>
          <NativeSelect
            label={t('invoice.fee')}
            value={line.fee_code}
            onChange={(event) => choose(line.key, event.currentTarget.value)}
            data={[
              { value: '', label: t('invoice.no_fee') },
              ...options,
              ...(line.fee_code && !options.some(({ value }) => value === line.fee_code) ? [{ value: line.fee_code, label: line.fee_code }] : []),
            ]}
            className={classes.fee}
          />
          <TextInput label={t('invoice.description')} value={line.description} maxLength={500} onChange={(event) => set(line.key, { description: event.currentTarget.value })} className={classes.text} error={faults[index]} />
          <TextInput label={t('invoice.quantity')} inputMode="numeric" value={line.quantity} onChange={(event) => set(line.key, { quantity: event.currentTarget.value })} className={classes.quantity} />
          <TextInput label={t('invoice.unit_price')} inputMode="decimal" value={line.price} onChange={(event) => set(line.key, { price: event.currentTarget.value })} className={classes.price} />
          <ActionIcon variant="subtle" color="gray" size={36} disabled={lines.length === 1} aria-label={t('invoice.remove_line', { number: index + 1 })} onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}>
            <Icon name="close" />
          </ActionIcon>
        </div>
      ))}
      <Group justify="space-between">
        <Button variant="light" size="xs" leftSection={<Icon name="plus" size={15} />} onClick={() => onChange([...lines, emptyLine()])}>
          {t('invoice.add_line')}
        </Button>
        <Text fw={620} className="numbers">
          {t('desk.total')}: {money(totalOf(lines, currency), currency)}
        </Text>
      </Group>
    </div>
  );
}
