/** How the system is: every part, its database, the bus. */
import { Table } from '@mantine/core';
import { Answer } from '@/parts/feedback.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Status } from '@/parts/Status.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { useHealth } from '@/resources/house.ts';
import { t, tMaybe } from '@/words';
import { dayTime, number } from '@/words/format.ts';
import classes from './table.module.css';

const TONES = { ok: 'good', degraded: 'warn', down: 'bad' } as const;

const word = (works: boolean | null | undefined) => (works == null ? '—' : works ? t('health.works') : t('health.fails'));

export default function HealthPage() {
  const health = useHealth();
  return (
    <Page title={t('health.title')}>
      <Answer of={health}>
        {({ status, services, memory_mb, uptime_seconds }) => (
          <>
            <Notice tone={TONES[status]} spaced role="status" title={t(`health.${status}`)}>
              {t('health.uptime')} {dayTime(new Date(Date.now() - uptime_seconds * 1000))} · {t('health.memory')}{' '}
              {number(memory_mb, { maximumFractionDigits: 0 })} MB
            </Notice>
            <Card flush>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('health.part')}</Table.Th>
                    <Table.Th>{t('common.status')}</Table.Th>
                    <Table.Th>{t('health.database')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('health.bus')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('health.memory')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {Object.entries(services).map(([name, part]) => (
                    <Table.Tr key={name}>
                      <Table.Th scope="row">{tMaybe(`part.${name}`) ?? name}</Table.Th>
                      <Table.Td>
                        <Status of={part.status} kind="health" />
                      </Table.Td>
                      <Table.Td>{word(part.database)}</Table.Td>
                      <Table.Td className={classes.wide}>{word(part.bus)}</Table.Td>
                      <Table.Td className={`${classes.wide} numbers`}>
                        {part.memory_mb == null ? '—' : `${number(part.memory_mb, { maximumFractionDigits: 0 })} MB`}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Card>
          </>
        )}
      </Answer>
    </Page>
  );
}
