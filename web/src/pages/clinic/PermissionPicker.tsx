/** Single permissions to choose from; what one's own role does not include cannot be handed out. */
import { Checkbox, Stack, Text } from '@mantine/core';
import type { Permission } from '@/session/permissions.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { PERMISSIONS, permissionText } from './roles.ts';

interface Props {
  label: string;
  value: Permission[];
  onChange: (chosen: Permission[]) => void;
  error?: string | null;
}

export function PermissionPicker({ label, value, onChange, error }: Props) {
  const may = useMay();
  const set = (name: Permission, on: boolean) => onChange(on ? [...value, name] : value.filter((each) => each !== name));
  return (
    <Stack gap="sm" role="group" aria-label={label}>
      <div>
        <Text fw={500}>{label}</Text>
        <Text size="sm" c="dimmed">
          {t('roles.not_more')}
        </Text>
        {error && (
          <Text size="sm" c="var(--clinic-bad)" role="alert">
            {error}
          </Text>
        )}
      </div>
      {Object.entries(PERMISSIONS).map(([area, names]) => (
        <fieldset key={area} style={{ border: 0, margin: 0, padding: 0, minInlineSize: 0 }}>
          <Text component="legend" size="sm" fw={600} mb={4}>
            {t(`permission_area.${area as keyof typeof PERMISSIONS}`)}
          </Text>
          <Stack gap={6}>
            {names.map((name) => (
              <Checkbox
                key={name}
                label={permissionText({ name })}
                checked={value.includes(name)}
                disabled={!may(name) && !value.includes(name)}
                onChange={(event) => set(name, event.currentTarget.checked)}
              />
            ))}
          </Stack>
        </fieldset>
      ))}
    </Stack>
  );
}
