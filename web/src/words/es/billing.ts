/** Caja: facturas, pagos, cuentas. */
import type { Catalogue } from '../catalogue.ts';

export const desk: Catalogue['desk'] = {
  title: 'Caja',
  open_drafts: 'Borradores',
  unpaid: 'Por cobrar',
  paid: 'Pagadas',
  all: 'Todas',
  new_invoice: 'Nueva factura',
  none_title: 'Aquí no hay nada',
  none_drafts: 'Una visita terminada abre un borrador por sí sola.',
  none_unpaid: 'Nadie debe nada.',
  none_all: 'Aún no hay facturas.',
  patient: 'Paciente',
  number: 'Número',
  opened: 'Abierta',
  issued: 'Emitida',
  due: 'Vence',
  total: 'Total',
  balance: 'Se debe',
  paid_so_far: 'Pagado',
  overdue: 'Vencida',
  needs_attention: 'Falta el precio',
  needs_attention_text: 'La visita no tenía tarifa. Añada una línea o un precio y emita la factura.',
  invoices: 'Facturas',
  claims: 'Reclamaciones',
  remittances: 'Pagos de aseguradoras',
  denials: 'Rechazos',
};

export const invoice: Catalogue['invoice'] = {
  title: 'Factura {number}',
  draft_title: 'Borrador de factura',
  of: 'de {patient}',
  lines: 'Líneas',
  fee: 'Tarifa',
  no_fee: 'Texto propio',
  description: 'Texto',
  quantity: 'Cantidad',
  unit_price: 'Precio unitario',
  amount: 'Importe',
  add_line: 'Añadir una línea',
  remove_line: 'Quitar la línea {number}',
  save_lines: 'Guardar las líneas',
  lines_saved: 'Las líneas están guardadas.',
  line_text_needed: 'Elija una tarifa o escriba un texto.',
  line_quantity_needed: 'Al menos 1.',
  issue: 'Emitir',
  issue_title: '¿Emitir esta factura?',
  issue_text: 'Recibe su número y ya no se puede cambiar. Se deberán {total}.',
  issued: 'La factura {number} está emitida.',
  pay: 'Cobrar',
  pay_amount: 'Importe',
  pay_method: 'Cómo',
  pay_reference: 'Referencia',
  pay_submit: 'Cobrar {amount}',
  paid: 'Cobrado {amount}. Recibo {receipt}.',
  payments: 'Pagos',
  no_payments: 'Aún no hay pagos.',
  receipt: 'Recibo',
  refunded: '{amount} devueltos',
  refund: 'Devolver',
  refund_title: 'Devolver dinero',
  refund_text: 'De este pago quedan {amount}.',
  refund_done: '{amount} devueltos.',
  void: 'Anular',
  void_title: '¿Anular esta factura?',
  void_text: 'No se deberá nada por ella. Su número se conserva, con el motivo.',
  void_done: 'La factura está anulada.',
  void_because: 'Anulada: {reason}',
  write_off: 'Dar por perdido',
  write_off_title: '¿Dar por perdido lo que se debe?',
  write_off_text: 'La clínica renuncia a este importe para siempre.',
  write_off_done: 'Dado por perdido.',
  credit: 'Abonar',
  credit_title: 'Abonar una parte de lo que se debe',
  credit_done: 'Abonado.',
  adjustments: 'Abonos y pérdidas',
  subtotal: 'Total',
  balance: 'Se debe',
  account: 'Cuenta',
};

export const account: Catalogue['account'] = {
  title: 'Cuenta de {patient}',
  owes: 'Debe',
  credit: 'Tiene a favor',
  settled: 'No se debe nada.',
  entries: 'Qué pasó en ella',
  none: 'Aún no hay nada en esta cuenta.',
  when: 'Cuándo',
  what: 'Qué',
  amount: 'Importe',
  balance_after: 'Se debe después',
};

export const invoice_status: Catalogue['invoice_status'] = {
  draft: 'Borrador',
  issued: 'Emitida',
  part_paid: 'Pagada en parte',
  paid: 'Pagada',
  void: 'Anulada',
  adjusted: 'Saldada de otro modo',
};

export const method: Catalogue['method'] = {
  cash: 'Efectivo',
  card: 'Tarjeta',
  transfer: 'Transferencia',
  check: 'Cheque',
};

export const adjustment: Catalogue['adjustment'] = { credit: 'Abono', write_off: 'Pérdida' };

export const entry_kind: Catalogue['entry_kind'] = {
  invoice: 'Factura',
  void: 'Factura anulada',
  payment: 'Pago',
  refund: 'Devolución',
  credit: 'Abono',
  write_off: 'Pérdida',
};

export const message_status: Catalogue['message_status'] = {
  planned: 'Previsto',
  sending: 'Enviándose',
  sent: 'Enviado',
  failed: 'Falló',
  cancelled: 'Descartado',
  skipped: 'No enviado',
};

export const template: Catalogue['template'] = {
  confirmation: 'Confirmación de cita',
  appointment_confirmation: 'Confirmación de cita',
  reminder: 'Recordatorio',
  appointment_reminder: 'Recordatorio',
  rescheduled: 'Nueva hora',
  cancelled: 'Cancelación',
  invoice: 'Factura',
  receipt: 'Recibo',
  appointment_rescheduled: 'Nueva hora de una visita',
  appointment_cancelled: 'Cancelación',
  invoice_overdue: 'Recordatorio de una factura pendiente',
  staff_invitation: 'Invitación de un colega',
  password_reset: 'Enlace para una contraseña nueva',
};

