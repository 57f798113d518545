/** Choosing a password by a link: its token comes in the address's fragment, which is never sent anywhere. */
import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { placeProblem } from '@/problems/sentence.ts';
import { t } from '@/words';
import { EntryFrame } from './EntryFrame.tsx';

const LEAST = 12;

interface Props {
  title: string;
  /** What to do about a link that is not complete. */
  missing: ReactNode;
  done: string;
  choose: { mutateAsync: (chosen: { token: string; password: string }) => Promise<unknown>; isPending: boolean; isSuccess: boolean };
}

export function ChoosePassword({ title, missing, done, choose }: Props) {
  const [token] = useState(() => location.hash.replace(/^#/, ''));
  const [unplaced, setUnplaced] = useState<unknown>(null);
  const form = useForm({
    initialValues: { password: '', repeated: '' },
    validate: {
      password: (value) => (value.length >= LEAST ? null : t('session.invitation_short', { count: LEAST - value.length })),
      repeated: (value, { password }) => (value === password ? null : t('session.invitation_differs')),
    },
  });
  const submit = form.onSubmit(({ password }) =>
    choose.mutateAsync({ token, password }).then(
      () => history.replaceState(null, '', location.pathname),
      (error: unknown) => setUnplaced(placeProblem(form, error, ['password']) ? error : null),
    ),
  );
  const toggle = { 'aria-label': t('session.show_password') };
  return (
    <EntryFrame title={title}>
      {choose.isSuccess ? (
        <Stack mt="md">
          <Notice tone="good">{done}</Notice>
          <Button component={Link} to="/" size="md">
            {t('session.submit')}
          </Button>
        </Stack>
      ) : !token ? (
        <Notice tone="warn">{missing}</Notice>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <Text c="dimmed">{t('session.invitation_text')}</Text>
            <PasswordInput
              size="md"
              label={t('session.invitation_new')}
              autoComplete="new-password"
              autoFocus
              visibilityToggleButtonProps={toggle}
              {...form.getInputProps('password')}
            />
            <PasswordInput
              size="md"
              label={t('session.invitation_repeat')}
              autoComplete="new-password"
              visibilityToggleButtonProps={toggle}
              {...form.getInputProps('repeated')}
            />
            <ProblemNote error={unplaced} />
            <Button type="submit" size="md" loading={choose.isPending}>
              {t('session.invitation_submit')}
            </Button>
          </Stack>
        </form>
      )}
    </EntryFrame>
  );
}
