/** What the patient was written, and how it went. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Card } from '@/parts/Page.tsx';
import { Status } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useMessages, useRetryMessage, type Message } from '@/resources/house.ts';
import type { Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t, tMaybe } from '@/words';
import { dayTime } from '@/words/format.ts';

export default function MessagesTab({ patient }: { patient: Patient }) {
  const messages = useMessages(patient.id);
  return (
    <Answer of={messages}>
      {(items) =>
        items.length === 0 ? (
          <Empty icon="mail" title={t('patients.no_messages')} />
        ) : (
          <Card>
            <Stack gap="md">
              {items.map((message) => (
                <Line key={message.id} message={message} />
              ))}
            </Stack>
          </Card>
        )
      }
    </Answer>
  );
}

function Line({ message }: { message: Message }) {
  const may = useMay();
  const retry = useRetryMessage();
  const again = message.status === 'failed' && may('messages.read');
  return (
    <Group justify="space-between" wrap="nowrap" align="start">
      <div>
        <Text fw={560}>
          {tMaybe(`template.${message.template}`) ?? message.template.replaceAll('_', ' ')}{' '}
          <Text span c="dimmed" fw={400}>
            · {t(`channel.${message.channel}`)}
          </Text>
        </Text>
        <Text size="sm" c="dimmed">
          {message.sent_at
            ? t('patients.message_sent', { when: dayTime(message.sent_at) })
            : t('patients.message_planned', { when: dayTime(message.due_at) })}
        </Text>
        {message.failure && <Text size="sm">{message.failure}</Text>}
      </div>
      <Group gap="xs">
        <Status of={message.status} kind="message" />
        {again && (
          <Button
            size="compact-sm"
            variant="default"
            loading={retry.isPending}
            onClick={() => void retry.mutateAsync(message.id).then(() => say(t('patients.message_retried')), sayProblem)}
          >
            {t('patients.message_retry')}
          </Button>
        )}
      </Group>
    </Group>
  );
}
