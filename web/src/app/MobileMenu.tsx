/** The navigation as a drawer, where there is no room for it beside the page. */
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '@/words';

export default function MobileMenu({ opened, onClose, children }: { opened: boolean; onClose: () => void; children: ReactNode }) {
  return (
    <Drawer opened={opened} onClose={onClose} size={280} title={t('common.app')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <nav aria-label={t('nav.main')}>{children}</nav>
    </Drawer>
  );
}
