/** One field that finds patients, pages and actions; `/` goes there from everywhere. */
import { Kbd } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useBooking } from '@/pages/booking/BookingContext.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { Suggest, type Suggestion } from '@/parts/Suggest.tsx';
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
  useShortcuts({ '/': () => field.current?.focus() });

  const wanted = plain(typed.trim());
  const patients: Suggestion[] = (asked ? (found.data?.items ?? []) : []).map((patient) => ({
    value: `/patients/${patient.id}`,
    content: <PatientLine patient={patient} />,
    group: t('nav.found_patients'),
  }));
  const settled = asked === typed.trim() && !found.isFetching;
  const register: Suggestion[] =
    may('patients.write') && asked.length > 1 && settled && !/\d/.test(asked)
      ? [{ value: 'register', content: <Line icon="plus" word={t('nav.register_named', { name: asked })} />, group: t('nav.found_patients') }]
      : [];
  const book = may('appointments.write') ? [{ value: 'book', word: t('nav.new_booking'), icon: 'plus' as const }] : [];
  const places = [...PLACES, ...OWNER_PLACES]
    .filter((place) => may(...place.needs))
    .map(({ path, label, icon }) => ({ value: path, word: t(label as 'nav.today'), icon }));
  const pages: Suggestion[] = [...book, ...places]
    .filter(({ word }) => plain(word).includes(wanted))
    .slice(0, wanted ? 5 : 4)
    .map(({ value, word, icon }) => ({ value, content: <Line icon={icon} word={word} />, group: t('nav.pages') }));

  const choose = (value: string) => {
    setTyped('');
    field.current?.blur();
    if (value === 'book') booking.open({});
    else if (value === 'register') void navigate('/patients/new', { state: { name: typed.trim() } });
    else void navigate(value);
  };

  return (
    <div className={classes.finder} role="search">
      <Suggest
        inputRef={field}
        aria-label={t('nav.find')}
        placeholder={t('nav.find')}
        rightSection={<Kbd className={classes.key}>/</Kbd>}
        value={typed}
        onType={setTyped}
        suggestions={[...patients, ...register, ...pages]}
        onChoose={choose}
        busy={found.isFetching && asked !== ''}
        nothing={settled ? t('state.nothing_found') : null}
        eager
        onEscape={() => {
          setTyped('');
          field.current?.blur();
        }}
      />
    </div>
  );
}

function Line({ icon, word }: { icon: Parameters<typeof Icon>[0]['name']; word: string }) {
  return (
    <>
      <Icon name={icon} />
      <span>{word}</span>
    </>
  );
}
