/** Setting up the second step: a code to scan, a first number to type, and the codes for the day the phone is lost. */
import { Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Card } from '@/parts/Page.tsx';
import { Secret } from '@/parts/Secret.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useConfirmTotp, useNewRecoveryCodes, useStartTotp, useStopTotp } from '@/resources/me.ts';
import { useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';

/** Turning it on and off; `onKept` is told when new recovery codes were put away. */
export function SecondStep({ onKept }: { onKept?: () => void }) {
  const me = useSignedIn();
  const [codes, setCodes] = useState<string[] | null>(null);
  const kept = () => {
    setCodes(null);
    onKept?.();
  };
  return (
    <Card title={t('profile.second_step')} actions={<Tag tone={me.totp_on ? 'good' : 'plain'}>{t(me.totp_on ? 'common.yes' : 'common.no')}</Tag>}>
      <Stack maw={520} gap="sm">
        <Text size="sm">{t(me.totp_on ? 'profile.second_step_on' : 'profile.second_step_off')}</Text>
        {codes && <Secret title={t('profile.recovery_title')} text={t('profile.recovery_text')} secret={codes.join('\n')} onDone={kept} />}
        {!codes && (me.totp_on ? <TurnedOn onCodes={setCodes} /> : <TurnOn onCodes={setCodes} />)}
      </Stack>
    </Card>
  );
}

function TurnOn({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const [start, confirm] = [useStartTotp(), useConfirmTotp()];
  const begun = start.data;
  if (!begun) {
    return (
      <Group>
        <Button loading={start.isPending} onClick={() => void start.mutateAsync(null).catch(sayProblem)}>
          {t('profile.second_step_start')}
        </Button>
      </Group>
    );
  }
  const turnOn = (otp: string) =>
    confirm.mutateAsync({ otp }).then(({ recovery_codes }) => {
      onCodes(recovery_codes);
      say(t('profile.second_step_done'));
    });
  return (
    <>
      <Text size="sm">{t('profile.second_step_scan')}</Text>
      <Group align="start" gap="md">
        <Qr text={begun.uri} />
        <div>
          <Text size="sm" c="dimmed" mb={4}>
            {t('profile.second_step_key')}
          </Text>
          <Code block>{begun.secret.replace(/(.{4})/g, '$1 ').trim()}</Code>
        </div>
      </Group>
      <OneCode submit={t('profile.second_step_confirm')} busy={confirm.isPending} error={confirm.error} onCode={turnOn} />
    </>
  );
}

function TurnedOn({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const [stop, renew] = [useStopTotp(), useNewRecoveryCodes()];
  const [renewing, setRenewing] = useState(false);
  if (renewing) {
    return (
      <OneCode
        submit={t('profile.recovery_new')}
        busy={renew.isPending}
        error={renew.error}
        onCode={(otp) => renew.mutateAsync({ otp }).then(({ recovery_codes }) => (setRenewing(false), onCodes(recovery_codes)))}
      />
    );
  }
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => setRenewing(true)}>
        {t('profile.recovery_new')}
      </Button>
      <Button variant="default" loading={stop.isPending} onClick={() => void stop.mutateAsync(null).then(() => say(t('profile.second_step_gone')), sayProblem)}>
        {t('profile.second_step_stop')}
      </Button>
    </Group>
  );
}

interface OneCodeProps {
  submit: string;
  busy: boolean;
  error: unknown;
  onCode: (otp: string) => Promise<unknown>;
}

function OneCode({ submit, busy, error, onCode }: OneCodeProps) {
  const [otp, setOtp] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void onCode(otp.trim()).catch(() => setOtp(''));
      }}
    >
      <Stack gap="xs">
        <Group align="end">
          <TextInput label={t('session.otp')} inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={otp} onChange={(event) => setOtp(event.currentTarget.value)} />
          <Button type="submit" disabled={!/^\d{6}$/.test(otp.trim())} loading={busy}>
            {submit}
          </Button>
        </Group>
        <ProblemNote error={error} />
      </Stack>
    </form>
  );
}

/** A picture a phone reads; whoever cannot scan it types the key beside it. */
function Qr({ text }: { text: string }) {
  const [path, setPath] = useState<{ size: number; d: string } | null>(null);
  useEffect(() => {
    void import('uqr').then(({ encode }) => {
      const { data, size } = encode(text, { border: 2 });
      const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
      setPath({ size, d: cells.join('') });
    });
  }, [text]);
  if (!path) return null;
  return (
    <svg width={180} height={180} viewBox={`0 0 ${path.size} ${path.size}`} role="img" aria-label={t('profile.second_step_qr')} shapeRendering="crispEdges" style={{ background: '#fff', borderRadius: 8 }}>
      <path d={path.d} fill="#000" />
    </svg>
  );
}
