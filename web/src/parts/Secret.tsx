/** Something that is shown once and never again: copied or printed, then put away. */
import { Button, Code, Group, Text } from '@mantine/core';
import { t } from '@/words';
import { Icon } from './Icon.tsx';
import { Notice } from './Notice.tsx';
import { say, sayProblem } from './toast.tsx';

interface Props {
  title: string;
  text: string;
  secret: string;
  onDone: () => void;
}

export function Secret({ title, text, secret, onDone }: Props) {
  return (
    <Notice tone="warn" role="status" title={title} spaced>
      <Text size="sm">{text}</Text>
      <Code block my="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {secret}
      </Code>
      <Group gap="xs" className="no-print">
        <Button size="xs" variant="default" leftSection={<Icon name="print" size={15} />} onClick={() => window.print()}>
          {t('common.print')}
        </Button>
        <Button size="xs" variant="default" onClick={() => void navigator.clipboard.writeText(secret).then(() => say(t('profile.copied')), sayProblem)}>
          {t('profile.copy')}
        </Button>
        <Button size="xs" onClick={onDone}>
          {t('profile.recovery_kept')}
        </Button>
      </Group>
    </Notice>
  );
}
