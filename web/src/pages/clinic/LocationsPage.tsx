/** Locations with their clocks, and their rooms. */
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { say } from '@/parts/toast.tsx';
import { useAddLocation, useAddRoom, useChangeLocation, useChangeRoom, useLocations, useRooms, type Location, type Room } from '@/resources/calendar.ts';
import { t } from '@/words';
import { browserZone } from '@/words/zones.ts';
import { Closures } from './Closures.tsx';
import { Editing, latest, needed } from './editing.tsx';

export default function LocationsPage() {
  const locations = useLocations();
  const rooms = useRooms();
  const [editing, setEditing] = useState<Location | 'new' | null>(null);
  const [roomAt, setRoomAt] = useState<Location | null>(null);
  const [room, setRoom] = useState<Room | null>(null);
  return (
    <Page
      title={t('place.title')}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
          {t('place.add')}
        </Button>
      }
    >
      <Answer of={locations}>
        {(places) =>
          places.length === 0 ? (
            <Empty icon="pin" title={t('place.none')}>
              {t('place.none_text')}
            </Empty>
          ) : (
            places.map((place) => {
              const here = (rooms.data ?? []).filter(({ location_id }) => location_id === place.id);
              return (
                <Card
                  key={place.id}
                  title={place.name}
                  actions={
                    <Group gap="xs">
                      <Button size="xs" variant="default" onClick={() => setEditing(place)}>
                        {t('common.edit')}
                      </Button>
                      <Button size="xs" variant="light" onClick={() => setRoomAt(place)}>
                        {t('place.add_room')}
                      </Button>
                    </Group>
                  }
                >
                  <Stack gap="xs">
                    <Text c="dimmed">
                      {place.time_zone.replaceAll('_', ' ')}
                      {place.phone ? ` · ${place.phone}` : ''}
                    </Text>
                    <Group gap={6}>
                      {here.length === 0 ? <Text c="dimmed">{t('place.no_rooms')}</Text> : here.map((each) => (
                              <Button key={each.id} size="compact-sm" variant="default" title={t('place.edit_room')} onClick={() => setRoom(each)}>
                                {each.name}
                              </Button>
                            ))}
                    </Group>
                    <Closures place={place} />
                  </Stack>
                </Card>
              );
            })
          )
        }
      </Answer>
      <Side opened={editing !== null} onClose={() => setEditing(null)} title={editing === 'new' ? t('place.add') : t('place.edit')}>
        <LocationForm place={latest(locations.data, editing)} onDone={() => setEditing(null)} />
      </Side>
      <Side opened={roomAt !== null} onClose={() => setRoomAt(null)} title={t('place.add_room')}>
        {roomAt && <RoomForm place={roomAt} room={null} onDone={() => setRoomAt(null)} />}
      </Side>
      <Side opened={room !== null} onClose={() => setRoom(null)} title={t('place.edit_room')}>
        {room && <RoomForm place={null} room={latest(rooms.data, room)} onDone={() => setRoom(null)} />}
      </Side>
    </Page>
  );
}

function LocationForm({ place, onDone }: { place: Location | null; onDone: () => void }) {
  const [add, change] = [useAddLocation(), useChangeLocation()];
  const initial = { name: place?.name ?? '', time_zone: place?.time_zone ?? browserZone(), phone: place?.phone ?? '' };
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <Editing
      initial={initial}
      check={{ name: needed }}
      submit={t('common.save')}
      onDone={onDone}
      onSave={async ({ name, time_zone, phone }) => {
        const body = { name: name.trim(), time_zone, phone: phone.trim() || null };
        if (place) await change.mutateAsync({ id: place.id, version: place.version, change: body });
        else await add.mutateAsync(body);
        say(t('common.saved'));
      }}
    >
      {(form) => (
        <>
          <TextInput label={t('common.name')} required data-autofocus {...form.getInputProps('name')} />
          <NativeSelect label={t('place.time_zone')} data={[...new Set([initial.time_zone, ...zones])]} {...form.getInputProps('time_zone')} />
          <TextInput label={t('place.phone')} type="tel" {...form.getInputProps('phone')} />
        </>
      )}
    </Editing>
  );
}

function RoomForm({ place, room, onDone }: { place: Location | null; room: Room | null; onDone: () => void }) {
  const [add, change] = [useAddRoom(), useChangeRoom()];
  return (
    <Editing
      initial={{ name: room?.name ?? '' }}
      check={{ name: needed }}
      submit={room ? t('common.save') : t('common.add')}
      onDone={onDone}
      onSave={async (values) => {
        const name = values.name.trim();
        if (room) await change.mutateAsync({ id: room.id, version: room.version, change: { name } });
        else if (place) await add.mutateAsync({ location_id: place.id, name });
        say(t('common.saved'));
      }}
    >
      {(form) => <TextInput label={t('place.room_name')} required data-autofocus {...form.getInputProps('name')} />}
    </Editing>
  );
}
