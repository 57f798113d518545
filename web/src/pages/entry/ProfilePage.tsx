/** One's own password, second step and sign-ins. */
import { Button, Code, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Answer, ProblemNote } from '@/parts/feedback.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { placeProblem } from '@/problems/sentence.ts';
import {
  useChangePassword,
  useConfirmTotp,
  useEndOtherSessions,
  useEndSession,
  useSessions,
  useStartTotp,
  useStopTotp,
} from '@/resources/me.ts';
import { useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';

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

function SecondStep() {
  const me = useSignedIn();
  const [start, confirm, stop] = [useStartTotp(), useConfirmTotp(), useStopTotp()];
  const [otp, setOtp] = useState('');
  const [error, setError] = useState<unknown>(null);
  const turnOn = () =>
    confirm.mutateAsync({ otp: otp.trim() }).then(() => {
      start.reset();
      setOtp('');
      setError(null);
      say(t('profile.second_step_done'));
    }, setError);
  return (
    <Card title={t('profile.second_step')} actions={<Tag tone={me.totp_on ? 'good' : 'plain'}>{t(me.totp_on ? 'common.yes' : 'common.no')}</Tag>}>
      <Stack maw={520} gap="sm">
        <Text size="sm">{t(me.totp_on ? 'profile.second_step_on' : 'profile.second_step_off')}</Text>
        {me.totp_on ? (
          <Group>
            <Button
              variant="default"
              loading={stop.isPending}
              onClick={() => void stop.mutateAsync(null).then(() => say(t('profile.second_step_gone')), sayProblem)}
            >
              {t('profile.second_step_stop')}
            </Button>
          </Group>
        ) : start.data ? (
          <>
            <Text size="sm">{t('profile.second_step_scan')}</Text>
            <Code block>{start.data.secret.replace(/(.{4})/g, '$1 ').trim()}</Code>
            <Group align="end">
              <TextInput
                label={t('session.otp')}
                inputMode="numeric"
                maxLength={6}
                value={otp}
                onChange={(event) => setOtp(event.currentTarget.value)}
              />
              <Button disabled={!/^\d{6}$/.test(otp.trim())} loading={confirm.isPending} onClick={() => void turnOn()}>
                {t('profile.second_step_confirm')}
              </Button>
            </Group>
            <ProblemNote error={error} />
          </>
        ) : (
          <Group>
            <Button loading={start.isPending} onClick={() => void start.mutateAsync(null).catch(sayProblem)}>
              {t('profile.second_step_start')}
            </Button>
          </Group>
        )}
      </Stack>
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
                  <Button size="compact-sm" variant="default" onClick={() => void end.mutateAsync(each.id).then(ended, sayProblem)}>
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
