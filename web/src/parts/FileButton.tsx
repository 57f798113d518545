/** Fetches a file (PDF, CSV) as whoever is signed in. */
import { Button, type ButtonProps } from '@mantine/core';
import { useState } from 'react';
import { download } from '@/client';
import { t } from '@/words';
import { Icon } from './Icon.tsx';
import { sayProblem } from './toast.tsx';

const TYPES = { pdf: 'application/pdf', csv: 'text/csv' } as const;

interface Props extends Pick<ButtonProps, 'size'> {
  path: string;
  kind?: keyof typeof TYPES;
  /** Without its ending. */
  name: string;
  label?: string;
  /** What is fetched, for those who hear buttons one by one. */
  of?: string;
  /** What the file is made from, if that is not all in its path. */
  body?: object;
}

export function FileButton({ path, kind = 'pdf', name, label, of, size, body }: Props) {
  const [busy, setBusy] = useState(false);
  const word = label ?? t(`common.download_${kind}`);
  const fetchIt = () => {
    setBusy(true);
    void download(path, TYPES[kind], `${name}.${kind}`, body)
      .catch(sayProblem)
      .finally(() => setBusy(false));
  };
  return (
    <Button className="no-print" variant="default" size={size} loading={busy} leftSection={<Icon name="download" />} aria-label={of && `${of}: ${word}`} onClick={fetchIt}>
      {word}
    </Button>
  );
}
