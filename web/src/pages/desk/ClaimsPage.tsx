/** What insurers are asked: what is on hold, what is ready, what was sent, what was answered. */
import { Table } from '@mantine/core';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Choices } from '@/parts/Choices.tsx';
import { DropZone } from '@/parts/DropZone.tsx';
import { Answer, Empty, ProblemNote } from '@/parts/feedback.tsx';
import { More } from '@/parts/More.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Status, Tag } from '@/parts/Status.tsx';
import { useClaims, useTakeAcknowledgement, type ClaimState } from '@/resources/insurance.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day, money } from '@/words/format.ts';
import { DeskTabs } from './DeskTabs.tsx';
import classes from './InvoiceTable.module.css';

const VIEWS = {
  work: ['draft', 'held', 'ready', 'rejected'],
  sent: ['submitted', 'accepted'],
  answered: ['paid', 'denied'],
} satisfies Record<string, ClaimState[]>;
type View = keyof typeof VIEWS;

export default function ClaimsPage() {
  const may = useMay();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const wanted = params.get('view') as View | null;
  const view = wanted && wanted in VIEWS ? wanted : 'work';
  const claims = useClaims({ state: VIEWS[view] });
  return (
    <Page
      title={t('claims.title')}
      actions={
        <Choices
          label={t('common.status')}
          hideLabel
          compact
          name="claims"
          value={view}
          onChange={(next) => setParams(next === 'work' ? {} : { view: next }, { replace: true })}
          choices={(Object.keys(VIEWS) as View[]).map((value) => ({ value, label: t(`claims.view_${value}`) }))}
        />
      }
    >
      <DeskTabs />
      {view === 'sent' && may('billing.write') && <Acknowledgements />}
      <Answer of={claims} lines={8}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <Empty icon="shield" title={t('desk.none_title')}>
                {t('claims.none')}
              </Empty>
            );
          }
          return (
            <Card flush>
              <Table highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('desk.patient')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('claims.payer')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('claims.service_on')}</Table.Th>
                    <Table.Th className={classes.amount}>{t('desk.total')}</Table.Th>
                    <Table.Th>{t('common.status')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((claim) => {
                    const holds = claim.findings.filter(({ severity }) => severity === 'hold').length;
                    return (
                      <Table.Tr key={claim.id} className={classes.row} onClick={() => void navigate(`/desk/claims/${claim.id}`)}>
                        <Table.Td>
                          <Link to={`/desk/claims/${claim.id}`} onClick={(event) => event.stopPropagation()}>
                            {claim.patient_name ?? '—'}
                          </Link>
                        </Table.Td>
                        <Table.Td className={classes.wide}>{claim.payer_name}</Table.Td>
                        <Table.Td className={`${classes.wide} numbers`}>{day(claim.service_on)}</Table.Td>
                        <Table.Td className={`${classes.amount} numbers`}>{money(claim.charge_minor, claim.currency)}</Table.Td>
                        <Table.Td>
                          <Status of={claim.state} kind="claim" /> {holds > 0 && <Tag tone="bad">{t('claims.holds', { count: holds })}</Tag>}
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
              <More of={claims} />
            </Card>
          );
        }}
      </Answer>
    </Page>
  );
}

function Acknowledgements() {
  const take = useTakeAcknowledgement();
  const read = (files: File[]) => void files[0]!.text().then((text) => take.mutate(text));
  return (
    <>
      <DropZone label={t('claims.ack_add')} hint={t('claims.ack_hint')} busy={take.isPending} onFiles={read} />
      <ProblemNote error={take.error} />
      {take.data && (
        <Notice tone={take.data.rejected ? 'warn' : 'good'} role="status" spaced title={t('claims.ack_done', { accepted: take.data.accepted, rejected: take.data.rejected })}>
          {take.data.results.map((each, index) => (
            <div key={index}>
              {each.claim_id ? <Link to={`/desk/claims/${each.claim_id}`}>{each.reference}</Link> : each.reference}: {each.said}
            </div>
          ))}
        </Notice>
      )}
    </>
  );
}
