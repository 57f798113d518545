/** The quiet sheet that somebody who is not signed in sees. */
import { Button, Group, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { currentLanguage, LANGUAGES, speak, t, type Language } from '@/words';
import classes from './EntryFrame.module.css';

export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${t('common.app')}`;
  }, [title]);
  return (
    <main className={classes.ground}>
      <div className={classes.sheet}>
        <Group gap="sm" mb="lg">
          <img src="/icon.svg" alt="" width={36} height={36} />
          <span className={classes.brand}>{t('common.app')}</span>
        </Group>
        <Title order={1} size="h2" mb={4}>
          {title}
        </Title>
        {children}
      </div>
      <Group gap={4} role="group" aria-label={t('nav.language')}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <Button
            key={code}
            lang={code}
            size="xs"
            variant={code === currentLanguage() ? 'light' : 'subtle'}
            aria-pressed={code === currentLanguage()}
            onClick={() => void speak(code as Language, { remember: true })}
          >
            {name}
          </Button>
        ))}
      </Group>
    </main>
  );
}
