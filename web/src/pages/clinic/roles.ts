/** Roles and permissions in words, and in the order people think of them. */
import type { Permission } from '@/session/permissions.ts';
import { tMaybe } from '@/words';

/** What may be handed out, by the part of the clinic it is about; seeing one's own profile comes by itself. */
export const PERMISSIONS: Record<'patients' | 'chart' | 'calendar' | 'billing' | 'messages' | 'house', Permission[]> = {
  patients: ['patients.read', 'patients.write', 'patients.merge', 'patients.import', 'patients.export'],
  chart: ['chart.basics.read', 'chart.basics.write', 'chart.read', 'chart.write', 'notes.own', 'notes.sign', 'notes.settings'],
  calendar: ['appointments.read', 'appointments.write', 'appointments.overbook', 'calendar.own', 'calendar.settings'],
  billing: ['billing.read', 'billing.read_own', 'billing.write', 'billing.adjust', 'fees.write', 'ledger.proof'],
  messages: ['messages.read', 'messages.settings', 'contact_preferences'],
  house: ['staff.read', 'staff.write', 'trail.read', 'reports'],
};

/** What a role is called. */
export const roleName = (name: string): string => tMaybe(`role.${name}`) ?? name.replaceAll('_', ' ');

/** A name somebody typed as the API keeps it: small letters, digits and underscores. */
export const roleKey = (typed: string): string =>
  typed
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .slice(0, 20);

/** What a permission allows. */
export const permissionText = (permission: { name: string; description?: string }): string => tMaybe(`permission.${permission.name}`) ?? permission.description ?? permission.name;
