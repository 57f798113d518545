/** A box that says something important about what is below or just happened. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import classes from './Notice.module.css';
import type { Tone } from './Status.tsx';

interface Props {
  tone: Tone;
  title?: string;
  icon?: IconName;
  role?: 'alert' | 'status';
  /** Keep a distance to what follows. */
  spaced?: boolean;
  children?: ReactNode;
}

const ICONS: Partial<Record<Tone, IconName>> = { bad: 'alert', warn: 'alert', good: 'check' };

export function Notice({ tone, title, icon = ICONS[tone], role, spaced, children }: Props) {
  return (
    <div className={classes.notice} data-tone={tone} data-spaced={spaced || undefined} role={role}>
      {icon && (
        <span className={classes.icon}>
          <Icon name={icon} />
        </span>
      )}
      <div className={classes.content}>
        {title && <div className={classes.title}>{title}</div>}
        {children}
      </div>
    </div>
  );
}
