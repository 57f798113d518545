/** One field that finds patients, pages and actions; `/` goes there from everywhere. */
import { Combobox, Group, Kbd, Loader, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useBooking } from '@/pages/booking/BookingContext.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { useFoundPatients } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import classes from './Finder.module.css';
import { OWNER_PLACES, PLACES } from './places.ts';
import { useShortcuts } from './shortcuts.ts';

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function Finder() {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 120);
  const found = useFoundPatients(asked);
  const field = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const booking = useBooking();
  const may = useMay();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useShortcuts({ '/': () => field.current?.focus() });

  const patients = asked ? (found.data?.items ?? []) : [];
  const places = [...PLACES, ...OWNER_PLACES]
    .filter((place) => may(...place.needs))
    .map((place) => ({ ...place, word: t(place.label as 'nav.today') }))
    .filter(({ word }) => !typed || plain(word).includes(plain(typed.trim())))
    .slice(0, typed ? 5 : 3);
  const mayBook = may('appointments.write') && (!typed || plain(t('nav.new_booking')).includes(plain(typed.trim())));
  const mayRegister = may('patients.write') && typed.trim().length > 1 && !found.isFetching;

  const leave = () => {
    setTyped('');
    combobox.closeDropdown();
    field.current?.blur();
  };
  const choose = (value: string) => {
    const name = typed.trim();
    leave();
    if (value === 'book') booking.open({});
    else if (value === 'register') void navigate('/patients/new', { state: { name } });
    else void navigate(value);
  };

  return (
    <div className={classes.finder} role="search">
      <Combobox store={combobox} onOptionSubmit={choose} offset={6} shadow="md" withinPortal>
        <Combobox.Target>
          <TextInput
            ref={field}
            aria-label={t('nav.find')}
            placeholder={t('nav.find')}
            leftSection={<Icon name="search" />}
            rightSection={found.isFetching && asked ? <Loader size={14} /> : <Kbd className={classes.key}>/</Kbd>}
            rightSectionPointerEvents="none"
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              combobox.openDropdown();
              combobox.updateSelectedOptionIndex('active');
            }}
            onFocus={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') leave();
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options mah={420} style={{ overflowY: 'auto' }}>
            {patients.length > 0 && (
              <Combobox.Group label={t('nav.found_patients')}>
                {patients.map((patient, index) => (
                  <Combobox.Option key={patient.id} value={`/patients/${patient.id}`} active={index === 0}>
                    <PatientLine patient={patient} />
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )}
            {asked && patients.length === 0 && !found.isFetching && (
              <Combobox.Empty>
                <Text size="sm">{t('state.nothing_found')}</Text>
              </Combobox.Empty>
            )}
            {mayRegister && (
              <Combobox.Option value="register">
                <Group gap="xs" wrap="nowrap">
                  <Icon name="plus" />
                  {t('nav.register_named', { name: typed.trim() })}
                </Group>
              </Combobox.Option>
            )}
            {(places.length > 0 || mayBook) && (
              <Combobox.Group label={t('nav.pages')}>
                {mayBook && (
                  <Combobox.Option value="book">
                    <Group gap="xs" wrap="nowrap">
                      <Icon name="plus" />
                      {t('nav.new_booking')}
                    </Group>
                  </Combobox.Option>
                )}
                {places.map((place) => (
                  <Combobox.Option key={place.path} value={place.path}>
                    <Group gap="xs" wrap="nowrap">
                      <Icon name={place.icon} />
                      {place.word}
                    </Group>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </div>
  );
}
