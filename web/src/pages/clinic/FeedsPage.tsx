/** Calendars that programs outside subscribe to: made, with or without patients' names, and ended. */
import { Button, Checkbox, Group, NativeSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Secret } from '@/parts/Secret.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { useLocations, usePractitioners } from '@/resources/calendar.ts';
import { useAddFeed, useFeeds, useRevokeFeed, type Feed, type NewFeed } from '@/resources/feeds.ts';
import { useMay, useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';
import { Editing } from './editing.tsx';

export default function FeedsPage() {
  const feeds = useFeeds();
  const revoke = useRevokeFeed();
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<NewFeed | null>(null);
  const [ending, setEnding] = useState<Feed | null>(null);
  return (
    <Page
      title={t('feeds.title')}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('feeds.add')}
        </Button>
      }
    >
      <Text c="dimmed" mb="md">
        {t('feeds.text')}
      </Text>
      {added && <Secret title={t('feeds.secret_title')} text={t('feeds.secret_text')} secret={added.url} onDone={() => setAdded(null)} />}
      <Answer of={feeds}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="calendar" title={t('feeds.none')} />
          ) : (
            items.map((feed) => <OneFeed key={feed.id} feed={feed} onEnd={() => setEnding(feed)} />)
          )
        }
      </Answer>
      <Side opened={adding} onClose={() => setAdding(false)} title={t('feeds.add')}>
        <FeedForm onAdded={setAdded} onDone={() => setAdding(false)} />
      </Side>
      <Ask
        opened={ending !== null}
        onClose={() => setEnding(null)}
        title={t('feeds.end_title')}
        text={t('feeds.end_text')}
        act={t('feeds.end')}
        danger
        onAct={() => revoke.mutateAsync(ending!.id).then(() => say(t('feeds.ended')))}
      />
    </Page>
  );
}

function OneFeed({ feed, onEnd }: { feed: Feed; onEnd: () => void }) {
  const people = usePractitioners().data ?? [];
  const places = useLocations().data ?? [];
  const whose = [
    ...feed.practitioner_ids.map((id) => people.find((each) => each.id === id)?.display_name),
    ...feed.location_ids.map((id) => places.find((each) => each.id === id)?.name),
  ].filter(Boolean);
  const title = feed.name ?? (whose.join(', ') || t('feeds.unnamed'));
  return (
    <Card
      title={title}
      actions={
        <Button size="xs" variant="default" aria-label={`${t('feeds.end')}: ${title}`} onClick={onEnd}>
          {t('feeds.end')}
        </Button>
      }
    >
      <Group gap={6}>
        <Tag tone={feed.shows_patients ? 'warn' : 'good'}>{feed.shows_patients ? t('feeds.with_names') : t('feeds.without_names')}</Tag>
        <Text size="sm" c="dimmed">
          {[feed.name && whose.join(', '), t('feeds.since', { when: dayTime(feed.created_at) })].filter(Boolean).join(' · ')}
        </Text>
      </Group>
    </Card>
  );
}

function FeedForm({ onAdded, onDone }: { onAdded: (added: NewFeed) => void; onDone: () => void }) {
  const me = useSignedIn();
  const everybody = useMay()('calendar.settings');
  const add = useAddFeed();
  const people = (usePractitioners().data ?? []).filter(({ id, active }) => active && (everybody || id === me.id));
  const places = useLocations().data ?? [];
  return (
    <Editing
      initial={{ name: '', practitioner_ids: everybody ? ([] as string[]) : [me.id], location_id: '', shows_patients: false }}
      check={{ practitioner_ids: (value, all) => (value.length > 0 || all.location_id ? null : t('feeds.needs_somebody')) }}
      submit={t('feeds.add')}
      onDone={onDone}
      onSave={async ({ name, practitioner_ids, location_id, shows_patients }) =>
        onAdded(await add.mutateAsync({ name: name.trim() || null, practitioner_ids, location_ids: location_id ? [location_id] : [], shows_patients }))
      }
    >
      {(form) => (
        <>
          <TextInput label={t('common.name')} placeholder={t('common.optional')} maxLength={100} data-autofocus {...form.getInputProps('name')} />
          <Stack gap={6} role="group" aria-label={t('feeds.whose')}>
            <Text size="sm" fw={500}>
              {t('feeds.whose')}
            </Text>
            {people.map((person) => (
              <Checkbox
                key={person.id}
                label={person.display_name}
                checked={form.values.practitioner_ids.includes(person.id)}
                onChange={(event) => {
                  const others = form.values.practitioner_ids.filter((id) => id !== person.id);
                  form.setFieldValue('practitioner_ids', event.currentTarget.checked ? [...others, person.id] : others);
                }}
              />
            ))}
            {form.errors['practitioner_ids'] && (
              <Text size="sm" c="var(--clinic-bad)" role="alert">
                {form.errors['practitioner_ids']}
              </Text>
            )}
          </Stack>
          <NativeSelect
            label={t('feeds.where')}
            data={[{ value: '', label: t('feeds.everywhere') }, ...places.map(({ id, name }) => ({ value: id, label: name }))]}
            {...form.getInputProps('location_id')}
          />
          <Switch label={t('feeds.names')} description={t('feeds.names_text')} {...form.getInputProps('shows_patients', { type: 'checkbox' })} />
        </>
      )}
    </Editing>
  );
}
