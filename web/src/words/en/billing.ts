/** The desk: invoices, payments, accounts. */
export const desk = {
  title: 'Desk',
  open_drafts: 'Drafts',
  unpaid: 'Unpaid',
  paid: 'Paid',
  all: 'All',
  new_invoice: 'New invoice',
  none_title: 'Nothing here',
  none_drafts: 'A completed visit opens a draft by itself.',
  none_unpaid: 'Nobody owes anything.',
  none_all: 'There are no invoices yet.',
  patient: 'Patient',
  number: 'Number',
  opened: 'Opened',
  issued: 'Issued',
  due: 'Due',
  total: 'Total',
  balance: 'Owed',
  paid_so_far: 'Paid',
  overdue: 'Overdue',
  needs_attention: 'Needs a price',
  needs_attention_text: 'The visit had no fee. Add a line or a price, then issue the invoice.',
  invoices: 'Invoices',
  claims: 'Claims',
  remittances: 'Remittances',
  denials: 'Denials',
} as const;

export const invoice = {
  title: 'Invoice {number}',
  draft_title: 'Draft invoice',
  of: 'for {patient}',
  lines: 'Lines',
  fee: 'Fee',
  no_fee: 'Own text',
  description: 'Text',
  quantity: 'Quantity',
  unit_price: 'Price each',
  amount: 'Amount',
  add_line: 'Add a line',
  remove_line: 'Remove line {number}',
  save_lines: 'Save the lines',
  lines_saved: 'The lines are saved.',
  line_text_needed: 'Choose a fee or write a text.',
  line_quantity_needed: 'At least 1.',
  issue: 'Issue',
  issue_title: 'Issue this invoice?',
  issue_text: 'It gets its number and can no longer be changed. {total} will be owed.',
  issued: 'Invoice {number} is issued.',
  pay: 'Take a payment',
  pay_amount: 'Amount',
  pay_method: 'How',
  pay_reference: 'Reference',
  pay_submit: 'Take {amount}',
  paid: '{amount} taken. Receipt {receipt}.',
  payments: 'Payments',
  no_payments: 'Nothing paid yet.',
  receipt: 'Receipt',
  refunded: '{amount} given back',
  refund: 'Give back',
  refund_title: 'Give money back',
  refund_text: '{amount} is left of this payment.',
  refund_done: '{amount} given back.',
  void: 'Void',
  void_title: 'Declare this invoice void?',
  void_text: 'Nothing will be owed on it. Its number stays, with the reason.',
  void_done: 'The invoice is void.',
  void_because: 'Void: {reason}',
  write_off: 'Write off',
  write_off_title: 'Write off what is owed?',
  write_off_text: 'The clinic gives up this amount for good.',
  write_off_done: 'Written off.',
  credit: 'Credit',
  credit_title: 'Credit a part of what is owed',
  credit_done: 'Credited.',
  adjustments: 'Credits and write-offs',
  subtotal: 'Total',
  balance: 'Owed',
  account: 'Account',
} as const;

export const account = {
  title: 'Account of {patient}',
  owes: 'Owes',
  credit: 'Has in credit',
  settled: 'Nothing is owed.',
  entries: 'What happened on it',
  none: 'Nothing on this account yet.',
  when: 'When',
  what: 'What',
  amount: 'Amount',
  balance_after: 'Owed after it',
} as const;

export const invoice_status = {
  draft: 'Draft',
  issued: 'Issued',
  part_paid: 'Partly paid',
  paid: 'Paid',
  void: 'Void',
  adjusted: 'Settled otherwise',
} as const;

export const method = {
  cash: 'Cash',
  card: 'Card',
  transfer: 'Transfer',
  check: 'Check',
} as const;

export const adjustment = { credit: 'Credit', write_off: 'Write-off' } as const;

export const entry_kind = {
  invoice: 'Invoice',
  void: 'Invoice voided',
  payment: 'Payment',
  refund: 'Refund',
  credit: 'Credit',
  write_off: 'Write-off',
} as const;

export const message_status = {
  planned: 'Planned',
  sending: 'Being sent',
  sent: 'Sent',
  failed: 'Failed',
  cancelled: 'Dropped',
  skipped: 'Not sent',
} as const;

export const template = {
  confirmation: 'Booking confirmation',
  appointment_confirmation: 'Booking confirmation',
  reminder: 'Reminder',
  appointment_reminder: 'Reminder',
  rescheduled: 'New time',
  cancelled: 'Cancellation',
  invoice: 'Invoice',
  receipt: 'Receipt',
  appointment_rescheduled: 'New time of a visit',
  appointment_cancelled: 'Cancellation',
  invoice_overdue: 'Reminder of an open invoice',
  staff_invitation: 'Invitation of a colleague',
  password_reset: 'Link to a new password',
} as const;

