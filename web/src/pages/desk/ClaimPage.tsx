/** One claim: what it asks for, what still holds it, in words, and sending it. */
import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { download } from '@/client';
import { Ask } from '@/parts/ask.tsx';
import { Conflict } from '@/parts/Conflict.tsx';
import { Answer, ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Status } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useDraft } from '@/parts/useDraft.ts';
import { useChangeClaim, useCheckClaim, useClaim, useSubmitClaim, type Claim } from '@/resources/insurance.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day, dayTime, money } from '@/words/format.ts';

export default function ClaimPage() {
  const claim = useClaim(useParams().id!);
  return <Answer of={claim}>{(found) => <Sheet key={found.id} claim={found} />}</Answer>;
}

const OPEN = new Set(['draft', 'held', 'ready', 'rejected']);

function Sheet({ claim }: { claim: Claim }) {
  const may = useMay();
  const open = OPEN.has(claim.state) && may('billing.write');
  const fetchFile = () => void download(`/api/claims/${claim.id}/837p`, 'application/edi-x12', `${claim.control_number}.837`).catch(sayProblem);
  return (
    <Page
      title={t('claims.of', { patient: claim.patient_name ?? '—' })}
      beside={<Status of={claim.state} kind="claim" />}
      actions={
        claim.submitted_at && (
          <Button variant="default" leftSection={<Icon name="download" />} onClick={fetchFile}>
            {t('claims.file')}
          </Button>
        )
      }
    >
      <Text c="dimmed" mb="md">
        <Link to={`/desk/invoices/${claim.invoice_id}`}>{claim.invoice_number ?? t('invoice.draft_title')}</Link> · {claim.payer_name} ·{' '}
        {day(claim.service_on)} · {money(claim.charge_minor, claim.currency)}
        {claim.submitted_at && ` · ${t('claims.submitted', { when: dayTime(claim.submitted_at) })}`}
      </Text>
      {claim.payer_answer && (
        <Notice tone={claim.state === 'rejected' || claim.state === 'denied' ? 'bad' : 'info'} spaced title={t('claims.answer')}>
          {claim.payer_answer}
        </Notice>
      )}
      <Findings claim={claim} />
      {open ? <Fields claim={claim} /> : <Facts claim={claim} />}
      {open && <Sending claim={claim} />}
    </Page>
  );
}

function Findings({ claim }: { claim: Claim }) {
  if (!claim.checked_at) return null;
  if (claim.findings.length === 0) {
    return (
      <Notice tone="good" role="status" spaced title={t('claims.clean')}>
        {t('claims.checked', { when: dayTime(claim.checked_at) })}
      </Notice>
    );
  }
  return (
    <Stack gap="xs" mb="md" role="status">
      {claim.findings.map(({ rule, severity, message }) => (
        <Notice key={`${rule}${message}`} tone={severity === 'hold' ? 'bad' : 'warn'} title={t(`claims.${severity}`)}>
          {message}
        </Notice>
      ))}
    </Stack>
  );
}

const draftOf = (claim: Claim) => ({
  codes: claim.diagnosis_codes.join(', '),
  place: claim.place_of_service,
  authorization: claim.prior_authorization ?? '',
});

/** Codes as one types them: with commas, spaces or both between them. */
const codesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

function Fields({ claim }: { claim: Claim }) {
  const change = useChangeClaim(claim.id);
  const { draft, setDraft, seen, dirty, conflict, keepMine, takeTheirs, saved } = useDraft(claim, draftOf, ({ codes, ...rest }) => [codesIn(codes), rest]);
  const save = async () => {
    const { codes, place, authorization } = draft;
    saved(
      await change.mutateAsync({
        version: seen.version,
        change: { diagnosis_codes: codesIn(codes), place_of_service: place.trim(), prior_authorization: authorization.trim() || null },
      }),
    );
    say(t('common.saved'));
  };
  return (
    <Card title={t('claims.fields')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save().catch(() => undefined);
        }}
      >
        <Stack gap="sm" maw={520}>
          <TextInput label={t('claims.codes')} description={t('claims.codes_hint')} value={draft.codes} onChange={(event) => setDraft({ ...draft, codes: event.currentTarget.value })} />
          <TextInput label={t('claims.place')} description={t('claims.place_hint')} maxLength={2} value={draft.place} onChange={(event) => setDraft({ ...draft, place: event.currentTarget.value })} />
          <TextInput label={t('claims.authorization')} placeholder={t('common.optional')} value={draft.authorization} onChange={(event) => setDraft({ ...draft, authorization: event.currentTarget.value })} />
          {conflict ? <Conflict onKeep={keepMine} onTake={takeTheirs} /> : <ProblemNote error={change.error} />}
          <Group justify="flex-end">
            <Button type="submit" variant="default" disabled={!dirty || conflict} loading={change.isPending}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Facts({ claim }: { claim: Claim }) {
  const facts = [
    [t('claims.codes'), claim.diagnosis_codes.join(', ')],
    [t('claims.place'), claim.place_of_service],
    [t('claims.authorization'), claim.prior_authorization],
    [t('claims.control_number'), claim.control_number],
  ];
  return (
    <Card title={t('claims.fields')} flush>
      <Table>
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{value || '—'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Sending({ claim }: { claim: Claim }) {
  const [check, submit] = [useCheckClaim(claim.id), useSubmitClaim(claim.id)];
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ProblemNote error={check.error} />
      <Group gap="xs">
        <Button variant={claim.state === 'ready' ? 'default' : 'filled'} leftSection={<Icon name="search" />} loading={check.isPending} onClick={() => check.mutate(null)}>
          {t('claims.check')}
        </Button>
        <Button disabled={claim.state !== 'ready'} leftSection={<Icon name="check" />} onClick={() => setAsking(true)}>
          {t('claims.submit')}
        </Button>
        {claim.state !== 'ready' && <Text c="dimmed">{t('claims.check_first')}</Text>}
      </Group>
      <Ask
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('claims.submit_title')}
        text={t('claims.submit_text', { payer: claim.payer_name, amount: money(claim.charge_minor, claim.currency) })}
        act={t('claims.submit')}
        onAct={() => submit.mutateAsync(null).then(() => say(t('claims.sent')))}
      />
    </>
  );
}
