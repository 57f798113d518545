/** Where short messages appear; loaded after the page, because nothing has been said yet. */
import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';

export default function Toasts() {
  return <Notifications position="bottom-center" limit={3} containerWidth={440} />;
}
