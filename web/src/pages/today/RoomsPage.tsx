/** The rooms board: who waits since when, who is where, and the next step of each; for a screen everybody sees. */
import { Button, Menu, NativeSelect, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useLive } from '@/app/live.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useRoomStep, useRoomsBoard, useStep, type OnBoard, type RoomsBoard } from '@/resources/appointments.ts';
import { useLocations, type Location } from '@/resources/calendar.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t, tMaybe } from '@/words';
import { minutes, time } from '@/words/format.ts';
import classes from './rooms.module.css';
import { useNow } from './useNow.ts';

const AppointmentDrawer = lazy(() => import('../appointment/AppointmentDrawer.tsx'));

export default function RoomsPage() {
  const locations = useLocations();
  const [id, setId] = useState<string | null>(null);
  const places = locations.data ?? [];
  const place = places.find((each) => each.id === id) ?? places[0];
  return (
    <Page
      title={t('rooms.title')}
      wide
      actions={
        places.length > 1 && (
          <NativeSelect
            aria-label={t('today.location')}
            value={place?.id}
            data={places.map((each) => ({ value: each.id, label: each.name }))}
            onChange={(event) => setId(event.currentTarget.value)}
          />
        )
      }
    >
      <Answer of={locations}>
        {() => (place ? <Board place={place} /> : <Empty icon="pin" title={t('today.no_location')}>{t('today.no_location_text')}</Empty>)}
      </Answer>
    </Page>
  );
}

function Board({ place }: { place: Location }) {
  const board = useRoomsBoard(place.id, useLive());
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <Answer of={board} lines={8}>
        {(found) => (
          <div className={classes.board}>
            <section className={classes.waiting} aria-label={t('rooms.waiting')}>
              <h2 className={classes.heading}>
                {t('rooms.waiting')} {found.waiting.length > 0 && <Tag tone="warn">{found.waiting.length}</Tag>}
              </h2>
              {found.waiting.length === 0 && <Text c="dimmed">{t('rooms.nobody_waits')}</Text>}
              {found.waiting.map((visit) => (
                <Visit key={visit.id} visit={visit} board={found} place={place} onOpen={setOpened} />
              ))}
            </section>
            <div className={classes.rooms}>
              {found.rooms.length === 0 && (
                <Empty icon="door" title={t('rooms.none')}>
                  {t('rooms.none_text')}
                </Empty>
              )}
              {found.rooms.map((room) => (
                <section key={room.room_id} className={classes.room} data-free={room.visits.length === 0 || undefined} aria-label={room.room_name}>
                  <h2 className={classes.heading}>{room.room_name}</h2>
                  {room.visits.length === 0 && <Text c="dimmed">{t('rooms.free')}</Text>}
                  {room.visits.map((visit) => (
                    <Visit key={visit.id} visit={visit} board={found} place={place} onOpen={setOpened} />
                  ))}
                </section>
              ))}
              {found.elsewhere.length > 0 && (
                <section className={classes.room} aria-label={t('rooms.elsewhere')}>
                  <h2 className={classes.heading}>{t('rooms.elsewhere')}</h2>
                  {found.elsewhere.map((visit) => (
                    <Visit key={visit.id} visit={visit} board={found} place={place} onOpen={setOpened} />
                  ))}
                </section>
              )}
            </div>
          </div>
        )}
      </Answer>
      {opened && (
        <Suspense fallback={null}>
          <AppointmentDrawer id={opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  );
}

interface Props {
  visit: OnBoard;
  board: RoomsBoard;
  place: Location;
  onOpen: (id: string) => void;
}

/** How long somebody has been waiting or in their room, and after how many minutes that is long. */
function sinceOf(visit: OnBoard): [string | null, number] {
  if (visit.status === 'arrived') return [visit.arrived_at, 15];
  if (visit.status === 'roomed') return [visit.roomed_at, 10];
  return [visit.started_at, Infinity];
}

function Visit({ visit, board, place, onOpen }: Props) {
  const now = useNow(15_000);
  const [since, long] = sinceOf(visit);
  const waits = since ? Math.max(0, Math.floor((now - Date.parse(since)) / 60_000)) : null;
  return (
    <div className={classes.visit} style={{ borderLeftColor: visit.color ?? undefined }}>
      <div className={classes.line}>
        <button type="button" className={classes.name} onClick={() => onOpen(visit.id)}>
          {visit.patient_name}
        </button>
        {waits !== null && (
          <span className={classes.since} data-long={waits >= long || undefined}>
            {minutes(waits)}
          </span>
        )}
      </div>
      <Text size="sm" c="dimmed">
        {tMaybe(`visit_status.${visit.status}`)} · {time(visit.starts_at, place.time_zone)} · {visit.visit_type_name} · {visit.practitioner_name}
      </Text>
      <Next visit={visit} board={board} />
    </div>
  );
}

function Next({ visit, board }: { visit: OnBoard; board: RoomsBoard }) {
  const may = useMay();
  const [step, room] = [useStep(), useRoomStep()];
  if (!may('appointments.write')) return null;
  const done = (what: 'room' | 'start' | 'complete') => say(t(`visit.done_${what}`, { patient: visit.patient_name }));
  const take = (next: 'start' | 'complete') => void step.mutateAsync({ id: visit.id, step: next }).then(() => done(next), sayProblem);
  if (visit.status === 'arrived') {
    return (
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button size="compact-sm" mt={6} loading={room.isPending} rightSection={<Icon name="down" size={14} />}>
            {t('visit.room')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {board.rooms.map(({ room_id, room_name, visits }) => (
            <Menu.Item key={room_id} onClick={() => void room.mutateAsync({ id: visit.id, room_id }).then(() => done('room'), sayProblem)}>
              {room_name} {visits.length === 0 && <Tag tone="good">{t('rooms.free')}</Tag>}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => take('start')}>{t('visit.start')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    );
  }
  const next = visit.status === 'roomed' ? 'start' : visit.status === 'in_visit' ? 'complete' : null;
  if (!next) return null;
  return (
    <Button size="compact-sm" mt={6} variant="default" loading={step.isPending} onClick={() => take(next)}>
      {t(`visit.${next}`)}
    </Button>
  );
}
