/** Where one can go, and who: the navigation, the finder and the routes read this one list. */
import type { IconName } from '@/parts/Icon.tsx';
import type { Permission } from '@/session/permissions.ts';
import type { Key } from '@/words';

export interface Place {
  path: string;
  label: Key;
  icon: IconName;
  /** Any of these; nothing means everybody signed in. */
  needs: Permission[];
}

/** The main places. */
export const PLACES: Place[] = [
  { path: '/today', label: 'nav.today', icon: 'calendar', needs: ['appointments.read'] },
  { path: '/rooms', label: 'nav.rooms', icon: 'door', needs: ['appointments.read'] },
  { path: '/waitlist', label: 'nav.waitlist', icon: 'clock', needs: ['appointments.read'] },
  { path: '/patients', label: 'nav.patients', icon: 'people', needs: ['patients.read'] },
  { path: '/notes', label: 'nav.unsigned', icon: 'edit', needs: ['notes.own'] },
  { path: '/desk', label: 'nav.desk', icon: 'invoice', needs: ['billing.read', 'billing.read_own'] },
];

/** The places of whoever runs the clinic. */
export const OWNER_PLACES: Place[] = [
  { path: '/clinic/reports', label: 'nav.reports', icon: 'list', needs: ['reports'] },
  { path: '/clinic/figures', label: 'nav.figures', icon: 'chart', needs: ['reports'] },
  { path: '/clinic/staff', label: 'nav.staff', icon: 'person', needs: ['staff.read'] },
  { path: '/clinic/roles', label: 'nav.roles', icon: 'shield', needs: ['staff.read'] },
  { path: '/clinic/programs', label: 'nav.programs', icon: 'settings', needs: ['staff.write'] },
  { path: '/clinic/availability', label: 'nav.availability', icon: 'clock', needs: ['calendar.settings', 'calendar.own'] },
  { path: '/clinic/feeds', label: 'nav.feeds', icon: 'calendar', needs: ['calendar.settings', 'calendar.own'] },
  { path: '/clinic/wordings', label: 'nav.wordings', icon: 'edit', needs: ['notes.settings'] },
  { path: '/clinic/visit-types', label: 'nav.visit_types', icon: 'tag', needs: ['calendar.settings'] },
  { path: '/clinic/fees', label: 'nav.fees', icon: 'list', needs: ['fees.write'] },
  { path: '/clinic/locations', label: 'nav.locations', icon: 'pin', needs: ['calendar.settings'] },
  { path: '/clinic/messages', label: 'nav.messages', icon: 'bell', needs: ['messages.settings'] },
  { path: '/clinic/imports', label: 'nav.imports', icon: 'upload', needs: ['patients.import'] },
  { path: '/clinic/trail', label: 'nav.trail', icon: 'shield', needs: ['trail.read'] },
  { path: '/clinic/ledger', label: 'nav.ledger', icon: 'check', needs: ['ledger.proof'] },
  { path: '/clinic/health', label: 'nav.health', icon: 'heart', needs: ['staff.write', 'reports'] },
];
