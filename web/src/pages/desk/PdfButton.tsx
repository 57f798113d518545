/** Fetches a PDF as whoever is signed in. */
import { Button, type ButtonProps } from '@mantine/core';
import { useState } from 'react';
import { download } from '@/client';
import { Icon } from '@/parts/Icon.tsx';
import { sayProblem } from '@/parts/toast.tsx';

interface Props extends Pick<ButtonProps, 'size'> {
  path: string;
  filename: string;
  label: string;
}

export function PdfButton({ path, filename, label, size }: Props) {
  const [busy, setBusy] = useState(false);
  const fetchIt = () => {
    setBusy(true);
    void download(path, 'application/pdf', filename)
      .catch(sayProblem)
      .finally(() => setBusy(false));
  };
  return (
    <Button variant="default" size={size} loading={busy} leftSection={<Icon name="download" />} onClick={fetchIt}>
      {label}
    </Button>
  );
}
