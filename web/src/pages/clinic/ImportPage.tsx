/** Bringing patients in from another system: tried out first, told what would happen, then done, and taken back if need be. */
import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { DropZone } from '@/parts/DropZone.tsx';
import { Answer, Empty, ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { useImport, useImports, useUndoImport, type Import } from '@/resources/imports.ts';
import { t, tMaybe } from '@/words';
import { dayTime, number } from '@/words/format.ts';
import classes from './table.module.css';

export default function ImportPage() {
  const imports = useImports();
  const undo = useUndoImport();
  const [undoing, setUndoing] = useState<Import | null>(null);
  return (
    <Page title={t('imports.title')}>
      <Text c="dimmed" mb="md">
        {t('imports.text')}
      </Text>
      <Bringing />
      <Answer of={imports} lines={4}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="upload" title={t('imports.none')} />
          ) : (
            <Card title={t('imports.past')} flush>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('account.when')}</Table.Th>
                    <Table.Th className={classes.amount}>{t('imports.created')}</Table.Th>
                    <Table.Th className={`${classes.amount} ${classes.wide}`}>{t('imports.matched')}</Table.Th>
                    <Table.Th className={`${classes.amount} ${classes.wide}`}>{t('imports.rejected')}</Table.Th>
                    <Table.Th>{t('common.status')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {all.map((each) => (
                    <Table.Tr key={each.id}>
                      <Table.Td className="numbers">{dayTime(each.created_at)}</Table.Td>
                      <Table.Td className={`${classes.amount} numbers`}>{number(each.created)}</Table.Td>
                      <Table.Td className={`${classes.amount} ${classes.wide} numbers`}>{number(each.matched)}</Table.Td>
                      <Table.Td className={`${classes.amount} ${classes.wide} numbers`}>{number(each.rejected_count)}</Table.Td>
                      <Table.Td>
                        {each.dry_run ? (
                          <Tag tone="plain">{t('imports.tried')}</Tag>
                        ) : each.undone_at ? (
                          <Tag tone="plain">{t('imports.undone')}</Tag>
                        ) : (
                          <Button size="compact-sm" variant="default" onClick={() => setUndoing(each)}>
                            {t('imports.undo')}
                          </Button>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Card>
          )
        }
      </Answer>
      <Ask
        opened={undoing !== null}
        onClose={() => setUndoing(null)}
        title={t('imports.undo_title')}
        text={t('imports.undo_text')}
        act={t('imports.undo')}
        danger
        onAct={() =>
          undo.mutateAsync(undoing!.id).then(({ undone }) => say(t('imports.undo_done', { patients: number(undone?.patients ?? 0), kept: number(undone?.kept ?? 0) })))
        }
      />
    </Page>
  );
}

function Bringing() {
  const bring = useImport();
  const [file, setFile] = useState<File | null>(null);
  const [told, setTold] = useState<Import | null>(null);
  const run = async (of: File, dry_run: boolean) => {
    setFile(of);
    setTold(null);
    setTold(await bring.mutateAsync({ file: of, dry_run }));
  };
  const failed = () => undefined;
  return (
    <>
      <DropZone label={t('imports.choose')} hint={t('imports.hint')} accept=".json,.csv" busy={bring.isPending} onFiles={(files) => void run(files[0]!, true).catch(failed)}>
        {bring.isPending && file && (
          <Stack gap={4} w="100%" role="status">
            <Text size="sm">{t(bring.variables?.dry_run ? 'imports.trying' : 'imports.bringing', { name: file.name })}</Text>
            <div className={classes.progress} />
          </Stack>
        )}
      </DropZone>
      <ProblemNote error={bring.error} title={file?.name} />
      {told && file && (
        <Card title={told.dry_run ? t('imports.would', { name: file.name }) : t('imports.did', { name: file.name })}>
          <Report told={told} />
          {told.dry_run && (
            <Group mt="md" gap="xs">
              <Button leftSection={<Icon name="check" />} loading={bring.isPending} disabled={told.created === 0 && told.matched === 0} onClick={() => void run(file, false).catch(failed)}>
                {t('imports.do')}
              </Button>
              <Button variant="default" onClick={() => setTold(null)}>
                {t('common.cancel')}
              </Button>
            </Group>
          )}
        </Card>
      )}
    </>
  );
}

const FEW = 20;

function Report({ told }: { told: Import }) {
  const remarks = told.rejected.slice(0, FEW);
  return (
    <Stack gap="sm">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('imports.kind')}</Table.Th>
            <Table.Th className={classes.amount}>{t('imports.created')}</Table.Th>
            <Table.Th className={classes.amount}>{t('imports.matched')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.entries(told.by_kind).map(([kind, { created, matched }]) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row">{tMaybe(`import_kind.${kind.toLowerCase()}`) ?? kind}</Table.Th>
              <Table.Td className={`${classes.amount} numbers`}>{number(created)}</Table.Td>
              <Table.Td className={`${classes.amount} numbers`}>{number(matched)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {told.rejected_count > 0 && (
        <Notice tone="warn" title={t('imports.rejected_title', { count: told.rejected_count })}>
          {remarks.map(({ pointer, reason }, index) => (
            <div key={index}>
              <code>{pointer}</code> {reason}
            </div>
          ))}
        </Notice>
      )}
      {Object.keys(told.left_out).length > 0 && (
        <Notice tone="plain" title={t('imports.left_out')}>
          {Object.entries(told.left_out)
            .map(([what, count]) => `${what}: ${number(count)}`)
            .join(' · ')}
        </Notice>
      )}
    </Stack>
  );
}
