/** Asking for a link to a new password; the answer is the same whether or not somebody has that address. */
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Link } from 'react-router';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { placeProblem } from '@/problems/sentence.ts';
import { useForgotPassword } from '@/resources/me.ts';
import { t } from '@/words';
import { EntryFrame } from './EntryFrame.tsx';

export default function ForgotPage() {
  const ask = useForgotPassword();
  const [unplaced, setUnplaced] = useState<unknown>(null);
  const form = useForm({ initialValues: { email: '' }, validate: { email: (value) => (value.trim() ? null : t('session.email_needed')) } });
  const submit = form.onSubmit(({ email }) =>
    ask.mutateAsync({ email: email.trim() }).then(
      () => setUnplaced(null),
      (error: unknown) => setUnplaced(placeProblem(form, error, ['email']) ? error : null),
    ),
  );
  return (
    <EntryFrame title={t('session.forgot_title')}>
      {ask.isSuccess ? (
        <Notice tone="good" role="status">
          {t('session.forgot_sent')}
        </Notice>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <Text c="dimmed">{t('session.forgot_text')}</Text>
            <TextInput size="md" label={t('session.email')} type="email" inputMode="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
            <ProblemNote error={unplaced} />
            <Button type="submit" size="md" loading={ask.isPending}>
              {t('session.forgot_submit')}
            </Button>
          </Stack>
        </form>
      )}
      <Text size="sm" mt="md">
        <Link to="/">{t('session.forgot_back')}</Link>
      </Text>
    </EntryFrame>
  );
}
