/** What would become of each visit before anything is booked or moved, and what to do with those that do not fit. */
import { Stack, Text } from '@mantine/core';
import { Choices } from '@/parts/Choices.tsx';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Notice } from '@/parts/Notice.tsx';
import type { OnConflict, Plan, PlannedVisit } from '@/resources/appointments.ts';
import { t, tMaybe } from '@/words';
import { shortDay, time } from '@/words/format.ts';
import { dayIn } from '@/words/zones.ts';
import classes from './PlanSheet.module.css';

/** Whether a plan can be carried out as it is. */
export const fits = (plan: Plan, how: OnConflict): boolean => plan.conflicts === 0 || (how === 'skip' && plan.conflicts < plan.visits.length);

interface Props {
  of: { data: Plan | undefined; error: unknown; isPlaceholderData: boolean };
  how: OnConflict;
  onHow: (how: OnConflict) => void;
  /** Whether visits are booked or moved: what does not fit is left out, or stays where it is. */
  kind: 'book' | 'move';
}

export function PlanSheet({ of: { data: plan, error, isPlaceholderData }, how, onHow, kind }: Props) {
  if (error) return <ProblemNote error={error} />;
  if (!plan) return null;
  const elsewhere = plan.warnings.filter(({ code }) => code === 'patient_elsewhere');
  return (
    <Stack gap="xs" aria-live="polite" style={{ opacity: isPlaceholderData ? 0.55 : 1 }}>
      {elsewhere.length > 0 && <Notice tone="warn">{t('booking.warning_same_day')}</Notice>}
      {plan.visits.length > 1 && (
        <>
          <Text size="sm" fw={500}>
            {plan.conflicts > 0 ? t('series.conflicts', { count: plan.conflicts }) : t('series.fits', { count: plan.visits.length })}
          </Text>
          <ul className={classes.visits}>
            {plan.visits.map((visit) => (
              <Planned key={visit.wanted_at} visit={visit} zone={plan.time_zone} left={how === 'skip' ? t(`series.left_${kind}`) : null} />
            ))}
          </ul>
        </>
      )}
      {plan.visits.length > 1 && (plan.conflicts > 0 || how !== 'stop') && (
        <Choices
          label={t('series.on_conflict')}
          name="on-conflict"
          value={how === 'stop' ? null : how}
          onChange={(value) => onHow(value as OnConflict)}
          choices={[
            { value: 'skip', label: t(`series.skip_${kind}`) },
            { value: 'move', label: t('series.move') },
          ]}
        />
      )}
      {how === 'move' && plan.conflicts > 0 && <Notice tone="warn">{t('series.none_near')}</Notice>}
    </Stack>
  );
}

function Planned({ visit, zone, left }: { visit: PlannedVisit; zone: string; left: string | null }) {
  const when = (moment: string) => `${shortDay(dayIn(moment, zone))}, ${time(moment, zone)}`;
  const reason = visit.code ? (tMaybe(`problems.${visit.code}`) ?? visit.detail) : null;
  return (
    <li data-outcome={visit.outcome}>
      <span className="numbers">{when(visit.wanted_at)}</span>
      {visit.outcome === 'moved' && <b className="numbers">{t('series.moved_to', { when: when(visit.starts_at) })}</b>}
      {visit.outcome !== 'fits' && (
        <span className={classes.why}>
          {visit.outcome === 'conflict' && left ? `${left} ` : ''}
          {reason}
        </span>
      )}
    </li>
  );
}