export const claims = {
  title: 'Reclamaciones',
  view_work: 'Por enviar',
  view_sent: 'Enviadas',
  view_answered: 'Respondidas',
  none: 'Aquí no hay reclamaciones. Se hacen en la página de una factura.',
  none_yet: 'Aún no se hizo ninguna reclamación por esta factura.',
  payer: 'Aseguradora',
  service_on: 'Fecha de atención',
  holds: { one: '{count} cosa por corregir', other: '{count} cosas por corregir' },
  of: 'Reclamación de {patient}',
  file: 'Descargar el archivo (837P)',
  submitted: 'enviada {when}',
  answer: 'Lo que dice la aseguradora',
  clean: 'Nada detiene esta reclamación',
  checked: 'Revisada {when}.',
  hold: 'Esto hay que corregirlo antes',
  warning: 'Puede que pregunten por esto',
  fields: 'Lo que se dice a la aseguradora',
  codes: 'Diagnósticos (CIE-10)',
  codes_hint: 'Primero el principal, separados por comas: I10, E11.9',
  place: 'Lugar de atención',
  place_hint: '11 es el consultorio.',
  authorization: 'Autorización previa',
  control_number: 'Número de reclamación',
  check: 'Revisar',
  check_first: 'Se puede enviar cuando la revisión no encuentre nada que la detenga.',
  submit: 'Enviar',
  submit_title: '¿Enviar esta reclamación?',
  submit_text: 'Se pide a {payer} {amount}. Después ya no se puede cambiar.',
  sent: 'La reclamación está enviada.',
  make: 'Hacer una reclamación',
  coverage: 'Cobertura',
  ack_add: 'Añadir un acuse',
  ack_hint: 'O arrastre el archivo aquí (999 o 277CA).',
  ack_done: 'Aceptadas: {accepted}. Rechazadas: {rejected}.',
} as const;

export const claim_status = {
  draft: 'Borrador',
  held: 'Detenida',
  ready: 'Lista',
  submitted: 'Enviada',
  accepted: 'Aceptada',
  rejected: 'Devuelta',
  paid: 'Pagada',
  denied: 'Rechazada',
} as const;

export const coverage = {
  title: 'Seguro',
  add: 'Añadir seguro',
  none: 'No hay seguro registrado; paga el paciente.',
  over: 'vencido',
  since: 'desde el {from}',
  from_to: 'del {from} al {to}',
  new_payer: 'Otra aseguradora …',
  member_id: 'Número de afiliado',
  group_number: 'Número de grupo',
  rank: 'Paga',
  relationship: 'El paciente es',
  subscriber: 'Nombre de la persona asegurada',
} as const;

export const rank = {
  primary: 'primero',
  secondary: 'segundo',
  tertiary: 'tercero',
} as const;

export const relationship = {
  self: 'la persona asegurada',
  spouse: 'cónyuge',
  child: 'hijo o hija',
  other: 'otra persona',
} as const;

export const remittance = {
  title: 'Pagos de aseguradoras',
  of: 'Pago del {when}',
  add: 'Añadir un pago',
  hint: 'O arrastre el archivo aquí (835). Lo que cuadra se registra; lo demás espera con su motivo.',
  none: 'Aún no se recibió ningún pago.',
  received: 'Recibido',
  to_do: { one: '{count} por ver', other: '{count} por ver' },
  taken_posted: 'El pago está registrado',
  taken_held: 'No se registró nada: el dinero de este archivo no cuadra',
  counts: 'Registradas: {posted}. Sin asignar: {unmatched}. Por ver: {flagged}.',
  held_because: 'No se registró nada de este archivo',
  answers: 'Respuestas',
  charged: 'Pedido',
  paid: 'Pagado',
  patient_share: 'Paga el paciente',
  match: 'Decir para qué es',
  match_text: 'La aseguradora lo llama {patient}, {number}. ¿Para qué factura es?',
  match_submit: 'Registrar',
  matched: 'Registrado.',
  unmatch: 'Deshacer',
  unmatch_text: 'Lo registrado se deshace exactamente; la respuesta espera una nueva asignación.',
  unmatched: 'Deshecho.',
  invoice: 'Factura',
} as const;

export const remittance_status = {
  posted: 'Registrado',
  held: 'Detenido',
} as const;

export const answer_status = {
  posted: 'Registrada',
  unmatched: 'Sin asignar',
  flagged: 'Por ver',
  held: 'Detenida',
} as const;

export const denials = {
  title: 'Rechazos',
  view_open: 'Por trabajar',
  view_closed: 'Cerrados',
  none: 'No hay rechazos que esperen a alguien',
  reason: 'Código de motivo',
  next_step: 'Siguiente paso',
  age: { one: '{count} día', other: '{count} días' },
  until: 'hasta el {when}',
  work: 'Trabajarlo',
  owner: 'Quién lo trabaja',
  nobody: 'Nadie aún',
  somebody: 'Un colega',
  deadline: 'Hasta',
} as const;

export const denial_status = {
  open: 'Abierto',
  in_work: 'En trabajo',
  closed: 'Cerrado',
} as const;

export const statement = {
  title: 'Estado de cuenta de {patient}',
  link: 'Estado de cuenta',
  opening: 'Debía antes',
  closing: 'Debe ahora',
} as const;
