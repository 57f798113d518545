/** States as small coloured words: appointments, invoices, messages. */
import { tMaybe } from '@/words';
import classes from './Status.module.css';

export type Tone = 'plain' | 'info' | 'good' | 'warn' | 'bad';

const TONES: Record<string, Tone> = {
  booked: 'plain', confirmed: 'info', arrived: 'warn', roomed: 'warn', in_visit: 'info', completed: 'good',
  cancelled: 'plain', no_show: 'bad',
  draft: 'plain', issued: 'info', part_paid: 'warn', paid: 'good', void: 'plain', adjusted: 'plain',
  planned: 'info', sending: 'info', sent: 'good', failed: 'bad', skipped: 'plain',
  held: 'bad', ready: 'info', submitted: 'info', accepted: 'good', rejected: 'bad', denied: 'bad',
  posted: 'good', unmatched: 'warn', flagged: 'warn', open: 'warn', in_work: 'info', closed: 'plain',
  ok: 'good', degraded: 'warn', down: 'bad',
};

/** The word of a state in its colour. */
export function Status({ of, kind }: { of: string; kind: 'visit' | 'invoice' | 'message' | 'health' | 'claim' | 'remittance' | 'answer' | 'denial' }) {
  return <Tag tone={TONES[of] ?? 'plain'}>{tMaybe(`${kind}_status.${of}`) ?? of.replaceAll('_', ' ')}</Tag>;
}

/** Any word in a colour that means something. */
export function Tag({ tone, children, title }: { tone: Tone; children: React.ReactNode; title?: string }) {
  return (
    <span className={classes.tag} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
