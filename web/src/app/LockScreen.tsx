/** A closed screen: nothing of a patient is seen; with the password it opens, and work is where it was. */
import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { api, got } from '@/client';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Problem } from '@/problems/problem.ts';
import { lock } from '@/session/lock.ts';
import { session } from '@/session/session.ts';
import { useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import classes from './LockScreen.module.css';

export default function LockScreen() {
  const me = useSignedIn();
  const dialog = useRef<HTMLDialogElement>(null);
  const [password, setPassword] = useState('');
  const [otp, setOtp] = useState('');
  const [second, setSecond] = useState(me.totp_on);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);

  // The browser's own modal: everything behind it, drawers too, can be neither seen nor reached.
  useEffect(() => dialog.current?.showModal(), []);

  const open = async () => {
    const before = await currentSession();
    await session.signIn(me.email, password, second ? otp.trim() : undefined);
    lock.open();
    if (before) await got(api.DELETE('/api/auth/sessions/{session_id}', { params: { path: { session_id: before } } })).catch(() => undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    open()
      .catch((problem: unknown) => {
        const told = Problem.from(problem);
        if (told.code === 'otp_required') setSecond(true);
        else setError(told);
        setPassword((typed) => (told.code === 'invalid_credentials' ? '' : typed));
      })
      .finally(() => setBusy(false));
  };
  const leave = () => {
    lock.open();
    void session.signOut();
  };
  return (
    <dialog ref={dialog} className={classes.lock} aria-labelledby="locked" onCancel={(event) => event.preventDefault()} onKeyDown={(event) => event.key === 'Escape' && event.preventDefault()}>
      <form onSubmit={submit} className={classes.card}>
        <Stack gap="md">
          <Icon name="lock" size={28} />
          <div>
            <Title order={1} size="h3" id="locked">
              {t('lock.title')}
            </Title>
            <Text c="dimmed">{t('lock.text', { name: me.display_name })}</Text>
          </div>
          <PasswordInput
            size="md"
            label={t('session.password')}
            autoFocus
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {second && <TextInput size="md" label={t('session.otp')} autoComplete="one-time-code" maxLength={32} value={otp} onChange={(event) => setOtp(event.currentTarget.value)} />}
          <ProblemNote error={error} />
          <Button type="submit" size="md" loading={busy} disabled={!password}>
            {t('lock.open')}
          </Button>
          <Button variant="subtle" color="gray" onClick={leave}>
            {t('lock.leave')}
          </Button>
        </Stack>
      </form>
    </dialog>
  );
}

/** The sign-in that is replaced: it is ended, so that the list of sign-ins does not grow with every lunch. */
async function currentSession(): Promise<string | null> {
  const { items } = await got(api.GET('/api/auth/sessions')).catch(() => ({ items: [] }));
  return items.find(({ current }) => current)?.id ?? null;
}
