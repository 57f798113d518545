/** Who works here: inviting, changing roles, letting go. */
import { ActionIcon, Button, Group, Menu, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { Choices } from '@/parts/Choices.tsx';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useRoles } from '@/resources/access.ts';
import { useChangeStaff, useDeactivateStaff, useInviteAgain, useInviteStaff, useStaff, type Staff } from '@/resources/house.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { Editing, latest, needed } from './editing.tsx';
import { permissionText, roleName } from './roles.ts';
import classes from './table.module.css';

export default function StaffPage() {
  const may = useMay();
  const staff = useStaff();
  const [editing, setEditing] = useState<Staff | 'new' | null>(null);
  const [leaving, setLeaving] = useState<Staff | null>(null);
  const deactivate = useDeactivateStaff();
  const write = may('staff.write');
  return (
    <Page
      title={t('staff.title')}
      actions={
        write && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
            {t('staff.invite')}
          </Button>
        )
      }
    >
      <Answer of={staff}>
        {(people) => (
          <Card flush>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('common.name')}</Table.Th>
                  <Table.Th className={classes.wide}>{t('staff.role')}</Table.Th>
                  <Table.Th>{t('common.status')}</Table.Th>
                  {write && (
                    <Table.Th>
                      <VisuallyHidden>{t('common.actions')}</VisuallyHidden>
                    </Table.Th>
                  )}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {people.map((person) => (
                  <Table.Tr key={person.id}>
                    <Table.Td>
                      <Text fw={560}>{person.display_name}</Text>
                      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                        {person.email}
                        <span className={classes.narrow}> · {roleName(person.role)}</span>
                      </Text>
                    </Table.Td>
                    <Table.Td className={classes.wide}>{roleName(person.role)}</Table.Td>
                    <Table.Td>
                      {!person.active ? (
                        <Tag tone="plain">{t('common.inactive')}</Tag>
                      ) : person.joined_at ? (
                        <Tag tone="good">{t('common.active')}</Tag>
                      ) : (
                        <Tag tone="info">{t('staff.waiting')}</Tag>
                      )}
                    </Table.Td>
                    {write && (
                      <Table.Td ta="right">
                        <Actions person={person} onEdit={() => setEditing(person)} onLeave={() => setLeaving(person)} />
                      </Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        )}
      </Answer>
      <Side opened={editing !== null} onClose={() => setEditing(null)} title={editing === 'new' ? t('staff.invite') : t('staff.change')}>
        <StaffForm person={latest(staff.data, editing)} onDone={() => setEditing(null)} />
      </Side>
      <Ask
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('staff.deactivate_title', { name: leaving?.display_name ?? '' })}
        text={t('staff.deactivate_text')}
        act={t('staff.deactivate')}
        danger
        onAct={() => deactivate.mutateAsync(leaving!.id).then((person) => say(t('staff.deactivated', { name: person.display_name })))}
      />
    </Page>
  );
}

function Actions({ person, onEdit, onLeave }: { person: Staff; onEdit: () => void; onLeave: () => void }) {
  const [change, again] = [useChangeStaff(), useInviteAgain()];
  const letIn = () =>
    change
      .mutateAsync({ id: person.id, version: person.version, change: { active: true } as never })
      .then(() => say(t('staff.changed', { name: person.display_name })), sayProblem);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`${t('common.actions')}: ${person.display_name}`}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="edit" />} onClick={onEdit}>
          {t('staff.change')}
        </Menu.Item>
        {person.active && (
          <Menu.Item
            leftSection={<Icon name="mail" />}
            onClick={() => void again.mutateAsync(person.id).then(() => say(t('staff.invited_again', { name: person.display_name })), sayProblem)}
          >
            {t('staff.invite_again')}
          </Menu.Item>
        )}
        {person.active ? (
          <Menu.Item color="red.9" leftSection={<Icon name="close" />} onClick={onLeave}>
            {t('staff.deactivate')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<Icon name="undo" />} onClick={() => void letIn()}>
            {t('staff.activate')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function StaffForm({ person, onDone }: { person: Staff | null; onDone: () => void }) {
  const [invite, change] = [useInviteStaff(), useChangeStaff()];
  const roles = useRoles();
  const initial = { email: person?.email ?? '', display_name: person?.display_name ?? '', role: person?.role ?? 'receptionist', npi: person?.npi ?? '' };
  return (
    <Editing
      initial={initial}
      check={{ email: needed, display_name: needed }}
      submit={person ? t('common.save') : t('staff.invite_submit')}
      onDone={onDone}
      onSave={async ({ email, display_name, role, npi }) => {
        const body = { email: email.trim(), display_name: display_name.trim(), role, npi: npi.trim() || null };
        if (person) {
          await change.mutateAsync({ id: person.id, version: person.version, change: body as never });
          say(t('staff.changed', { name: body.display_name }));
        } else {
          await invite.mutateAsync(body);
          say(t('staff.invited', { name: body.display_name }));
        }
      }}
    >
      {(form) => {
        const described = roles.data?.find(({ name }) => name === form.values.role);
        return (
          <>
            <TextInput label={t('staff.display_name')} required data-autofocus {...form.getInputProps('display_name')} />
            <TextInput label={t('staff.email')} type="email" required autoComplete="off" {...form.getInputProps('email')} />
            <Choices
              label={t('staff.role')}
              name="role"
              value={form.values.role}
              onChange={(role) => form.setFieldValue('role', role)}
              choices={(roles.data ?? []).map(({ name }) => ({ value: name, label: roleName(name) }))}
            />
            {described && (
              <details>
                <summary>{t('staff.role_can')}</summary>
                <Group gap={4} mt={6}>
                  {described.permissions.map((permission) => (
                    <Tag key={permission.name} tone="plain">
                      {permissionText(permission)}
                    </Tag>
                  ))}
                </Group>
              </details>
            )}
            {described?.practises && <TextInput label={t('staff.npi')} inputMode="numeric" placeholder={t('common.optional')} {...form.getInputProps('npi')} />}
          </>
        );
      }}
    </Editing>
  );
}
