/** One field that finds the patient as one types, or begins to register them. */
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '@/parts/Icon.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { Suggest, type Suggestion } from '@/parts/Suggest.tsx';
import { useFoundPatients, type Patient } from '@/resources/patients.ts';
import { t } from '@/words';

interface Props {
  label: string;
  onPick: (patient: Patient) => void;
  /** Given, somebody new can be registered under what was typed. */
  onNew?: (typed: string) => void;
  error?: string | null;
  autoFocus?: boolean;
}

export function PatientPicker({ label, onPick, onNew, error, autoFocus }: Props) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 120);
  const found = useFoundPatients(asked);
  const items = asked ? (found.data?.items ?? []) : [];
  const settled = asked === typed.trim() && !found.isFetching;
  const suggestions: Suggestion[] = items.map((patient) => ({ value: patient.id, content: <PatientLine patient={patient} /> }));
  if (onNew && asked.length > 1 && settled) {
    const word = t('nav.register_named', { name: asked });
    suggestions.push({ value: 'new', content: [<Icon key="icon" name="plus" />, <span key="word">{word}</span>] });
  }
  return (
    <Suggest
      label={label}
      placeholder={t('booking.patient_find')}
      error={error}
      data-autofocus={autoFocus || undefined}
      value={typed}
      onType={setTyped}
      suggestions={suggestions}
      busy={found.isFetching && asked !== ''}
      nothing={settled ? t('patients.none_found') : null}
      onChoose={(value) => {
        const patient = items.find(({ id }) => id === value);
        if (patient) onPick(patient);
        else onNew?.(typed.trim());
      }}
    />
  );
}
