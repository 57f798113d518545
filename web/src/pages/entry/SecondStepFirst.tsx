/** The second step for those whose role asks for it: set up before anything else opens. */
import { Button, Group, Stack } from '@mantine/core';
import { Notice } from '@/parts/Notice.tsx';
import { session } from '@/session/session.ts';
import { useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { EntryFrame } from './EntryFrame.tsx';
import { SecondStep } from './SecondStep.tsx';

export default function SecondStepFirst({ onDone }: { onDone: () => void }) {
  const me = useSignedIn();
  return (
    <EntryFrame title={t('session.second_first_title')}>
      <Stack mt="md">
        <Notice tone="plain">{t('session.second_first_text', { name: me.display_name })}</Notice>
        <SecondStep onKept={onDone} />
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={() => void session.signOut()}>
            {t('nav.sign_out')}
          </Button>
        </Group>
      </Stack>
    </EntryFrame>
  );
}
