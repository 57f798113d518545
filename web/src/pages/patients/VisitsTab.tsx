/** A patient's visits: those to come, then those past. */
import { Stack } from '@mantine/core';
import { useState } from 'react';
import AppointmentDrawer from '@/pages/appointment/AppointmentDrawer.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Card } from '@/parts/Page.tsx';
import { Status } from '@/parts/Status.tsx';
import { usePatientAppointments, type Appointment } from '@/resources/appointments.ts';
import type { Patient } from '@/resources/patients.ts';
import { t } from '@/words';
import { day, span } from '@/words/format.ts';
import { dayIn } from '@/words/zones.ts';
import classes from './VisitLine.module.css';

export default function VisitsTab({ patient }: { patient: Patient }) {
  const appointments = usePatientAppointments(patient.id);
  const [opened, setOpened] = useState<string | null>(null);
  const now = new Date().toISOString();
  return (
    <Answer of={appointments}>
      {(all) => {
        if (all.length === 0) return <Empty icon="calendar" title={t('patients.no_appointments')} />;
        const upcoming = all.filter(({ ends_at }) => ends_at > now);
        const past = all.filter(({ ends_at }) => ends_at <= now).reverse();
        return (
          <>
            {[
              { title: t('patients.upcoming'), visits: upcoming },
              { title: t('patients.past'), visits: past },
            ].map(
              ({ title, visits }) =>
                visits.length > 0 && (
                  <Card key={title} title={title}>
                    <Stack gap="xs">
                      {visits.map((visit) => (
                        <VisitLine key={visit.id} visit={visit} onOpen={() => setOpened(visit.id)} />
                      ))}
                    </Stack>
                  </Card>
                ),
            )}
            <AppointmentDrawer id={opened} onClose={() => setOpened(null)} />
          </>
        );
      }}
    </Answer>
  );
}

/** A visit in one line; a press opens it. */
export function VisitLine({ visit, onOpen }: { visit: Appointment; onOpen: () => void }) {
  return (
    <button type="button" className={classes.line} onClick={onOpen} style={{ borderLeftColor: visit.color ?? undefined }}>
      <span className={classes.when}>
        {day(dayIn(visit.starts_at, visit.time_zone), { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })},{' '}
        {span(visit.starts_at, visit.ends_at, visit.time_zone)}
      </span>
      <span className={classes.what}>
        {visit.visit_type_name} · {visit.practitioner_name}
      </span>
      <Status of={visit.status} kind="visit" />
    </button>
  );
}
