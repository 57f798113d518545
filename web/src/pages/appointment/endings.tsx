/** How a visit ends before it began, and the way back: each asks once more. */
import { useState } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { Ask } from '@/parts/ask.tsx';
import { say } from '@/parts/toast.tsx';
import { useCancel, useReopen, useStep, type Appointment, type Scope } from '@/resources/appointments.ts';
import { t } from '@/words';

interface Props {
  visit: Appointment;
  opened: boolean;
  onClose: () => void;
}

export function CancelVisit({ visit, opened, onClose }: Props) {
  const cancel = useCancel();
  const [scope, setScope] = useState<Scope>('this');
  return (
    <Ask
      opened={opened}
      onClose={onClose}
      title={t('visit.cancel_title')}
      text={t('visit.cancel_text')}
      act={t('visit.cancel')}
      danger
      reason
      suggestions={[t('visit.cancel_by_patient'), t('visit.cancel_better'), t('visit.cancel_by_clinic')]}
      onAct={(reason) => cancel.mutateAsync({ id: visit.id, reason, scope }).then(() => say(t('visit.done_cancel')))}
    >
      {visit.series_id && (
        <Choices
          label={t('visit.scope')}
          name="scope"
          value={scope}
          onChange={(value) => setScope(value as Scope)}
          choices={(['this', 'following', 'all'] as const).map((value) => ({ value, label: t(`visit.scope_${value}`) }))}
        />
      )}
    </Ask>
  );
}

export function MissVisit({ visit, opened, onClose }: Props) {
  const step = useStep();
  return (
    <Ask
      opened={opened}
      onClose={onClose}
      title={t('visit.no_show_title')}
      text={t('visit.no_show_text')}
      act={t('visit.no_show')}
      danger
      onAct={() => step.mutateAsync({ id: visit.id, step: 'no-show' }).then(() => say(t('visit.done_no_show')))}
    />
  );
}

export function ReopenVisit({ visit, opened, onClose }: Props) {
  const reopen = useReopen();
  return (
    <Ask
      opened={opened}
      onClose={onClose}
      title={t('visit.reopen')}
      text={t('visit.reopen_text')}
      act={t('visit.reopen')}
      reason
      onAct={(reason) => reopen.mutateAsync({ id: visit.id, reason }).then(() => say(t('visit.done_reopen')))}
    />
  );
}
