/** The signed-in frame: navigation, finder, account; the page in the middle; booking beside it. */
import { ActionIcon, Button } from '@mantine/core';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';
import { BookingProvider, useBooking } from '@/pages/booking/BookingContext.tsx';
import { Lines } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { Broken } from './Broken.tsx';
import { Connection } from './Connection.tsx';
import { Finder } from './Finder.tsx';
import { LiveProvider } from './live.tsx';
import { OWNER_PLACES, PLACES, type Place } from './places.ts';
import classes from './Shell.module.css';
import { useShortcuts } from './shortcuts.ts';

const AccountMenu = lazy(() => import('./AccountMenu.tsx'));
const MobileMenu = lazy(() => import('./MobileMenu.tsx'));

export default function Shell({ children }: { children: ReactNode }) {
  return (
    <LiveProvider>
      <BookingProvider>
        <Frame>{children}</Frame>
      </BookingProvider>
    </LiveProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const may = useMay();
  const booking = useBooking();
  const { pathname } = useLocation();
  const [menu, setMenu] = useState(false);
  const places = PLACES.filter((place) => may(...place.needs));
  const owner = OWNER_PLACES.filter((place) => may(...place.needs));
  const mayBook = may('appointments.write');
  useShortcuts({ n: mayBook ? () => booking.open({}) : undefined });
  useEffect(() => setMenu(false), [pathname]);
  useEffect(() => {
    // Braces, because in newer browsers scrollTo gives a promise, which is no way to clean up.
    void document.getElementById('content')?.scrollTo({ top: 0 });
  }, [pathname]);

  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t('nav.skip')}
      </a>
      <header className={`${classes.top} no-print`}>
        <ActionIcon className={classes.burger} variant="subtle" color="gray" size="lg" aria-label={t('common.menu')} onClick={() => setMenu(true)}>
          <Icon name="menu" size={22} />
        </ActionIcon>
        <span className={classes.brand}>
          <img src="/icon.svg" alt="" width={26} height={26} />
          <span>{t('common.app')}</span>
        </span>
        <Finder />
        {mayBook && (
          <Button
            className={classes.book}
            leftSection={<Icon name="plus" />}
            onClick={() => booking.open({})}
            aria-label={t('nav.new_booking')}
            aria-keyshortcuts="n"
            title={`${t('nav.new_booking')} (N)`}
          >
            <span className={classes.bookWord}>{t('nav.new_booking')}</span>
          </Button>
        )}
        <Connection />
        <Suspense fallback={<span className={classes.avatar} />}>
          <AccountMenu />
        </Suspense>
      </header>
      <nav className={`${classes.side} no-print`} aria-label={t('nav.main')}>
        <Links places={places} />
        {owner.length > 0 && <Links places={owner} heading={t('nav.owner')} />}
      </nav>
      {menu && (
        <Suspense fallback={null}>
          <MobileMenu opened onClose={() => setMenu(false)}>
            <Links places={places} />
            {owner.length > 0 && <Links places={owner} heading={t('nav.owner')} />}
          </MobileMenu>
        </Suspense>
      )}
      <main id="content" className={classes.content} tabIndex={-1}>
        <Broken key={pathname}>
          <Suspense fallback={<div className={classes.waiting}><Lines count={7} /></div>}>{children}</Suspense>
        </Broken>
      </main>
      <nav className={`${classes.bottom} no-print`} aria-label={t('nav.main')}>
        {places.map((place) => (
          <NavLink key={place.path} to={place.path} className={classes.bottomLink}>
            <Icon name={place.icon} size={22} />
            {t(place.label as 'nav.today')}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}

function Links({ places, heading }: { places: Place[]; heading?: string }) {
  return (
    <div className={classes.group}>
      {heading && <div className={classes.heading}>{heading}</div>}
      <ul>
        {places.map((place) => (
          <li key={place.path}>
            <NavLink to={place.path} className={classes.link}>
              <Icon name={place.icon} />
              {t(place.label as 'nav.today')}
            </NavLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
