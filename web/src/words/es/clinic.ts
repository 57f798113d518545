/** Las páginas de quien dirige la clínica. */
import type { Catalogue } from '../catalogue.ts';

export const report: Catalogue['report'] = {
  title: 'Informe del día',
  visits: 'Visitas',
  money: 'Dinero',
  seen: 'Atendidas',
  no_shows: 'No vinieron',
  cancelled: 'Canceladas',
  booked_time: 'Tiempo ocupado',
  of_available: 'de {available} abiertas',
  charged: 'Facturado',
  taken: 'Cobrado',
  refunded: 'Devuelto',
  outstanding: 'Pendiente',
  by_method: 'Cobrado, por forma de pago',
  by_practitioner: 'Por profesional',
  practitioner: 'Profesional',
  load: 'Ocupación',
  nothing_taken: 'Ese día no se cobró nada.',
};

export const staff: Catalogue['staff'] = {
  title: 'Personal',
  invite: 'Invitar a alguien',
  invite_submit: 'Enviar la invitación',
  invited: '{name} recibe un correo con un enlace.',
  invite_again: 'Enviar una nueva invitación',
  invited_again: 'Hay una nueva invitación en camino para {name}.',
  email: 'Correo electrónico',
  display_name: 'Nombre, como lo ven colegas y pacientes',
  role: 'Función',
  npi: 'NPI (10 dígitos)',
  waiting: 'Invitado',
  change: 'Cambiar',
  changed: 'El cambio de {name} ya cuenta.',
  deactivate: 'Desactivar',
  deactivate_title: '¿Desactivar a {name}?',
  deactivate_text: 'Su sesión se cierra en todas partes y ya no puede entrar. Lo que hizo queda registrado.',
  deactivated: '{name} está desactivado.',
  activate: 'Dejar entrar de nuevo',
  role_can: 'Qué puede hacer esta función',
};

export const fee: Catalogue['fee'] = {
  title: 'Tarifas',
  add: 'Añadir una tarifa',
  edit: 'Cambiar esta tarifa',
  description: 'Texto en la factura',
  price: 'Precio',
  none: 'Aún no hay tarifas',
  none_text: 'Una tarifa tiene un código propio, un texto y un precio. Los tipos de visita dicen con qué tarifa se cobran.',
  invoices_stay: 'Las facturas ya hechas conservan su precio.',
};

export const visit_type: Catalogue['visit_type'] = {
  title: 'Tipos de visita',
  add: 'Añadir un tipo de visita',
  edit: 'Cambiar este tipo de visita',
  minutes: 'Minutos',
  buffer_before: 'Libres antes',
  buffer_after: 'Libres después',
  fee_code: 'Se cobra como',
  no_fee: 'Sin tarifa',
  color: 'Color',
  none: 'Aún no hay tipos de visita',
  none_text: 'Un tipo de visita dice cuánto dura y con qué tarifa se cobra.',
  retired: 'Ya no se ofrece',
  offered: 'Se puede reservar',
};

export const place: Catalogue['place'] = {
  title: 'Sedes y salas',
  add: 'Añadir una sede',
  edit: 'Cambiar esta sede',
  add_room: 'Añadir una sala',
  rooms: 'Salas',
  no_rooms: 'Aún no hay salas.',
  room_name: 'Nombre de la sala',
  time_zone: 'Zona horaria',
  phone: 'Teléfono',
  none: 'Aún no hay sedes',
  none_text: 'Todo ocurre en algún sitio: añada la primera sede con su zona horaria.',
};

export const hours: Catalogue['hours'] = {
  title: 'Horarios',
  of: 'Horario de',
  text: 'Cuándo se puede dar cita en una semana normal, según el reloj de la sede.',
  closed: 'Cerrado',
  add: 'Añadir horas el {day}',
  remove: 'Quitar de {from} a {to} el {day}',
  starts: '{day}, desde',
  ends: '{day}, hasta',
  copy_to_workdays: 'Copiar el lunes a todos los días laborables',
  saved: 'El horario está guardado. Las horas libres cambian al momento.',
  unsaved: 'Aún sin guardar',
  week_total: 'Una semana: {total}',
  time_off: 'Ausencias',
  time_off_add: 'Añadir una ausencia',
  time_off_none: 'No hay ausencias previstas.',
  time_off_from: 'Ausente desde',
  time_off_to: 'Vuelve el',
  time_off_added: 'La ausencia está añadida. Las visitas ya dadas siguen: cámbielas.',
  time_off_removed: 'La ausencia está quitada.',
  ends_before: 'El final debe ser posterior al comienzo.',
};

export const trail: Catalogue['trail'] = {
  title: 'Registro de accesos',
  text: 'Quién vio o cambió datos de quién, cuándo y desde dónde.',
  patient: 'Datos de',
  staff: 'Quién',
  when: 'Cuándo',
  what: 'Qué',
  where: 'Desde',
  purpose: 'Por qué',
  anybody: 'Cualquiera',
  none: 'Ningún acceso en este tiempo.',
  proof: 'Comprobar todo el registro',
  proof_good: 'Cada anotación sigue diciendo lo que decía.',
  proof_good_count: { one: 'Se recalculó {count} anotación.', other: 'Se recalcularon {count} anotaciones.' },
  proof_bad: 'El registro fue alterado.',
  proof_bad_text: 'Primera anotación que no cuadra: {source}, número {position}. {reason}',
};

export const access_kind: Catalogue['access_kind'] = { read: 'leyó', list: 'listó', write: 'cambió', export: 'exportó' };

export const ledger: Catalogue['ledger'] = {
  title: 'Prueba del libro mayor',
  text: 'Cada saldo se recalcula desde el libro mayor y se compara con facturas, pagos e informes.',
  good: 'Todo cuadra al céntimo.',
  good_count: { one: 'Se recalculó {count} asiento.', other: 'Se recalcularon {count} asientos.' },
  bad: 'Algo no cuadra.',
  bad_text: '{what}: {number} debería ser {expected} y es {found}.',
  again: 'Probar de nuevo',
  in_ledger: 'En el libro mayor',
  in_documents: 'En los documentos',
  receivable: 'Deben los pacientes',
  cash: 'Cobrado menos devuelto',
  revenue: 'Facturado',
  adjusted: 'Abonado y perdido',
  currency: 'Moneda',
};

export const health: Catalogue['health'] = {
  title: 'Estado del sistema',
  ok: 'Todo funciona',
  degraded: 'Todo responde, pero algo de detrás no',
  down: 'Una parte de la clínica no funciona',
  part: 'Parte',
  database: 'Base de datos',
  bus: 'Mensajes entre partes',
  uptime: 'En marcha desde',
  memory: 'Memoria',
  works: 'funciona',
  fails: 'falla',
};

export const health_status: Catalogue['health_status'] = { ok: 'Funciona', degraded: 'Limitado', down: 'Caído' };

export const part: Catalogue['part'] = {
  identity: 'Personal y acceso',
  patients: 'Pacientes e historias',
  scheduling: 'Agenda',
  billing: 'Facturación',
  notifications: 'Mensajes',
};
