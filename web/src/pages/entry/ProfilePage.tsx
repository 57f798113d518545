/** One's own password, second step and sign-ins. */
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Answer, ProblemNote } from '@/parts/feedback.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { placeProblem } from '@/problems/sentence.ts';
import { useChangePassword, useEndOtherSessions, useEndSession, useSessions } from '@/resources/me.ts';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';
import { SecondStep } from './SecondStep.tsx';

export default function ProfilePage() {
  return (
    <Page title={t('profile.title')}>
      <ChangePassword />
      <SecondStep />
      <Sessions />
    </Page>
  );
}

function ChangePassword() {
  const change = useChangePassword();
  const [unplaced, setUnplaced] = useState<unknown>(null);
  const form = useForm({
    initialValues: { current_password: '', new_password: '' },
    validate: {
      current_password: (value) => (value ? null : t('session.password_needed')),
      new_password: (value) => (value.length >= 12 ? null : t('session.invitation_short', { count: 12 - value.length })),
    },
  });
  const submit = form.onSubmit((values) =>
    change.mutateAsync(values).then(
      () => {
        form.reset();
        setUnplaced(null);
        say(t('profile.changed'));
      },
      (error: unknown) => setUnplaced(placeProblem(form, error, Object.keys(values)) ? error : null),
    ),
  );
  return (
    <Card title={t('profile.change_password')}>
      <form onSubmit={submit} noValidate>
        <Stack maw={420} gap="sm">
          <PasswordInput label={t('profile.current')} autoComplete="current-password" {...form.getInputProps('current_password')} />
          <PasswordInput label={t('profile.fresh')} autoComplete="new-password" {...form.getInputProps('new_password')} />
          <ProblemNote error={unplaced} />
          <Group>
            <Button type="submit" loading={change.isPending}>
              {t('profile.change_password')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Sessions() {
  const sessions = useSessions();
  const [end, endOthers] = [useEndSession(), useEndOtherSessions()];
  const ended = () => say(t('profile.sessions_ended'));
  return (
    <Card
      title={t('profile.sessions')}
      actions={
        <Button variant="default" size="xs" onClick={() => void endOthers.mutateAsync(null).then(ended, sayProblem)}>
          {t('profile.sessions_end_others')}
        </Button>
      }
    >
      <Answer of={sessions}>
        {({ items }) => (
          <Stack gap="xs">
            {items.map((each) => (
              <Group key={each.id} justify="space-between" wrap="nowrap">
                <div style={{ minWidth: 0 }}>
                  <Text size="sm" truncate>
                    {each.device ?? t('common.unknown')}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {each.address} · {t('profile.session_used', { when: dayTime(each.last_used_at) })}
                  </Text>
                </div>
                {each.current ? (
                  <Tag tone="good">{t('profile.session_this')}</Tag>
                ) : (
                  <Button size="compact-sm" variant="default" flex="none" onClick={() => void end.mutateAsync(each.id).then(ended, sayProblem)}>
                    {t('profile.session_end')}
                  </Button>
                )}
              </Group>
            ))}
          </Stack>
        )}
      </Answer>
    </Card>
  );
}