export const claims = {
  title: 'Claims',
  view_work: 'To be sent',
  view_sent: 'Sent',
  view_answered: 'Answered',
  none: 'There are no claims here. One is made on the page of an invoice.',
  none_yet: 'No claim was made for this invoice yet.',
  payer: 'Insurer',
  service_on: 'Treated on',
  holds: { one: '{count} thing to mend', other: '{count} things to mend' },
  of: 'Claim for {patient}',
  file: 'Download the file (837P)',
  submitted: 'sent {when}',
  answer: 'What the insurer says',
  clean: 'Nothing holds this claim',
  checked: 'Checked {when}.',
  hold: 'This must be mended first',
  warning: 'This may be asked about',
  fields: 'What the insurer is told',
  codes: 'Diagnoses (ICD-10)',
  codes_hint: 'The main one first, with commas between them: I10, E11.9',
  place: 'Place of service',
  place_hint: '11 is the office.',
  authorization: 'Prior authorization',
  control_number: 'Claim number',
  check: 'Check it',
  check_first: 'It can be sent when a check finds nothing that holds it.',
  submit: 'Send it',
  submit_title: 'Send this claim?',
  submit_text: '{payer} is asked for {amount}. After that it can no longer be changed.',
  sent: 'The claim is sent.',
  make: 'Make a claim',
  coverage: 'Coverage',
  ack_add: 'Add an acknowledgement',
  ack_hint: 'Or drag the file here (999 or 277CA).',
  ack_done: 'Accepted: {accepted}. Rejected: {rejected}.',
} as const;

export const claim_status = {
  draft: 'Draft',
  held: 'On hold',
  ready: 'Ready',
  submitted: 'Sent',
  accepted: 'Accepted',
  rejected: 'Rejected',
  paid: 'Paid',
  denied: 'Denied',
} as const;

export const coverage = {
  title: 'Insurance',
  add: 'Add insurance',
  none: 'No insurance on record; the patient pays.',
  over: 'run out',
  since: 'since {from}',
  from_to: '{from} to {to}',
  new_payer: 'Another insurer …',
  member_id: 'Member number',
  group_number: 'Group number',
  rank: 'Pays',
  relationship: 'The patient is',
  subscriber: 'Name of the insured person',
} as const;

export const rank = {
  primary: 'first',
  secondary: 'second',
  tertiary: 'third',
} as const;

export const relationship = {
  self: 'the insured person',
  spouse: 'husband or wife',
  child: 'child',
  other: 'somebody else',
} as const;

export const remittance = {
  title: 'Remittances',
  of: 'Remittance of {when}',
  add: 'Add a remittance',
  hint: 'Or drag the file here (835). What fits is posted; what does not waits with its reason.',
  none: 'No remittance was taken yet.',
  received: 'Received',
  to_do: { one: '{count} to look at', other: '{count} to look at' },
  taken_posted: 'The remittance is posted',
  taken_held: 'Nothing was posted: the money of this file does not add up',
  counts: 'Posted: {posted}. Not matched: {unmatched}. To look at: {flagged}.',
  held_because: 'Nothing of this file was posted',
  answers: 'Answers',
  charged: 'Asked',
  paid: 'Paid',
  patient_share: 'Patient pays',
  match: 'Say what it is for',
  match_text: 'The insurer calls this {patient}, {number}. Which invoice is it for?',
  match_submit: 'Post it',
  matched: 'Posted.',
  unmatch: 'Take it back',
  unmatch_text: 'What was posted is taken back exactly; the answer waits to be matched again.',
  unmatched: 'Taken back.',
  invoice: 'Invoice',
} as const;

export const remittance_status = {
  posted: 'Posted',
  held: 'On hold',
} as const;

export const answer_status = {
  posted: 'Posted',
  unmatched: 'Not matched',
  flagged: 'To look at',
  held: 'On hold',
} as const;

export const denials = {
  title: 'Denials',
  view_open: 'To be worked',
  view_closed: 'Closed',
  none: 'Nothing was denied that waits for somebody',
  reason: 'Reason code',
  next_step: 'Next step',
  age: { one: '{count} day', other: '{count} days' },
  until: 'until {when}',
  work: 'Work on it',
  owner: 'Who works on it',
  nobody: 'Nobody yet',
  somebody: 'A colleague',
  deadline: 'Until',
} as const;

export const denial_status = {
  open: 'Open',
  in_work: 'In work',
  closed: 'Closed',
} as const;

export const statement = {
  title: 'Statement for {patient}',
  link: 'Statement',
  opening: 'Owed before',
  closing: 'Owed now',
} as const;
