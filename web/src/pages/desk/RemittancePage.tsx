/** One remittance: each answer with what was paid and why not all of it; what could not be matched is matched by hand. */
import { Button, Group, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Ask } from '@/parts/ask.tsx';
import { Answer, ProblemNote } from '@/parts/feedback.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Status } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { PatientPicker } from '@/pages/booking/PatientPicker.tsx';
import { useInvoices } from '@/resources/billing.ts';
import { useMatch, useRemittance, useUnmatch, type RemittanceClaim } from '@/resources/insurance.ts';
import { fullName, type Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day, dayTime, money } from '@/words/format.ts';
import classes from './InvoiceTable.module.css';

export default function RemittancePage() {
  const id = useParams().id!;
  const may = useMay();
  const remittance = useRemittance(id);
  const [matching, setMatching] = useState<RemittanceClaim | null>(null);
  const [undoing, setUndoing] = useState<RemittanceClaim | null>(null);
  const unmatch = useUnmatch(id);
  return (
    <Answer of={remittance}>
      {(found) => {
        const currency = found.payments[0]?.currency ?? 'USD';
        return (
          <Page title={t('remittance.of', { when: dayTime(found.received_at) })} beside={<Status of={found.state} kind="remittance" />}>
            {found.why.length > 0 && (
              <Notice tone="bad" spaced title={t('remittance.held_because')}>
                {found.why.join(' ')}
              </Notice>
            )}
            {found.payments.map((each) => (
              <Card key={each.trace_number}>
                <Text fw={600}>
                  {each.payer_name} · {money(each.amount_minor, each.currency)}
                </Text>
                <Text size="sm" c="dimmed">
                  {[each.paid_on && day(each.paid_on), each.method, each.trace_number].filter(Boolean).join(' · ')}
                </Text>
              </Card>
            ))}
            <Card title={t('remittance.answers')} flush>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('desk.patient')}</Table.Th>
                    <Table.Th className={`${classes.amount} ${classes.wide}`}>{t('remittance.charged')}</Table.Th>
                    <Table.Th className={classes.amount}>{t('remittance.paid')}</Table.Th>
                    <Table.Th className={`${classes.amount} ${classes.wide}`}>{t('remittance.patient_share')}</Table.Th>
                    <Table.Th>{t('common.status')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {found.claims.map((claim) => (
                    <Table.Tr key={claim.id}>
                      <Table.Td>
                        {claim.invoice_id ? <Link to={`/desk/invoices/${claim.invoice_id}`}>{claim.patient_name}</Link> : claim.patient_name}
                        <Text size="sm" c="dimmed">
                          {[claim.control_number, claim.service_on && day(claim.service_on)].filter(Boolean).join(' · ')}
                        </Text>
                        {claim.adjustments.length > 0 && (
                          <Text size="sm" c="dimmed">
                            {claim.adjustments.map((each) => `${each.group}-${each.reason} ${money(each.amount_minor, currency)}`).join(' · ')}
                          </Text>
                        )}
                      </Table.Td>
                      <Table.Td className={`${classes.amount} ${classes.wide} numbers`}>{money(claim.charge_minor, currency)}</Table.Td>
                      <Table.Td className={`${classes.amount} numbers`}>{money(claim.paid_minor, currency)}</Table.Td>
                      <Table.Td className={`${classes.amount} ${classes.wide} numbers`}>{money(claim.patient_share_minor, currency)}</Table.Td>
                      <Table.Td>
                        <Status of={claim.state} kind="answer" />
                        {claim.why && <Text size="sm">{claim.why}</Text>}
                        {may('billing.write') && claim.state === 'unmatched' && (
                          <Button size="compact-sm" mt={4} onClick={() => setMatching(claim)}>
                            {t('remittance.match')}
                          </Button>
                        )}
                        {may('billing.write') && claim.state === 'posted' && (
                          <Button size="compact-sm" mt={4} variant="subtle" color="gray" onClick={() => setUndoing(claim)}>
                            {t('remittance.unmatch')}
                          </Button>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Card>
            <Side opened={matching !== null} onClose={() => setMatching(null)} title={t('remittance.match')}>
              {matching && <Match remittanceId={id} claim={matching} onDone={() => setMatching(null)} />}
            </Side>
            <Ask
              opened={undoing !== null}
              onClose={() => setUndoing(null)}
              title={t('remittance.unmatch')}
              text={t('remittance.unmatch_text')}
              act={t('remittance.unmatch')}
              danger
              onAct={() => unmatch.mutateAsync(undoing!.id).then(() => say(t('remittance.unmatched')))}
            />
          </Page>
        );
      }}
    </Answer>
  );
}

function Match({ remittanceId, claim, onDone }: { remittanceId: string; claim: RemittanceClaim; onDone: () => void }) {
  const match = useMatch(remittanceId);
  const [patient, setPatient] = useState<Patient | null>(null);
  const [invoiceId, setInvoiceId] = useState('');
  const invoices = useInvoices({ patient_id: patient?.id, status: ['issued', 'part_paid'] }, patient !== null);
  const open = (invoices.data?.pages ?? []).flatMap(({ items }) => items);
  const submit = async () => {
    await match.mutateAsync({ remittance_claim_id: claim.id, invoice_id: invoiceId });
    say(t('remittance.matched'));
    onDone();
  };
  return (
    <Stack gap="md">
      <Text>{t('remittance.match_text', { patient: claim.patient_name, number: claim.control_number })}</Text>
      {patient ? (
        <Group justify="space-between">
          <b>{fullName(patient)}</b>
          <Button size="compact-sm" variant="default" onClick={() => setPatient(null)}>
            {t('booking.patient_other')}
          </Button>
        </Group>
      ) : (
        <PatientPicker label={t('desk.patient')} autoFocus onPick={setPatient} />
      )}
      {patient && (
        <NativeSelect
          label={t('remittance.invoice')}
          value={invoiceId}
          onChange={(event) => setInvoiceId(event.currentTarget.value)}
          data={[{ value: '', label: open.length ? '—' : t('desk.none_unpaid') }, ...open.map(({ id, number, balance_minor, currency }) => ({ value: id, label: `${number} · ${money(balance_minor, currency)}` }))]}
        />
      )}
      <ProblemNote error={match.error} />
      <Button disabled={!invoiceId} loading={match.isPending} onClick={() => void submit().catch(() => undefined)}>
        {t('remittance.match_submit')}
      </Button>
    </Stack>
  );
}
