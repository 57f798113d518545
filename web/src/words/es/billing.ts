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
};
