/** The clinic's reports of a period, to be taken away as a table or on paper. */
import { Group, Stack, Text } from '@mantine/core';
import { FileButton } from '@/parts/FileButton.tsx';
import { Card } from '@/parts/Page.tsx';
import type { Period } from '@/resources/reports.ts';
import { t } from '@/words';

const REPORTS = ['finance', 'payments', 'earnings', 'aging'] as const;

export function Reports({ period }: { period: Period }) {
  return (
    <Card title={t('figures.reports')}>
      <Stack gap="sm">
        {REPORTS.map((report) => {
          const path = `/api/reports/${report}?${report === 'aging' ? `on=${period.to}` : `from=${period.from}&to=${period.to}`}`;
          const name = `${report}-${period.from}-${period.to}`;
          const title = t(`figures.report_${report}`);
          return (
            <Group key={report} justify="space-between" gap="xs">
              <Text>{title}</Text>
              <Group gap="xs">
                <FileButton size="xs" path={path} name={name} kind="csv" label="CSV" of={title} />
                <FileButton size="xs" path={path} name={name} label="PDF" of={title} />
              </Group>
            </Group>
          );
        })}
      </Stack>
    </Card>
  );
}
