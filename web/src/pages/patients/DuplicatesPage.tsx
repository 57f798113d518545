/** Records that are likely one person: why, side by side; merged, or told apart, and either can be taken back. */
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { Ask } from '@/parts/ask.tsx';
import { Choices } from '@/parts/Choices.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { More } from '@/parts/More.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useDismissPair, useDuplicates, useReopenPair, type Pair } from '@/resources/duplicates.ts';
import { fullName, listName, type Patient } from '@/resources/patients.ts';
import { useMerge, useUndoMerge } from '@/resources/records.ts';
import { t, tMaybe } from '@/words';
import { day } from '@/words/format.ts';
import classes from './DuplicatesPage.module.css';

/** From here on two records are called very likely one person. */
const VERY_LIKELY = 0.95;

interface Deciding {
  pair: Pair;
  stays: Patient;
  goes: Patient;
}

export default function DuplicatesPage() {
  const [apart, setApart] = useState(false);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const pairs = useDuplicates(apart);
  const [merge, undo] = [useMerge(), useUndoMerge()];
  const act = async ({ stays, goes }: Deciding) => {
    const { merge_id } = await merge.mutateAsync({ stays: stays.id, goes: goes.id });
    say(t('merge.done', { name: fullName(goes) }), {
      undo: () => void undo.mutateAsync(merge_id).then(() => say(t('merge.undone')), sayProblem),
    });
  };
  return (
    <Page
      title={t('duplicates.title')}
      actions={
        <Choices
          label={t('common.status')}
          hideLabel
          compact
          name="duplicates"
          value={apart ? 'apart' : 'open'}
          onChange={(view) => setApart(view === 'apart')}
          choices={[
            { value: 'open', label: t('duplicates.view_open') },
            { value: 'apart', label: t('duplicates.view_apart') },
          ]}
        />
      }
    >
      <Text c="dimmed" mb="md">
        {t('duplicates.text')}
      </Text>
      <Answer of={pairs} lines={6}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <Empty icon="check" title={apart ? t('duplicates.none_apart') : t('duplicates.none')} />;
          return (
            <>
              {items.map((pair) => (
                <Alike key={pair.id} pair={pair} onKeep={setDeciding} />
              ))}
              <More of={pairs} />
            </>
          );
        }}
      </Answer>
      <Ask
        opened={deciding !== null}
        onClose={() => setDeciding(null)}
        title={deciding ? t('merge.title', { name: fullName(deciding.stays) }) : ''}
        text={t('merge.text')}
        act={t('merge.act')}
        onAct={() => act(deciding!)}
      >
        {deciding && (
          <Text size="sm">
            {t('merge.goes')}: {listName(deciding.goes)}, {day(deciding.goes.born_on)}, {deciding.goes.record_number}
          </Text>
        )}
      </Ask>
    </Page>
  );
}

const reasonText = (reason: string) => tMaybe(`duplicate_reason.${reason.replace(/\W+/g, '_')}`) ?? reason;

function Alike({ pair, onKeep }: { pair: Pair; onKeep: (deciding: Deciding) => void }) {
  const [dismiss, reopen] = [useDismissPair(), useReopenPair()];
  const putBack = () => void reopen.mutateAsync(pair.id).then(() => say(t('duplicates.put_back_done')), sayProblem);
  const tellApart = () => void dismiss.mutateAsync(pair.id).then(() => say(t('duplicates.apart_done'), { undo: putBack }), sayProblem);
  return (
    <Card>
      <Group gap={6} mb="sm">
        <Tag tone={pair.score >= VERY_LIKELY ? 'bad' : 'warn'}>{pair.score >= VERY_LIKELY ? t('duplicates.very_likely') : t('duplicates.likely')}</Tag>
        {pair.reasons.map((reason) => (
          <Tag key={reason} tone="plain">
            {reasonText(reason)}
          </Tag>
        ))}
      </Group>
      <div className={classes.pair}>
        {pair.patients.map((patient, index) => (
          <div key={patient.id} className={classes.record}>
            <Link to={`/patients/${patient.id}`} className={classes.name}>
              {listName(patient)}
            </Link>
            <span className="numbers">
              {day(patient.born_on)} · {t(`sex.${patient.sex}`)} · {patient.record_number}
            </span>
            <span className={classes.reach}>{[patient.phone, patient.email].filter(Boolean).join(' · ') || t('duplicates.no_contact')}</span>
            {patient.address && <span className={classes.reach}>{[patient.address.line1, patient.address.postal_code, patient.address.city].filter(Boolean).join(', ')}</span>}
            {!pair.dismissed_at && (
              <Button
                size="xs"
                variant="default"
                aria-label={`${t('duplicates.keep')}: ${patient.record_number}`}
                onClick={() => onKeep({ pair, stays: patient, goes: pair.patients[1 - index]! })}
              >
                {t('duplicates.keep')}
              </Button>
            )}
          </div>
        ))}
      </div>
      <Group justify="flex-end" mt="sm">
        {pair.dismissed_at ? (
          <Button size="xs" variant="default" loading={reopen.isPending} onClick={putBack}>
            {t('duplicates.put_back')}
          </Button>
        ) : (
          <Button size="xs" variant="subtle" loading={dismiss.isPending} onClick={tellApart}>
            {t('duplicates.apart')}
          </Button>
        )}
      </Group>
    </Card>
  );
}
