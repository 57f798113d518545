/** What is said in passing, drawn when first needed. */
import { Button, Group } from '@mantine/core';
import { sentence } from '@/problems/sentence.ts';
import { t } from '@/words';
import { Icon } from './Icon.tsx';

const shown = () => import('@mantine/notifications').then(({ notifications }) => notifications);

/** Say in passing that something worked; with `undo`, offer to take it back. */
export function say(message: string, options: { undo?: () => void } = {}): void {
  const id = crypto.randomUUID();
  void shown().then((notifications) =>
    notifications.show({
      id,
      message: options.undo ? (
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <span>{message}</span>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              options.undo?.();
            }}
          >
            {t('common.undo')}
          </Button>
        </Group>
      ) : (
        message
      ),
      color: 'brand',
      autoClose: options.undo ? 10_000 : 4_000,
      closeButtonProps: { 'aria-label': t('common.close') },
    }),
  );
}

/** Say that something did not work, and what to do. */
export function sayProblem(error: unknown): void {
  void shown().then((notifications) =>
    notifications.show({
      message: sentence(error),
      color: 'red',
      icon: <Icon name="alert" />,
      autoClose: 9_000,
      role: 'alert',
      closeButtonProps: { 'aria-label': t('common.close') },
    }),
  );
}
