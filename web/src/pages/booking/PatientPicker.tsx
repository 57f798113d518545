/** One field that finds the patient as one types, or begins to register them. */
import { Combobox, Group, Loader, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '@/parts/Icon.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
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
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const items = asked ? (found.data?.items ?? []) : [];
  const settled = asked === typed.trim() && !found.isFetching;
  const mayRegister = onNew && typed.trim().length > 1 && settled;
  return (
    <Combobox
      store={combobox}
      shadow="md"
      onOptionSubmit={(value) => {
        combobox.closeDropdown();
        if (value === 'new') onNew?.(typed.trim());
        const patient = items.find(({ id }) => id === value);
        if (patient) onPick(patient);
      }}
    >
      <Combobox.Target>
        <TextInput
          label={label}
          placeholder={t('booking.patient_find')}
          leftSection={<Icon name="search" />}
          rightSection={found.isFetching && asked ? <Loader size={14} /> : null}
          value={typed}
          error={error}
          autoComplete="off"
          spellCheck={false}
          data-autofocus={autoFocus || undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex('active');
          }}
          onFocus={() => typed && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!asked}>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }}>
          {items.map((patient, index) => (
            <Combobox.Option key={patient.id} value={patient.id} active={index === 0}>
              <PatientLine patient={patient} />
            </Combobox.Option>
          ))}
          {items.length === 0 && settled && (
            <Combobox.Empty>
              <Text size="sm">{t('patients.none_found')}</Text>
            </Combobox.Empty>
          )}
          {mayRegister && (
            <Combobox.Option value="new" active={items.length === 0}>
              <Group gap="xs" wrap="nowrap">
                <Icon name="plus" />
                {t('nav.register_named', { name: typed.trim() })}
              </Group>
            </Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
