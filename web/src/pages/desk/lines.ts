/** The lines of an invoice while they are being written. */
import type { Fee, Invoice, NewLine } from '@/resources/billing.ts';
import { t } from '@/words';
import { moneyText, toMinor } from '@/words/format.ts';

export interface LineDraft {
  key: string;
  fee_code: string;
  description: string;
  quantity: string;
  price: string;
}

export const emptyLine = (): LineDraft => ({ key: crypto.randomUUID(), fee_code: '', description: '', quantity: '1', price: '' });

/** The clinic's currency, as its fees have it. */
export const currencyOf = (fees: Fee[] | undefined): string => fees?.[0]?.currency ?? 'USD';

/** An invoice's lines as drafts. */
export const draftsOf = (invoice: Invoice): LineDraft[] =>
  invoice.lines.map((line) => ({
    key: line.id,
    fee_code: line.fee_code ?? '',
    description: line.description,
    quantity: String(line.quantity),
    price: moneyText(line.unit_price_minor, invoice.currency),
  }));

/** What is wrong with each line, if anything. */
export function faultsOf(lines: LineDraft[], currency: string): (string | null)[] {
  return lines.map((line) => {
    if (!line.fee_code && !line.description.trim()) return t('invoice.line_text_needed');
    if (!/^\d+$/.test(line.quantity.trim()) || Number(line.quantity) < 1) return t('invoice.line_quantity_needed');
    if (toMinor(line.price, currency) === null && (line.price.trim() || !line.fee_code)) return t('problems.field_amount');
    return null;
  });
}

/** Drafts as the API takes them. */
export const linesToSend = (lines: LineDraft[], currency: string): NewLine[] =>
  lines.map((line) => ({
    fee_code: line.fee_code || null,
    description: line.description.trim() || null,
    quantity: Number(line.quantity),
    unit_price_minor: line.price.trim() ? toMinor(line.price, currency) : null,
  }));

/** What the lines come to, as far as they can be read. */
export const totalOf = (lines: LineDraft[], currency: string): number =>
  lines.reduce((sum, line) => sum + (toMinor(line.price, currency) ?? 0) * (Number(line.quantity) || 0), 0);
