/** The way to the rest of a long list. */
import { Button, Group } from '@mantine/core';
import { t } from '@/words';

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function More({ of }: { of: Paged }) {
  if (!of.hasNextPage) return null;
  return (
    <Group justify="center" p="sm" className="no-print">
      <Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
        {t('common.show_more')}
      </Button>
    </Group>
  );
}
