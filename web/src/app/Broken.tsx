/** Catches what breaks while a page is drawn: the frame stays, the page says what to do. */
import { Button, Group } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Empty } from '@/parts/feedback.tsx';
import { t } from '@/words';

export class Broken extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    // A page of an older version is gone after an update: loading anew gets the new one.
    const text = String(error);
    if (/dynamically imported module|module script|Failed to fetch/i.test(text) && !sessionStorage.getItem('clinic.reloaded')) {
      sessionStorage.setItem('clinic.reloaded', '1');
      location.reload();
    }
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Empty icon="alert" title={t('state.page_broke_title')}>
        <p>{t('state.page_broke_text')}</p>
        <Group>
          <Button onClick={() => location.reload()}>{t('state.reload')}</Button>
        </Group>
      </Empty>
    );
  }
}
