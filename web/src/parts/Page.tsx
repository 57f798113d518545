/** The frame of a page: its title, what can be done on it, its content. */
import { Title } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { t } from '@/words';
import classes from './Page.module.css';

interface Props {
  title: string;
  /** Beside the title: a date, a state. */
  beside?: ReactNode;
  /** On the right: what can be done. */
  actions?: ReactNode;
  children: ReactNode;
  /** Use the whole width, as calendars do. */
  wide?: boolean;
  /** Fill the height of the window; the content scrolls within. */
  fill?: boolean;
  /** The title is for screen readers only; the page draws its own. */
  quiet?: boolean;
}

/** Sets the document's title and puts the page's heading where every page has it. */
export function Page({ title, beside, actions, children, wide, fill, quiet }: Props) {
  useEffect(() => {
    document.title = `${title} · ${t('common.app')}`;
  }, [title]);
  return (
    <div className={`${wide ? classes.wide : classes.page} ${fill ? classes.fill : ''}`}>
      <div className={quiet ? classes.unseen : classes.head}>
        <div className={classes.title}>
          <Title order={1} size="h2">
            {title}
          </Title>
          {beside}
        </div>
        {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A sheet of paper on the desk: one topic with its heading. */
export function Card({ title, actions, children, flush }: { title?: string; actions?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className={classes.card}>
      {(title || actions) && (
        <div className={classes.cardHead}>
          {title && (
            <Title order={2} size="h5">
              {title}
            </Title>
          )}
          {actions}
        </div>
      )}
      {flush ? <Wide label={title}>{children}</Wide> : <div className={classes.cardBody}>{children}</div>}
    </section>
  );
}

/** Holds what may be wider than the window; then it can be reached and scrolled by keyboard. */
function Wide({ label, children }: { label?: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setScrolls(entry!.target.scrollWidth > entry!.target.clientWidth));
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={place} className={classes.flush} {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-label': label ?? document.title } : {})}>
      {children}
    </div>
  );
}
