/** A place files are dragged to; a button does the same by keyboard and touch. */
import { Button, Text } from '@mantine/core';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import classes from './DropZone.module.css';
import { Icon } from './Icon.tsx';

interface Props {
  label: string;
  hint?: string;
  accept?: string;
  multiple?: boolean;
  busy?: boolean;
  onFiles: (files: File[]) => void;
  children?: ReactNode;
}

export function DropZone({ label, hint, accept, multiple, busy, onFiles, children }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const dragged = (event: DragEvent, entering: boolean) => {
    event.preventDefault();
    setOver(entering);
  };
  const take = (files: FileList | null) => {
    if (files?.length) onFiles(multiple ? [...files] : [files[0]!]);
  };
  return (
    <div
      className={classes.zone}
      data-over={over || undefined}
      onDragOver={(event) => dragged(event, true)}
      onDragLeave={(event) => dragged(event, false)}
      onDrop={(event) => {
        dragged(event, false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        ref={field}
        type="file"
        hidden
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Button variant="default" leftSection={<Icon name="upload" />} loading={busy} onClick={() => field.current?.click()}>
        {label}
      </Button>
      {hint && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      {children}
    </div>
  );
}
