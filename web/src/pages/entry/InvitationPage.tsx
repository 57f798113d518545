/** Accepting an invitation: the token comes in the address's fragment, which is never sent anywhere. */
import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Link } from 'react-router';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { placeProblem } from '@/problems/sentence.ts';
import { useAcceptInvitation } from '@/resources/me.ts';
import { t } from '@/words';
import { EntryFrame } from './EntryFrame.tsx';

const LEAST = 12;

export default function InvitationPage() {
  const [token] = useState(() => location.hash.replace(/^#/, ''));
  const accept = useAcceptInvitation();
  const [unplaced, setUnplaced] = useState<unknown>(null);
  const form = useForm({
    initialValues: { password: '', repeated: '' },
    validate: {
      password: (value) => (value.length >= LEAST ? null : t('session.invitation_short', { count: LEAST - value.length })),
      repeated: (value, { password }) => (value === password ? null : t('session.invitation_differs')),
    },
  });
  const submit = form.onSubmit(({ password }) =>
    accept.mutateAsync({ token, password }).then(
      () => history.replaceState(null, '', '/invitation'),
      (error: unknown) => setUnplaced(placeProblem(form, error, ['password']) ? error : null),
    ),
  );
  const toggle = { 'aria-label': t('session.show_password') };
  return (
    <EntryFrame title={t('session.invitation_title')}>
      {accept.isSuccess ? (
        <Stack mt="md">
          <Notice tone="good">{t('session.invitation_done')}</Notice>
          <Button component={Link} to="/" size="md">
            {t('session.submit')}
          </Button>
        </Stack>
      ) : !token ? (
        <Notice tone="warn">
          {t('session.invitation_missing')}
        </Notice>
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
            <Button type="submit" size="md" loading={accept.isPending}>
              {t('session.invitation_submit')}
            </Button>
          </Stack>
        </form>
      )}
    </EntryFrame>
  );
}
