/** The fields of a patient's details, the same wherever they are entered. */
import { NativeSelect, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Patient, PatientChange } from '@/resources/patients.ts';
import { LANGUAGES, t } from '@/words';
import { Choices } from '@/parts/Choices.tsx';
import classes from './fields.module.css';

/** All details as form values: empty text is nothing. */
export interface Details {
  given_name: string;
  family_name: string;
  born_on: string;
  sex: string;
  email: string;
  phone: string;
  preferred_language: string;
  contact_by: string;
  line1: string;
  line2: string;
  city: string;
  region: string;
  postal_code: string;
  country: string;
}

const ADDRESS = ['line1', 'line2', 'city', 'region', 'postal_code', 'country'] as const;

/** Where the API names a field otherwise than the form. */
export const ALIASES = Object.fromEntries(ADDRESS.map((name) => [`address.${name}`, name]));

export const NOBODY: Details = {
  given_name: '', family_name: '', born_on: '', sex: '', email: '', phone: '', preferred_language: '', contact_by: '',
  line1: '', line2: '', city: '', region: '', postal_code: '', country: '',
};

/** A patient's details as form values. */
export function detailsOf(patient: Patient): Details {
  const address = Object.fromEntries(ADDRESS.map((name) => [name, patient.address?.[name] ?? '']));
  return {
    ...NOBODY,
    given_name: patient.given_name,
    family_name: patient.family_name,
    born_on: patient.born_on,
    sex: patient.sex,
    email: patient.email ?? '',
    phone: patient.phone ?? '',
    preferred_language: patient.preferred_language ?? '',
    contact_by: patient.contact_by ?? '',
    ...address,
  };
}

/** Form values as the API takes them. */
export function bodyOf(details: Details): Required<Omit<PatientChange, 'identity_number'>> & { sex: Patient['sex'] } {
  const text = (value: string) => value.trim() || null;
  const address = Object.fromEntries(ADDRESS.map((name) => [name, text(details[name])]));
  return {
    given_name: details.given_name.trim(),
    family_name: details.family_name.trim(),
    born_on: details.born_on,
    sex: (details.sex || 'unknown') as Patient['sex'],
    email: text(details.email),
    phone: text(details.phone),
    preferred_language: text(details.preferred_language),
    contact_by: text(details.contact_by) as Patient['contact_by'],
    address: Object.values(address).some(Boolean) ? address : null,
  };
}

/** What can be seen to be missing before anything is sent. */
export const validate = {
  given_name: (value: string) => (value.trim() ? null : t('problems.field_required')),
  family_name: (value: string) => (value.trim() ? null : t('problems.field_required')),
  born_on: (value: string) => (/^\d{4}-\d\d-\d\d$/.test(value) ? null : t('problems.field_date')),
  sex: (value: string) => (value ? null : t('problems.field_required')),
};

type Form = UseFormReturnType<Details>;

/** Name, birth, sex, phone, e-mail: what is needed to know somebody. */
export function MainFields({ form, autoFocus }: { form: Form; autoFocus?: boolean }) {
  const today = new Date().toISOString().slice(0, 10);
  return (
    <div className={classes.grid}>
      <TextInput label={t('patients.given_name')} required autoComplete="off" data-autofocus={autoFocus || undefined} {...form.getInputProps('given_name')} />
      <TextInput label={t('patients.family_name')} required autoComplete="off" {...form.getInputProps('family_name')} />
      <TextInput label={t('patients.born_on')} required type="date" min="1850-01-01" max={today} {...form.getInputProps('born_on')} />
      <Choices
        label={t('patients.sex')}
        name="sex"
        compact
        choices={(['female', 'male', 'other', 'unknown'] as const).map((value) => ({ value, label: t(`sex.${value}`) }))}
        value={form.values.sex || null}
        onChange={(value) => form.setFieldValue('sex', value)}
        error={form.errors['sex'] as string | undefined}
      />
      <TextInput label={t('patients.phone')} type="tel" autoComplete="off" {...form.getInputProps('phone')} />
      <TextInput label={t('patients.email')} type="email" autoComplete="off" {...form.getInputProps('email')} />
    </div>
  );
}

/** Address and contact wishes. */
export function MoreFields({ form }: { form: Form }) {
  return (
    <div className={classes.grid}>
      <TextInput label={t('patients.line1')} autoComplete="off" {...form.getInputProps('line1')} />
      <TextInput label={t('patients.line2')} autoComplete="off" {...form.getInputProps('line2')} />
      <TextInput label={t('patients.city')} autoComplete="off" {...form.getInputProps('city')} />
      <TextInput label={t('patients.region')} autoComplete="off" {...form.getInputProps('region')} />
      <TextInput label={t('patients.postal_code')} autoComplete="off" {...form.getInputProps('postal_code')} />
      <TextInput label={t('patients.country')} autoComplete="off" {...form.getInputProps('country')} />
      <NativeSelect
        label={t('patients.preferred_language')}
        data={[{ value: '', label: '—' }, ...languages(form.values.preferred_language)]}
        {...form.getInputProps('preferred_language')}
      />
      <NativeSelect
        label={t('patients.contact_by')}
        data={[
          { value: '', label: '—' },
          ...(['email', 'sms', 'phone', 'none'] as const).map((value) => ({ value, label: t(`contact.${value}`) })),
        ]}
        {...form.getInputProps('contact_by')}
      />
    </div>
  );
}

function languages(current: string) {
  const known = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label: label as string }));
  return !current || current in LANGUAGES ? known : [...known, { value: current, label: current }];
}
