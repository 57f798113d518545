/** What each role may do, in words; roles of the clinic's own out of single permissions. */
import { Button, Group, NativeSelect, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { useChangeRole, useMakeRole, useRemoveRole, useRoles, type RoleView } from '@/resources/access.ts';
import type { Permission } from '@/session/permissions.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t, tMaybe } from '@/words';
import { Editing, needed } from './editing.tsx';
import { PermissionPicker } from './PermissionPicker.tsx';
import { permissionText, roleKey, roleName } from './roles.ts';

export default function RolesPage() {
  const write = useMay()('staff.write');
  const roles = useRoles();
  const remove = useRemoveRole();
  const [editing, setEditing] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const chosen = roles.data?.find(({ name }) => name === editing) ?? null;
  return (
    <Page
      title={t('roles.title')}
      actions={
        write && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('')}>
            {t('roles.add')}
          </Button>
        )
      }
    >
      <Answer of={roles} lines={8}>
        {(all) => all.map((role) => <Role key={role.name} role={role} onEdit={write ? () => setEditing(role.name) : undefined} onRemove={write ? () => setLeaving(role.name) : undefined} />)}
      </Answer>
      <Side opened={editing !== null} onClose={() => setEditing(null)} title={chosen ? roleName(chosen.name) : t('roles.add')} wide>
        <RoleForm role={chosen} all={roles.data ?? []} onDone={() => setEditing(null)} />
      </Side>
      <Ask
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('roles.remove_title', { name: roleName(leaving ?? '') })}
        text={t('roles.remove_text')}
        act={t('common.remove')}
        danger
        onAct={() => remove.mutateAsync(leaving!).then(() => say(t('roles.removed')))}
      />
    </Page>
  );
}

function Role({ role, onEdit, onRemove }: { role: RoleView; onEdit?: () => void; onRemove?: () => void }) {
  return (
    <Card
      title={roleName(role.name)}
      actions={
        <Group gap="xs">
          {onEdit && (
            <Button size="xs" variant="default" aria-label={`${t('common.edit')}: ${roleName(role.name)}`} onClick={onEdit}>
              {t('common.edit')}
            </Button>
          )}
          {onRemove && !role.built_in && (
            <Button size="xs" variant="default" aria-label={`${t('common.remove')}: ${roleName(role.name)}`} onClick={onRemove}>
              {t('common.remove')}
            </Button>
          )}
        </Group>
      }
    >
      <Text>{tMaybe(`role_text.${role.name}`) ?? role.description}</Text>
      <Group gap={6} my="xs">
        {role.built_in && <Tag tone="plain">{t('roles.built_in')}</Tag>}
        {role.practises && <Tag tone="info">{t('roles.practises')}</Tag>}
        {role.totp_required && <Tag tone="good">{t('roles.totp_required')}</Tag>}
      </Group>
      <details>
        <summary>{t('staff.role_can')}</summary>
        <ul>
          {role.permissions.map((permission) => (
            <li key={permission.name}>{permissionText(permission)}</li>
          ))}
        </ul>
      </details>
    </Card>
  );
}

const permissionsOf = (role: RoleView | undefined): Permission[] => (role?.permissions ?? []).map(({ name }) => name as Permission).filter((name) => name !== 'profile');

function RoleForm({ role, all, onDone }: { role: RoleView | null; all: RoleView[]; onDone: () => void }) {
  const may = useMay();
  const [make, change] = [useMakeRole(), useChangeRole()];
  const [like, setLike] = useState('');
  const initial = {
    name: role ? roleName(role.name) : '',
    description: role?.description ?? '',
    permissions: permissionsOf(role ?? undefined),
    practises: role?.practises ?? false,
    totp_required: role?.totp_required ?? false,
  };
  return (
    <Editing
      initial={initial}
      check={{
        name: (value) => (role || roleKey(value).length > 1 ? null : t('problems.field_required')),
        description: needed,
        permissions: (value) => (value.length > 0 ? null : t('problems.field_required')),
      }}
      submit={t('common.save')}
      onDone={onDone}
      onSave={async ({ name, description, permissions, practises, totp_required }) => {
        const own = { description: description.trim(), permissions };
        if (role) await change.mutateAsync({ name: role.name, version: role.version, change: role.built_in ? { totp_required } : { ...own, totp_required } });
        else await make.mutateAsync({ ...own, name: roleKey(name), practises, totp_required });
        say(t('roles.saved'));
      }}
    >
      {(form) => (
        <>
          {role?.built_in ? (
            <Text c="dimmed">{t('roles.built_in_text')}</Text>
          ) : (
            <>
              <TextInput label={t('common.name')} required disabled={role !== null} maxLength={20} data-autofocus={!role} {...form.getInputProps('name')} />
              <TextInput label={t('roles.description')} required maxLength={300} {...form.getInputProps('description')} />
              {!role && (
                <NativeSelect
                  label={t('roles.like')}
                  value={like}
                  data={[{ value: '', label: '—' }, ...all.map(({ name }) => ({ value: name, label: roleName(name) }))]}
                  onChange={(event) => {
                    const name = event.currentTarget.value;
                    setLike(name);
                    form.setFieldValue('permissions', permissionsOf(all.find((each) => each.name === name)).filter((each) => may(each)));
                  }}
                />
              )}
              <PermissionPicker
                label={t('roles.may')}
                value={form.values.permissions}
                onChange={(chosen) => form.setFieldValue('permissions', chosen)}
                error={form.errors['permissions'] as string | undefined}
              />
              {!role && <Switch label={t('roles.practises_label')} {...form.getInputProps('practises', { type: 'checkbox' })} />}
            </>
          )}
          <Switch label={t('roles.totp_label')} description={t('roles.totp_text')} {...form.getInputProps('totp_required', { type: 'checkbox' })} />
        </>
      )}
    </Editing>
  );
}
