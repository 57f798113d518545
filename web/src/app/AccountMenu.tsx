/** Whoever is signed in: language, look, keyboard, sign-out. */
import { Avatar, Kbd, Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { Icon } from '@/parts/Icon.tsx';
import { lock } from '@/session/lock.ts';
import { session } from '@/session/session.ts';
import { useSignedIn } from '@/session/SessionContext.tsx';
import { currentLanguage, LANGUAGES, speak, t, tMaybe, type Language } from '@/words';

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((part) => part[0])
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase();

export default function AccountMenu() {
  const me = useSignedIn();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const looks = { auto: t('nav.look_auto'), light: t('nav.look_light'), dark: t('nav.look_dark') } as const;
  const chosen = (yes: boolean) => (yes ? <Icon name="check" size={16} /> : <span style={{ width: 16 }} />);
  return (
    <Menu position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <UnstyledButton style={{ borderRadius: '50%' }}>
          <VisuallyHidden>{t('nav.account_of', { name: me.display_name })}</VisuallyHidden>
          <Avatar color="brand" radius="xl" size={38} aria-hidden>
            {initials(me.display_name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.display_name} · {tMaybe(`role.${me.role}`) ?? me.role}
        </Menu.Label>
        <Menu.Item leftSection={<Icon name="person" />} onClick={() => void navigate('/profile')}>
          {t('nav.profile')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('nav.language')}</Menu.Label>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <Menu.Item key={code} lang={code} leftSection={chosen(code === currentLanguage())} onClick={() => void speak(code as Language, { remember: true })}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('nav.look')}</Menu.Label>
        {Object.entries(looks).map(([look, word]) => (
          <Menu.Item key={look} leftSection={chosen(look === colorScheme)} onClick={() => setColorScheme(look as keyof typeof looks)}>
            {word}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>
          <Kbd size="xs">/</Kbd> {t('nav.shortcut_find')} · <Kbd size="xs">N</Kbd> {t('nav.shortcut_book')}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="lock" />} onClick={() => lock.close()}>
          {t('lock.now')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="signout" />}
          onClick={() => void session.signOut().finally(() => (cache.clear(), void navigate('/')))}
        >
          {t('nav.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
