/** Who opened this record, in words a patient understands; it can be printed for them. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { FileButton } from '@/parts/FileButton.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { More } from '@/parts/More.tsx';
import { Card } from '@/parts/Page.tsx';
import { addressLines, fullName, type Patient } from '@/resources/patients.ts';
import { useAccesses } from '@/resources/records.ts';
import { t } from '@/words';
import { day, span } from '@/words/format.ts';
import { browserZone } from '@/words/zones.ts';

export default function AccessesTab({ patient }: { patient: Patient }) {
  const zone = browserZone();
  const accesses = useAccesses(patient.id, zone);
  return (
    <Answer of={accesses} lines={6}>
      {({ pages }) => {
        const days = pages.flatMap(({ items }) => items);
        if (days.length === 0) return <Empty icon="shield" title={t('accesses.none')} />;
        return (
          <>
            <Group justify="space-between" mb="md">
              <Text c="dimmed">{t('accesses.text')}</Text>
              <Group gap="xs">
                <FileButton
                  path={`/api/patients/${patient.id}/accesses/letter`}
                  name="who-opened-it"
                  label={t('accesses.letter')}
                  body={{ addressed_to: [fullName(patient), ...addressLines(patient)].join('\n'), time_zone: zone }}
                />
                <Button className="no-print" variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
                  {t('common.print')}
                </Button>
              </Group>
            </Group>
            {days.map(({ on, accesses: those }) => (
              <Card key={on} title={day(on, { dateStyle: 'full' })}>
                <Stack gap={6}>
                  {those.map((each, index) => (
                    <div key={index}>
                      <b>{each.who}</b> {each.words}{' '}
                      <Text span size="sm" c="dimmed" className="numbers">
                        {span(each.first_at, each.last_at, zone)}
                        {each.times > 1 && ` · ${t('accesses.times', { count: each.times })}`}
                      </Text>
                    </div>
                  ))}
                </Stack>
              </Card>
            ))}
            <More of={accesses} />
          </>
        );
      }}
    </Answer>
  );
}
