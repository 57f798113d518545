/** What every settings form shares: values, missing fields, problems at their fields, saving. */
import { Button, Group, Stack } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useState, type ReactNode } from 'react';
import { ProblemNote } from '@/parts/feedback.tsx';
import { placeProblem } from '@/problems/sentence.ts';
import { t } from '@/words';

interface Props<V extends Record<string, unknown>> {
  initial: V;
  /** Says what is wrong with a value, or null. */
  check?: { [N in keyof V]?: (value: V[N], all: V) => string | null };
  submit: string;
  onSave: (values: V) => Promise<unknown>;
  onDone: () => void;
  children: (form: UseFormReturnType<V>) => ReactNode;
}

/** A form in a drawer: problems land at their fields, what was typed stays. */
export function Editing<V extends Record<string, unknown>>({ initial, check, submit, onSave, onDone, children }: Props<V>) {
  const [busy, setBusy] = useState(false);
  const [unplaced, setUnplaced] = useState<unknown>(null);
  const form = useForm<V>({ initialValues: initial, validate: check as never });
  const save = form.onSubmit(async (values) => {
    setBusy(true);
    setUnplaced(null);
    try {
      await onSave(values);
      onDone();
    } catch (error) {
      if (placeProblem(form as never, error, Object.keys(values))) setUnplaced(error);
    } finally {
      setBusy(false);
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        {children(form)}
        <ProblemNote error={unplaced} />
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Insists on a value. */
export const needed = (value: unknown): string | null => (String(value ?? '').trim() ? null : t('problems.field_required'));

/** Insists on a whole number. */
export const wholeNumber = (value: unknown): string | null => (/^\d+$/.test(String(value).trim()) ? null : t('problems.field_number'));

/** What is being edited, in its newest version: after somebody else changed it, saving again is saving over theirs. */
export function latest<T extends { id: string }>(all: T[] | undefined, editing: T | 'new' | null): T | null {
  if (editing === 'new' || editing === null) return null;
  return all?.find(({ id }) => id === editing.id) ?? editing;
}
