/** Signing in: e-mail and password, then the second step for those who have one. */
import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Link } from 'react-router';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Problem } from '@/problems/problem.ts';
import { lock } from '@/session/lock.ts';
import { session } from '@/session/session.ts';
import { t } from '@/words';
import { EntryFrame } from './EntryFrame.tsx';

export default function SignInPage({ ended }: { ended?: boolean }) {
  const [second, setSecond] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const form = useForm({
    initialValues: { email: '', password: '', otp: '' },
    validate: {
      email: (value) => (value.trim() ? null : t('session.email_needed')),
      password: (value) => (value ? null : t('session.password_needed')),
      otp: (value) => (!second || value.trim().length >= 6 ? null : t('session.otp_needed')),
    },
  });
  const submit = form.onSubmit(async ({ email, password, otp }) => {
    setBusy(true);
    setError(null);
    try {
      await session.signIn(email.trim(), password, second ? otp.trim() : undefined);
      lock.open();
    } catch (problem) {
      const told = Problem.from(problem);
      if (told.code === 'otp_required') setSecond(true);
      else setError(told);
      if (told.code === 'invalid_credentials') form.setFieldValue('otp', '');
    } finally {
      setBusy(false);
    }
  });
  return (
    <EntryFrame title={t('session.title')}>
      <Text c="dimmed" mb="md">
        {t('session.welcome')}
      </Text>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {!navigator.onLine && <Notice tone="warn" icon="wifiOff">{t('session.offline')}</Notice>}
          {ended && !error && <Notice tone="plain">{t('session.ended')}</Notice>}
          <TextInput
            size="md"
            label={t('session.email')}
            type="email"
            inputMode="email"
            autoComplete="username"
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            size="md"
            label={t('session.password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
            {...form.getInputProps('password')}
          />
          {second && (
            <>
              <Text size="sm">{t('session.otp_text')}</Text>
              <TextInput
                size="md"
                label={t('session.otp')}
                description={t('session.otp_lost')}
                autoComplete="one-time-code"
                maxLength={32}
                autoFocus
                {...form.getInputProps('otp')}
              />
            </>
          )}
          <ProblemNote error={error} />
          <Button type="submit" size="md" loading={busy}>
            {t('session.submit')}
          </Button>
          <Text size="sm">
            <Link to="/forgot-password">{t('session.forgot')}</Link>
          </Text>
        </Stack>
      </form>
    </EntryFrame>
  );
}
