/** What is said about an answer that is on its way, empty, or did not come. */
import { Button, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Problem } from '@/problems/problem.ts';
import { sentence } from '@/problems/sentence.ts';
import { t } from '@/words';
import { Icon, type IconName } from './Icon.tsx';
import { Notice } from './Notice.tsx';

/** A problem where it happened; with `onRetry`, a way on. */
export function ProblemNote({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
  if (!error) return null;
  const problem = Problem.from(error);
  return (
    <Notice tone="bad" role="alert" title={title} icon={problem.code === 'offline' ? 'wifiOff' : 'alert'}>
      <Text size="sm">{sentence(problem)}</Text>
      {problem.code === 'internal_error' && problem.requestId && (
        <Text size="xs" c="dimmed" mt={4}>
          {problem.requestId}
        </Text>
      )}
      {onRetry && (
        <Button mt="xs" size="xs" variant="default" onClick={onRetry}>
          {t('common.try_again')}
        </Button>
      )}
    </Notice>
  );
}

/** Nothing here (yet), and what one could do. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap={6} py="xl" px="md">
      <Text c="dimmed" component="span">
        <Icon name={icon} size={28} />
      </Text>
      <Text fw={600} ta="center">
        {title}
      </Text>
      {typeof children === 'string' ? (
        <Text c="dimmed" size="sm" ta="center" maw={420}>
          {children}
        </Text>
      ) : (
        children
      )}
    </Stack>
  );
}

/** Grey lines where text will be. */
export function Lines({ count = 5, height = 18 }: { count?: number; height?: number }) {
  return (
    <Stack gap="sm" py="xs" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** An answer in all its states; what was there before stays while it is asked for again. */
export function Answer<T>({ of, children, lines }: { of: Asked<T>; children: (data: T) => ReactNode; lines?: number }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <ProblemNote error={of.error} title={t('state.loading_failed')} onRetry={() => void of.refetch()} />;
  return <Lines count={lines} />;
}
