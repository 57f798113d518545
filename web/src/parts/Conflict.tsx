/** Somebody else changed what is being edited here: keep mine on top of it, or take theirs. */
import { Button, Group } from '@mantine/core';
import { t } from '@/words';
import { Notice } from './Notice.tsx';

export function Conflict({ onKeep, onTake }: { onKeep: () => void; onTake: () => void }) {
  return (
    <Notice tone="warn" role="alert" title={t('common.conflict_title')}>
      <p style={{ margin: '4px 0 8px' }}>{t('common.conflict_kept')}</p>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onKeep}>
          {t('common.conflict_go_on')}
        </Button>
        <Button size="xs" variant="default" onClick={onTake}>
          {t('common.conflict_take')}
        </Button>
      </Group>
    </Notice>
  );
}
