/** Asking once more, with a reason where one is needed: the dialog behind everything that cannot simply be undone. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { sentence } from '@/problems/sentence.ts';
import { t } from '@/words';
import { ProblemNote } from './feedback.tsx';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  text?: ReactNode;
  /** What the button says: the act itself. */
  act: string;
  danger?: boolean;
  /** Ask for a reason; `act` waits until there is one. */
  reason?: boolean;
  reasonLabel?: string;
  suggestions?: readonly string[];
  children?: ReactNode;
  onAct: (reason: string) => Promise<unknown>;
}

/** A question with an act; problems are told inside, and what was typed stays. */
export function Ask(props: Props) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      centered
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      styles={{ title: { fontWeight: 650 } }}
    >
      {props.opened && <Question {...props} />}
    </Modal>
  );
}

function Question({ onClose, text, act, danger, reason, reasonLabel, suggestions = [], children, onAct }: Props) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await onAct(typed.trim());
      onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const ready = !reason || typed.trim().length > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void submit();
      }}
    >
      <Stack gap="sm">
        {text && <Text size="sm">{text}</Text>}
        {children}
        {reason && (
          <Textarea
            label={reasonLabel ?? t('common.reason')}
            required
            data-autofocus
            autosize
            minRows={2}
            maxLength={500}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {suggestions.length > 0 && (
          <Group gap={6}>
            {suggestions.map((each) => (
              <Button key={each} size="compact-sm" variant="default" onClick={() => setTyped(each)}>
                {each}
              </Button>
            ))}
          </Group>
        )}
        {error !== null && <ProblemNote error={error} key={sentence(error)} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.back')}
          </Button>
          <Button type="submit" color={danger ? 'red.9' : undefined} loading={busy} disabled={!ready}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
