/** When the clinic reminds: so long before, by which way, not at night; with what that means for a visit. */
import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { Conflict } from '@/parts/Conflict.tsx';
import { Answer, ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Card } from '@/parts/Page.tsx';
import { say } from '@/parts/toast.tsx';
import { useDraft } from '@/parts/useDraft.ts';
import { useVisitTypes } from '@/resources/calendar.ts';
import { useReminderRules, useSetReminderRules, type ReminderRules } from '@/resources/messages.ts';
import { t } from '@/words';
import { leavesAt, offsetParts } from './preview.ts';

const UNITS = { minutes: 1, hours: 60, days: 1440 } as const;
const CHANNELS = ['preferred', 'email', 'sms'] as const;
const EXAMPLE = '10:00';

interface RuleDraft {
  key: string;
  count: string;
  unit: keyof typeof UNITS;
  channel: (typeof CHANNELS)[number];
  visit_type_id: string;
}

const draftOf = (of: ReminderRules) => ({
  quiet: { ...of.quiet_hours },
  rules: of.rules.map(({ offset_minutes, channel, visit_type_id }): RuleDraft => {
    const { count, unit } = offsetParts(offset_minutes);
    return { key: crypto.randomUUID(), count: String(count), unit, channel, visit_type_id: visit_type_id ?? '' };
  }),
});

const minutesOf = ({ count, unit }: RuleDraft) => (/^\d+$/.test(count) ? Number(count) * UNITS[unit] : 0);
const bodyOf = ({ quiet, rules }: ReturnType<typeof draftOf>) => ({
  quiet_hours: { starts: quiet.starts.slice(0, 5), ends: quiet.ends.slice(0, 5) },
  rules: rules.map((rule) => ({ offset_minutes: minutesOf(rule), channel: rule.channel, visit_type_id: rule.visit_type_id || null })),
});

export function Reminders() {
  const rules = useReminderRules();
  return <Answer of={rules}>{(found) => <Editor found={found} />}</Answer>;
}

function Editor({ found }: { found: ReminderRules }) {
  const change = useSetReminderRules();
  const types = useVisitTypes().data ?? [];
  const { draft, setDraft, seen, dirty, conflict, keepMine, takeTheirs, saved } = useDraft(found, draftOf, bodyOf);
  const faulty = draft.rules.some((rule) => minutesOf(rule) < 1);
  const set = (key: string, part: Partial<RuleDraft>) => setDraft({ ...draft, rules: draft.rules.map((rule) => (rule.key === key ? { ...rule, ...part } : rule)) });
  const save = async () => {
    saved(await change.mutateAsync({ version: seen.version, change: bodyOf(draft) }));
    say(t('common.saved'));
  };
  const add = () => setDraft({ ...draft, rules: [...draft.rules, { key: crypto.randomUUID(), count: '24', unit: 'hours', channel: 'preferred', visit_type_id: '' }] });
  return (
    <Card
      title={t('messages.reminders')}
      actions={
        <Button size="xs" variant="light" leftSection={<Icon name="plus" size={15} />} onClick={add}>
          {t('messages.rule_add')}
        </Button>
      }
    >
      <Stack gap="md">
        {draft.rules.length === 0 && <Text c="dimmed">{t('messages.rules_none')}</Text>}
        {draft.rules.map((rule, index) => (
          <Group key={rule.key} gap="xs" align="end" role="group" aria-label={t('messages.rule', { number: index + 1 })}>
            <TextInput
              w={80}
              label={t('messages.before')}
              inputMode="numeric"
              value={rule.count}
              onChange={(event) => set(rule.key, { count: event.currentTarget.value })}
              error={minutesOf(rule) < 1 ? t('problems.field_number') : null}
            />
            <NativeSelect
              aria-label={t('messages.unit')}
              value={rule.unit}
              data={(Object.keys(UNITS) as (keyof typeof UNITS)[]).map((value) => ({ value, label: t(`messages.${value}`) }))}
              onChange={(event) => set(rule.key, { unit: event.currentTarget.value as keyof typeof UNITS })}
            />
            <NativeSelect
              label={t('messages.by')}
              value={rule.channel}
              data={CHANNELS.map((value) => ({ value, label: t(`messages.by_${value}`) }))}
              onChange={(event) => set(rule.key, { channel: event.currentTarget.value as RuleDraft['channel'] })}
            />
            <NativeSelect
              label={t('booking.visit_type')}
              value={rule.visit_type_id}
              data={[{ value: '', label: t('messages.every_visit') }, ...types.map(({ id, name }) => ({ value: id, label: name }))]}
              onChange={(event) => set(rule.key, { visit_type_id: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`${t('common.remove')}: ${t('messages.rule', { number: index + 1 })}`}
              onClick={() => setDraft({ ...draft, rules: draft.rules.filter(({ key }) => key !== rule.key) })}
            >
              <Icon name="close" />
            </ActionIcon>
          </Group>
        ))}
        <Group gap="xs" align="end">
          <TextInput type="time" label={t('messages.quiet_from')} value={draft.quiet.starts.slice(0, 5)} onChange={(event) => setDraft({ ...draft, quiet: { ...draft.quiet, starts: event.currentTarget.value } })} />
          <TextInput type="time" label={t('messages.quiet_to')} value={draft.quiet.ends.slice(0, 5)} onChange={(event) => setDraft({ ...draft, quiet: { ...draft.quiet, ends: event.currentTarget.value } })} />
        </Group>
        {draft.rules.length > 0 && !faulty && draft.quiet.starts && draft.quiet.ends && (
          <Notice tone="plain" title={t('messages.example', { time: EXAMPLE })}>
            {draft.rules.map((rule) => {
              const { daysBefore, clock, held } = leavesAt(EXAMPLE, minutesOf(rule), draft.quiet);
              const when = daysBefore === 0 ? t('messages.same_day', { clock }) : t('messages.days_before', { count: daysBefore, clock });
              return (
                <div key={rule.key}>
                  {when}
                  {held && ` · ${t('messages.held')}`}
                </div>
              );
            })}
          </Notice>
        )}
        {conflict ? <Conflict onKeep={keepMine} onTake={takeTheirs} /> : <ProblemNote error={change.error} />}
        <Group justify="flex-end">
          <Button disabled={!dirty || conflict || faulty} loading={change.isPending} onClick={() => void save().catch(() => undefined)}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
