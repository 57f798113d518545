/** What somebody may do here, in the words of `clinic_contracts.permissions`. */

export type Permission =
  | 'profile'
  | 'patients.read'
  | 'appointments.read'
  | 'patients.write'
  | 'patients.merge'
  | 'patients.import'
  | 'patients.export'
  | 'chart.basics.read'
  | 'chart.basics.write'
  | 'chart.read'
  | 'chart.write'
  | 'notes.own'
  | 'notes.sign'
  | 'notes.settings'
  | 'appointments.write'
  | 'appointments.overbook'
  | 'calendar.own'
  | 'calendar.settings'
  | 'billing.read'
  | 'billing.read_own'
  | 'billing.write'
  | 'billing.adjust'
  | 'fees.write'
  | 'ledger.proof'
  | 'messages.read'
  | 'messages.settings'
  | 'contact_preferences'
  | 'staff.read'
  | 'staff.write'
  | 'trail.read'
  | 'reports';

/** Whether any of the permissions is held. */
export function holds(held: readonly string[], ...any: Permission[]): boolean {
  return any.length === 0 || any.some((permission) => held.includes(permission));
}
