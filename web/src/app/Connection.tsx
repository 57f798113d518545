/** A small sign of whether this screen is live, and a plain bar when there is no connection. */
import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Icon } from '@/parts/Icon.tsx';
import { t } from '@/words';
import classes from './Connection.module.css';
import { useLive } from './live.tsx';

const useOnline = () =>
  useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );

export function Connection() {
  const live = useLive();
  const online = useOnline();
  if (!online) {
    return (
      <div className={classes.offline} role="status">
        <Icon name="wifiOff" />
        <span>
          <strong>{t('state.offline_title')}.</strong> {t('state.offline_text')}
        </span>
      </div>
    );
  }
  return (
    <span className={classes.live} data-live={live} title={live ? t('state.live_hint') : t('state.not_live_hint')}>
      <span className={classes.dot} />
      <span className={classes.word}>{live ? t('state.live') : t('state.not_live')}</span>
    </span>
  );
}
