/** Programs outside the house that may call: what they may do, when they last did, letting them in and shutting them out. */
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Secret } from '@/parts/Secret.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { useAddProgram, usePrograms, useRevokeProgram, type NewProgram, type Program } from '@/resources/access.ts';
import type { Permission } from '@/session/permissions.ts';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';
import { Editing, needed } from './editing.tsx';
import { PermissionPicker } from './PermissionPicker.tsx';
import { permissionText } from './roles.ts';

export default function ProgramsPage() {
  const programs = usePrograms();
  const revoke = useRevokeProgram();
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<NewProgram | null>(null);
  const [leaving, setLeaving] = useState<Program | null>(null);
  return (
    <Page
      title={t('programs.title')}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('programs.add')}
        </Button>
      }
    >
      <Text c="dimmed" mb="md">
        {t('programs.text')}
      </Text>
      {added && (
        <Secret
          title={t('programs.secret_title', { name: added.name })}
          text={t('programs.secret_text')}
          secret={`client_id: ${added.id}\nclient_secret: ${added.client_secret}`}
          onDone={() => setAdded(null)}
        />
      )}
      <Answer of={programs}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="settings" title={t('programs.none')} />
          ) : (
            items.map((program) => <OneProgram key={program.id} program={program} onRevoke={() => setLeaving(program)} />)
          )
        }
      </Answer>
      <Side opened={adding} onClose={() => setAdding(false)} title={t('programs.add')} wide>
        <ProgramForm onAdded={setAdded} onDone={() => setAdding(false)} />
      </Side>
      <Ask
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('programs.revoke_title', { name: leaving?.name ?? '' })}
        text={t('programs.revoke_text')}
        act={t('programs.revoke')}
        danger
        onAct={() => revoke.mutateAsync(leaving!.id).then(() => say(t('programs.revoke_done')))}
      />
    </Page>
  );
}

function OneProgram({ program, onRevoke }: { program: Program; onRevoke: () => void }) {
  return (
    <Card
      title={program.name}
      actions={
        program.revoked_at ? (
          <Tag tone="plain">{t('programs.revoked', { when: dayTime(program.revoked_at) })}</Tag>
        ) : (
          <Button size="xs" variant="default" aria-label={`${t('programs.revoke')}: ${program.name}`} onClick={onRevoke}>
            {t('programs.revoke')}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed">
        {program.last_used_at ? t('programs.used', { when: dayTime(program.last_used_at) }) : t('programs.unused')}
      </Text>
      <Group gap={6} mt="xs">
        {program.scopes.map((name) => (
          <Tag key={name} tone="plain">
            {permissionText({ name })}
          </Tag>
        ))}
      </Group>
    </Card>
  );
}

function ProgramForm({ onAdded, onDone }: { onAdded: (added: NewProgram) => void; onDone: () => void }) {
  const add = useAddProgram();
  return (
    <Editing
      initial={{ name: '', scopes: [] as Permission[] }}
      check={{ name: needed, scopes: (value) => (value.length > 0 ? null : t('problems.field_required')) }}
      submit={t('programs.add')}
      onDone={onDone}
      onSave={async ({ name, scopes }) => onAdded(await add.mutateAsync({ name: name.trim(), scopes }))}
    >
      {(form) => (
        <>
          <TextInput label={t('common.name')} required data-autofocus maxLength={100} {...form.getInputProps('name')} />
          <PermissionPicker
            label={t('programs.may')}
            value={form.values.scopes}
            onChange={(chosen) => form.setFieldValue('scopes', chosen)}
            error={form.errors['scopes'] as string | undefined}
          />
        </>
      )}
    </Editing>
  );
}
