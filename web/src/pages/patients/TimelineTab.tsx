/** Everything that happened with a patient, by day, the newest first; of one kind if that is asked for. */
import { Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { Choices } from '@/parts/Choices.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Notice } from '@/parts/Notice.tsx';
import type { Patient } from '@/resources/patients.ts';
import { useHistory } from '@/resources/records.ts';
import { t, tMaybe } from '@/words';
import { day, money, time } from '@/words/format.ts';
import { browserZone, dayIn } from '@/words/zones.ts';
import { ITEM_LINES } from './chartItems.tsx';
import { byDay, happened, KIND_ICONS, type Happened, type Kind } from './timeline.ts';
import classes from './timeline.module.css';

export default function TimelineTab({ patient }: { patient: Patient }) {
  const history = useHistory(patient.id);
  const [kind, setKind] = useState<Kind | 'all'>('all');
  const zone = browserZone();
  return (
    <Answer of={history} lines={10}>
      {(found) => {
        const all = happened(found);
        if (all.length === 0) return <Empty icon="clock" title={t('timeline.none')} />;
        const kinds = (Object.keys(KIND_ICONS) as Kind[]).filter((each) => all.some((one) => one.kind === each));
        const shown = all.filter((each) => kind === 'all' || each.kind === kind);
        return (
          <>
            {(found.unavailable ?? []).length > 0 && (
              <Notice tone="warn" spaced>
                {t('timeline.unavailable')}
              </Notice>
            )}
            {kinds.length > 1 && (
              <Choices
                label={t('timeline.show')}
                hideLabel
                compact
                name="kind"
                value={kind}
                onChange={(next) => setKind(next as Kind)}
                choices={[{ value: 'all', label: t('common.all') }, ...kinds.map((value) => ({ value, label: t(`timeline.${value}`) }))]}
              />
            )}
            <ol className={classes.days}>
              {byDay(shown, (moment) => dayIn(moment, zone)).map(([date, things]) => (
                <li key={date} className={classes.day}>
                  <h2 className={classes.date}>{day(date, { day: 'numeric', month: 'short', year: 'numeric' })}</h2>
                  <ul className={classes.things}>
                    {things.map((each, index) => (
                      <li key={index} className={classes.thing} data-kind={each.kind}>
                        <Icon name={KIND_ICONS[each.kind]} size={16} />
                        <Line thing={each} patient={patient} />
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ol>
          </>
        );
      }}
    </Answer>
  );
}

function Line({ thing, patient }: { thing: Happened; patient: Patient }) {
  const { main, rest, to } = read(thing, patient);
  return (
    <div>
      {to ? <Link to={to}>{main}</Link> : main}{' '}
      <Text span size="sm" c="dimmed">
        {rest.filter(Boolean).join(' · ')}
      </Text>
    </div>
  );
}

interface Read {
  main: string;
  rest: (string | null)[];
  to?: string;
}

/** How each thing reads in one line. */
function read(thing: Happened, patient: Patient): Read {
  const [record, zone] = [`/patients/${patient.id}`, browserZone()];
  switch (thing.kind) {
    case 'visit': {
      const { of } = thing;
      const to = `/today?day=${dayIn(of.starts_at, of.time_zone)}&location=${of.location_id}&visit=${of.id}`;
      return { main: of.visit_type_name, rest: [time(of.starts_at, of.time_zone), of.practitioner_name, tMaybe(`visit_status.${of.status}`) ?? ''], to };
    }
    case 'note': {
      const { of } = thing;
      const words = of.assessment ?? of.text ?? of.subjective ?? '';
      const short = words.length > 90 ? `${words.slice(0, 90)}…` : words;
      return { main: t('timeline.note'), rest: [short, of.author_name, of.signed_at ? null : t('notes.unsigned')], to: `${record}?tab=notes` };
    }
    case 'vitals':
      return { main: t('timeline.vitals'), rest: [time(thing.at, zone), ...thing.of.map((item) => ITEM_LINES.vitals(item).main)], to: `${record}?tab=chart` };
    case 'consent':
      return { main: t('timeline.consent'), rest: [thing.of.kind.replaceAll('_', ' '), thing.of.given ? t('common.yes') : t('common.no')] };
    case 'invoice': {
      const { of } = thing;
      return { main: t('invoice.title', { number: of.number ?? '' }), rest: [money(of.total_minor, of.currency), tMaybe(`invoice_status.${of.status}`) ?? ''], to: `/desk/invoices/${of.id}` };
    }
    case 'immunization':
      return { main: thing.of.vaccine, rest: [t('timeline.immunization'), thing.of.lot] };
    case 'medication':
      return { main: thing.of.name, rest: [t('timeline.medication'), thing.of.dose, thing.of.frequency] };
    case 'problem':
      return { main: thing.of.display, rest: [t('timeline.problem'), thing.of.code] };
    case 'allergy':
      return { main: thing.of.substance, rest: [t('timeline.allergy'), thing.of.reaction] };
  }
}
