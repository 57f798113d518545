/** The pages of those who are signed in; each is loaded when it is first needed, and only by those who may see it. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Empty } from '@/parts/feedback.tsx';
import { Page } from '@/parts/Page.tsx';
import type { Permission } from '@/session/permissions.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { speakAll, t } from '@/words';
import { Locking } from './Locking.tsx';
import Shell from './Shell.tsx';

type Lazy = LazyExoticComponent<ComponentType>;

/** A page that the first load knows nothing of: it brings the rest of the words along. */
const further = (load: () => Promise<{ default: ComponentType }>): Lazy => lazy(() => Promise.all([load(), speakAll()]).then(([page]) => page));

const pages: { path: string; page: Lazy; needs: Permission[] }[] = [
  { path: '/today', page: lazy(() => import('@/pages/today/TodayPage.tsx')), needs: ['appointments.read'] },
  { path: '/rooms', page: further(() => import('@/pages/today/RoomsPage.tsx')), needs: ['appointments.read'] },
  { path: '/waitlist', page: further(() => import('@/pages/today/WaitlistPage.tsx')), needs: ['appointments.read'] },
  { path: '/patients', page: further(() => import('@/pages/patients/PatientsPage.tsx')), needs: ['patients.read'] },
  { path: '/patients/new', page: further(() => import('@/pages/patients/RegisterPage.tsx')), needs: ['patients.write'] },
  { path: '/patients/duplicates', page: further(() => import('@/pages/patients/DuplicatesPage.tsx')), needs: ['patients.merge'] },
  { path: '/patients/:id', page: further(() => import('@/pages/patients/PatientPage.tsx')), needs: ['patients.read'] },
  { path: '/notes', page: further(() => import('@/pages/patients/UnsignedPage.tsx')), needs: ['notes.own'] },
  { path: '/desk', page: further(() => import('@/pages/desk/DeskPage.tsx')), needs: ['billing.read', 'billing.read_own'] },
  { path: '/desk/invoices/:id', page: further(() => import('@/pages/desk/InvoicePage.tsx')), needs: ['billing.read', 'billing.read_own'] },
  { path: '/desk/accounts/:id', page: further(() => import('@/pages/desk/AccountPage.tsx')), needs: ['billing.read', 'billing.read_own'] },
  { path: '/desk/statements/:id', page: further(() => import('@/pages/desk/StatementPage.tsx')), needs: ['billing.read', 'billing.read_own'] },
  { path: '/desk/claims', page: further(() => import('@/pages/desk/ClaimsPage.tsx')), needs: ['billing.read', 'billing.read_own'] },
  { path: '/desk/claims/:id', page: further(() => import('@/pages/desk/ClaimPage.tsx')), needs: ['billing.read', 'billing.read_own'] },
  { path: '/desk/remittances', page: further(() => import('@/pages/desk/RemittancesPage.tsx')), needs: ['billing.read'] },
  { path: '/desk/remittances/:id', page: further(() => import('@/pages/desk/RemittancePage.tsx')), needs: ['billing.read'] },
  { path: '/desk/denials', page: further(() => import('@/pages/desk/DenialsPage.tsx')), needs: ['billing.read', 'billing.read_own'] },
  { path: '/clinic/reports', page: further(() => import('@/pages/clinic/DayReportPage.tsx')), needs: ['reports'] },
  { path: '/clinic/figures', page: further(() => import('@/pages/clinic/FiguresPage.tsx')), needs: ['reports'] },
  { path: '/clinic/messages', page: further(() => import('@/pages/clinic/MessagesPage.tsx')), needs: ['messages.settings'] },
  { path: '/clinic/imports', page: further(() => import('@/pages/clinic/ImportPage.tsx')), needs: ['patients.import'] },
  { path: '/clinic/staff', page: further(() => import('@/pages/clinic/StaffPage.tsx')), needs: ['staff.read'] },
  { path: '/clinic/roles', page: further(() => import('@/pages/clinic/RolesPage.tsx')), needs: ['staff.read'] },
  { path: '/clinic/programs', page: further(() => import('@/pages/clinic/ProgramsPage.tsx')), needs: ['staff.write'] },
  { path: '/clinic/feeds', page: further(() => import('@/pages/clinic/FeedsPage.tsx')), needs: ['calendar.settings', 'calendar.own'] },
  { path: '/clinic/wordings', page: further(() => import('@/pages/clinic/WordingsPage.tsx')), needs: ['notes.settings'] },
  { path: '/clinic/availability', page: further(() => import('@/pages/clinic/AvailabilityPage.tsx')), needs: ['calendar.settings', 'calendar.own'] },
  { path: '/clinic/visit-types', page: further(() => import('@/pages/clinic/VisitTypesPage.tsx')), needs: ['calendar.settings'] },
  { path: '/clinic/fees', page: further(() => import('@/pages/clinic/FeesPage.tsx')), needs: ['fees.write'] },
  { path: '/clinic/locations', page: further(() => import('@/pages/clinic/LocationsPage.tsx')), needs: ['calendar.settings'] },
  { path: '/clinic/trail', page: further(() => import('@/pages/clinic/TrailPage.tsx')), needs: ['trail.read'] },
  { path: '/clinic/ledger', page: further(() => import('@/pages/clinic/LedgerPage.tsx')), needs: ['ledger.proof'] },
  { path: '/clinic/health', page: further(() => import('@/pages/clinic/HealthPage.tsx')), needs: ['staff.write', 'reports'] },
  { path: '/profile', page: further(() => import('@/pages/entry/ProfilePage.tsx')), needs: ['profile'] },
];

export default function SignedIn() {
  return (
    <Shell>
      <Routes>
        <Route path="/" element={<Navigate to="/today" replace />} />
        {pages.map(({ path, page, needs }) => (
          <Route key={path} path={path} element={<For needs={needs} page={page} />} />
        ))}
        <Route path="*" element={<NoSuchPage />} />
      </Routes>
      <Locking />
    </Shell>
  );
}

function For({ needs, page: PageOf }: { needs: Permission[]; page: Lazy }) {
  const may = useMay();
  if (may(...needs)) return <PageOf />;
  return (
    <Page title={t('state.not_yours_title')} quiet>
      <Empty icon="lock" title={t('state.not_yours_title')}>
        {t('state.not_yours_text')}
      </Empty>
    </Page>
  );
}

function NoSuchPage() {
  return (
    <Page title={t('state.page_missing_title')} quiet>
      <Empty icon="search" title={t('state.page_missing_title')}>
        <p>{t('state.page_missing_text')}</p>
        <Button component={Link} to="/today">
          {t('state.to_today')}
        </Button>
      </Empty>
    </Page>
  );
}
