/** A patient in one line of a list: enough to tell two of the same name apart. */
import type { Patient } from '@/resources/patients.ts';
import { listName } from '@/resources/patients.ts';
import { t } from '@/words';
import { ageOf, day } from '@/words/format.ts';
import classes from './PatientLine.module.css';

type Known = Pick<Patient, 'given_name' | 'family_name' | 'born_on' | 'record_number'> & { phone?: string | null };

/** Age in words: years, months for the smallest. */
export function ageText(bornOn: string): string {
  const { years, months } = ageOf(bornOn, new Date().toISOString().slice(0, 10));
  return years >= 2 ? t('patients.age', { count: years }) : t('patients.age_months', { count: months });
}

export function PatientLine({ patient }: { patient: Known }) {
  return (
    <span className={classes.line}>
      <span className={classes.name}>{listName(patient)}</span>
      <span className={classes.rest}>
        {day(patient.born_on)} · {ageText(patient.born_on)} · {patient.record_number}
        {patient.phone ? ` · ${patient.phone}` : ''}
      </span>
    </span>
  );
}
