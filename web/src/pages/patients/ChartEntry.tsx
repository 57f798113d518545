/** One entry of a chart. */
import { ActionIcon, Group, Menu, Text } from '@mantine/core';
import { Icon } from '@/parts/Icon.tsx';
import type { ChartItem, ChartList } from '@/resources/chart.ts';
import { t } from '@/words';
import { day } from '@/words/format.ts';
import { ITEM_LINES } from './chartItems.tsx';

/** What it says, and what can be done with it. */
export function ChartEntry({ list, item, onStrike }: { list: ChartList; item: ChartItem; onStrike?: () => void }) {
  const { main, rest } = ITEM_LINES[list](item as never);
  const struckOut = Boolean(item.struck_out_at);
  return (
    <Group justify="space-between" wrap="nowrap" align="start" gap="xs">
      <div style={{ minWidth: 0 }}>
        <Text fw={560} td={struckOut ? 'line-through' : undefined} c={struckOut ? 'dimmed' : undefined}>
          {main}
        </Text>
        <Text size="sm" c="dimmed">
          {[...rest, item.author_name && t('chart.by', { name: item.author_name }), list === 'vitals' ? null : day(item.recorded_at.slice(0, 10))]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {item.struck_out_reason && <Text size="sm">{t('chart.struck_out_because', { reason: item.struck_out_reason })}</Text>}
      </div>
      {onStrike && !struckOut && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`${t('common.actions')}: ${main}`}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="strike" />} onClick={onStrike}>
              {t('chart.strike_out')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
