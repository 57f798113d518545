/** The documents of a record: dragged in, looked at beside the page. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { DropZone } from '@/parts/DropZone.tsx';
import { Answer, Empty, ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { say } from '@/parts/toast.tsx';
import type { Patient } from '@/resources/patients.ts';
import { useAddDocument, useDocumentContent, useDocuments, type Document } from '@/resources/records.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { dayTime, number } from '@/words/format.ts';
import classes from './documents.module.css';

export default function DocumentsTab({ patient }: { patient: Patient }) {
  const mayAdd = useMay()('chart.write') && !patient.merged_into;
  const documents = useDocuments(patient.id);
  const [opened, setOpened] = useState<Document | null>(null);
  return (
    <>
      {mayAdd && <Adding patient={patient} />}
      <Answer of={documents}>
        {(all) => {
          const complete = all.filter(({ completed_at }) => completed_at);
          if (complete.length === 0) return <Empty icon="file" title={t('documents.none')} />;
          return (
            <Card>
              <Stack gap="xs">
                {complete.map((each) => (
                  <button key={each.id} type="button" className={classes.line} onClick={() => setOpened(each)}>
                    <Icon name="file" />
                    <span className={classes.name}>{each.filename}</span>
                    <span className={classes.rest}>
                      {kilobytes(each.size)} · {dayTime(each.created_at)} · {each.author_name}
                    </span>
                  </button>
                ))}
              </Stack>
            </Card>
          );
        }}
      </Answer>
      <Side opened={opened !== null} onClose={() => setOpened(null)} title={opened?.filename ?? ''} wide>
        {opened && <Preview patient={patient} document={opened} />}
      </Side>
    </>
  );
}

const kilobytes = (bytes: number) =>
  number(bytes / (bytes < 1e6 ? 1e3 : 1e6), { maximumFractionDigits: 1, style: 'unit', unit: bytes < 1e6 ? 'kilobyte' : 'megabyte' });

function Adding({ patient }: { patient: Patient }) {
  const add = useAddDocument(patient.id);
  const [waiting, setWaiting] = useState<string[]>([]);
  const [failed, setFailed] = useState<{ name: string; error: unknown }[]>([]);
  const take = async (files: File[]) => {
    setFailed([]);
    setWaiting(files.map(({ name }) => name));
    for (const file of files) {
      await add.mutateAsync(file).then(
        () => say(t('documents.added', { name: file.name })),
        (error: unknown) => setFailed((before) => [...before, { name: file.name, error }]),
      );
      setWaiting((before) => before.slice(1));
    }
  };
  return (
    <>
      <DropZone label={t('documents.add')} hint={t('documents.hint')} multiple busy={waiting.length > 0} onFiles={(files) => void take(files)}>
        {waiting.length > 0 && <Text role="status">{t('documents.sending', { name: waiting[0]!, count: waiting.length })}</Text>}
      </DropZone>
      {failed.map(({ name, error }) => (
        <ProblemNote key={name} error={error} title={name} />
      ))}
    </>
  );
}

function Preview({ patient, document }: { patient: Patient; document: Document }) {
  const content = useDocumentContent(patient.id, document.id);
  const url = useObjectUrl(content.data);
  return (
    <Answer of={content} lines={8}>
      {(blob) => (
        <Stack gap="md">
          <Group gap="xs">
            <Button component="a" href={url} download={document.filename} variant="default" leftSection={<Icon name="download" />}>
              {t('documents.download')}
            </Button>
            <Text size="sm" c="dimmed">
              {kilobytes(document.size)} · {dayTime(document.created_at)} · {document.author_name}
            </Text>
          </Group>
          {url && <Look blob={blob} url={url} document={document} />}
        </Stack>
      )}
    </Answer>
  );
}

function Look({ blob, url, document }: { blob: Blob; url: string; document: Document }) {
  const type = document.content_type;
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    if (type === 'text/plain') void blob.slice(0, 200_000).text().then(setText);
  }, [blob, type]);
  if (/^image\/(png|jpeg|gif|webp)$/.test(type)) return <img src={url} alt={document.filename} className={classes.image} />;
  if (type === 'application/pdf') return <iframe src={url} title={document.filename} className={classes.pdf} />;
  if (text !== null) return <pre className={classes.text}>{text}</pre>;
  return <Text c="dimmed">{t('documents.no_preview')}</Text>;
}

/** An address for a blob, given back when it is no longer shown. */
function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
