/** What patients are written, and when: reminders with an example, every message in every language with a preview. */
import { Page } from '@/parts/Page.tsx';
import { t } from '@/words';
import { Reminders } from './Reminders.tsx';
import { Templates } from './Templates.tsx';

export default function MessagesPage() {
  return (
    <Page title={t('messages.title')}>
      <Reminders />
      <Templates />
    </Page>
  );
}
