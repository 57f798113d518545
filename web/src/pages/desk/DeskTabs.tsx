/** The parts of the desk, as links. */
import { NavLink } from 'react-router';
import type { Permission } from '@/session/permissions.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t, type Key } from '@/words';
import classes from './DeskTabs.module.css';

const PARTS: { path: string; label: Key; needs: Permission[] }[] = [
  { path: '/desk', label: 'desk.invoices', needs: ['billing.read', 'billing.read_own'] },
  { path: '/desk/claims', label: 'desk.claims', needs: ['billing.read', 'billing.read_own'] },
  { path: '/desk/remittances', label: 'desk.remittances', needs: ['billing.read'] },
  { path: '/desk/denials', label: 'desk.denials', needs: ['billing.read', 'billing.read_own'] },
];

export function DeskTabs() {
  const may = useMay();
  return (
    <nav className={`${classes.tabs} no-print`} aria-label={t('desk.title')}>
      {PARTS.filter(({ needs }) => may(...needs)).map(({ path, label }) => (
        <NavLink key={path} to={path} end={path === '/desk'} className={classes.tab}>
          {t(label as 'desk.claims')}
        </NavLink>
      ))}
    </nav>
  );
}
