/** A drawer from the side: work beside the page, closed by Escape. */
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '@/words';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  wide?: boolean;
}

/** The drawer all pages use. */
export function Side({ opened, onClose, title, children, wide }: Props) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={wide ? 560 : 480}
      title={title}
      padding="md"
      // Its head is no banner of the page.
      attributes={{ header: { role: 'presentation' } }}
      overlayProps={{ backgroundOpacity: 0.35 }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      styles={{ title: { fontWeight: 650, fontSize: '1.1rem' }, content: { maxWidth: '100vw' } }}
    >
      {opened && children}
    </Drawer>
  );
}
