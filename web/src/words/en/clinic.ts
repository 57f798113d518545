/** The pages of whoever runs the clinic. */
export const report = {
  title: 'Day report',
  visits: 'Visits',
  money: 'Money',
  seen: 'Seen',
  no_shows: 'Did not come',
  cancelled: 'Cancelled',
  booked_time: 'Booked time',
  of_available: 'of {available} open',
  charged: 'Charged',
  taken: 'Taken in',
  refunded: 'Given back',
  outstanding: 'Outstanding',
  by_method: 'Taken in, by method',
  by_practitioner: 'By practitioner',
  practitioner: 'Practitioner',
  load: 'Booked',
  nothing_taken: 'Nothing was taken in on this day.',
} as const;

export const staff = {
  title: 'Staff',
  invite: 'Invite somebody',
  invite_submit: 'Send the invitation',
  invited: '{name} gets an e-mail with a link.',
  invite_again: 'Send a new invitation',
  invited_again: 'A new invitation is on its way to {name}.',
  email: 'E-mail',
  display_name: 'Name, as colleagues and patients see it',
  role: 'Role',
  npi: 'NPI (10 digits)',
  waiting: 'Invited',
  change: 'Change',
  changed: '{name} is changed; it counts at once.',
  deactivate: 'Deactivate',
  deactivate_title: 'Deactivate {name}?',
  deactivate_text: 'They are signed out everywhere at once and cannot sign in any more. What they did stays on record.',
  deactivated: '{name} is deactivated.',
  activate: 'Let in again',
  role_can: 'What this role may do',
} as const;

export const fee = {
  title: 'Fees',
  add: 'Add a fee',
  edit: 'Change this fee',
  description: 'Text on the invoice',
  price: 'Price',
  none: 'No fees yet',
  none_text: 'A fee has a code of your own, a text and a price. Visit types name the fee they are charged as.',
  invoices_stay: 'Invoices already written keep their price.',
} as const;

export const visit_type = {
  title: 'Visit types',
  add: 'Add a visit type',
  edit: 'Change this visit type',
  minutes: 'Minutes',
  buffer_before: 'Kept free before',
  buffer_after: 'Kept free after',
  fee_code: 'Charged as',
  no_fee: 'No fee',
  color: 'Colour',
  none: 'No visit types yet',
  none_text: 'A visit type says how long a visit takes and what it is charged as.',
  retired: 'No longer offered',
  offered: 'Offered for booking',
} as const;

export const place = {
  title: 'Locations and rooms',
  add: 'Add a location',
  edit: 'Change this location',
  add_room: 'Add a room',
  rooms: 'Rooms',
  no_rooms: 'No rooms yet.',
  room_name: 'Name of the room',
  time_zone: 'Time zone',
  phone: 'Phone',
  none: 'No locations yet',
  none_text: 'Everything takes place somewhere: add the first location with its time zone.',
} as const;

export const hours = {
  title: 'Opening hours',
  of: 'Whose hours',
  text: 'When visits can be booked in a usual week, on the clock of the location.',
  closed: 'Closed',
  add: 'Add hours on {day}',
  remove: 'Remove {from} to {to} on {day}',
  starts: '{day}, from',
  ends: '{day}, to',
  copy_to_workdays: 'Copy Monday to all workdays',
  saved: 'The hours are saved. Free times follow at once.',
  unsaved: 'Not saved yet',
  week_total: 'A week: {total}',
  time_off: 'Time off',
  time_off_add: 'Add time off',
  time_off_none: 'No time off is planned.',
  time_off_from: 'Away from',
  time_off_to: 'Back on',
  time_off_added: 'Time off is added. Visits already booked then stay: move them.',
  time_off_removed: 'Time off is removed.',
  ends_before: 'The end must lie after the beginning.',
} as const;

export const trail = {
  title: 'Access trail',
  text: 'Who saw or changed whose data, when and from where.',
  patient: 'Whose data',
  staff: 'Who',
  when: 'When',
  what: 'What',
  where: 'From',
  purpose: 'Why',
  anybody: 'Anybody',
  none: 'No access in this time.',
  proof: 'Check the whole trail',
  proof_good: 'Every entry still says what it said.',
  proof_good_count: { one: '{count} entry was computed again.', other: '{count} entries were computed again.' },
  proof_bad: 'The trail was changed.',
  proof_bad_text: 'First entry that does not hold: {source}, number {position}. {reason}',
} as const;

export const access_kind = { read: 'read', list: 'listed', write: 'changed', export: 'exported' } as const;

export const ledger = {
  title: 'Ledger proof',
  text: 'Every balance is computed again from the ledger and compared with invoices, payments and reports.',
  good: 'Everything agrees to the penny.',
  good_count: { one: '{count} entry was computed again.', other: '{count} entries were computed again.' },
  bad: 'Something does not agree.',
  bad_text: '{what}: {number} should be {expected} and is {found}.',
  again: 'Prove it again',
  in_ledger: 'In the ledger',
  in_documents: 'In the documents',
  receivable: 'Owed by patients',
  cash: 'Money taken, less given back',
  revenue: 'Charged',
  adjusted: 'Credited and written off',
  currency: 'Currency',
} as const;

export const health = {
  title: 'System health',
  ok: 'Everything works',
  degraded: 'Everything answers, but something behind it does not',
  down: 'A part of the clinic is down',
  part: 'Part',
  database: 'Database',
  bus: 'Messages between parts',
  uptime: 'Running since',
  memory: 'Memory',
  works: 'works',
  fails: 'fails',
} as const;

export const health_status = { ok: 'Works', degraded: 'Limited', down: 'Down' } as const;

export const part = {
  identity: 'Staff and sign-in',
  patients: 'Patients and records',
  scheduling: 'Calendar',
  billing: 'Billing',
  notifications: 'Messages',
} as const;
