/** The day as a list: for small screens, for screen readers, for paper. */
import { Table } from '@mantine/core';
import { Status, Tag } from '@/parts/Status.tsx';
import { useRowKeys } from '@/parts/useRowKeys.ts';
import type { Appointment } from '@/resources/appointments.ts';
import { t } from '@/words';
import { span, time } from '@/words/format.ts';
import { standsText } from './block.ts';
import classes from './DayList.module.css';

interface Props {
  appointments: Appointment[];
  now: number;
  unpaid: ReadonlySet<string>;
  onOpen: (appointment: Appointment) => void;
  caption: string;
}

export default function DayList({ appointments, now, unpaid, onOpen, caption }: Props) {
  const rows = useRowKeys();
  return (
    <div className={classes.frame}>
      <Table highlightOnHover captionSide="top" className={classes.table}>
        <Table.Caption className={classes.caption}>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('common.time')}</Table.Th>
            <Table.Th>{t('booking.patient')}</Table.Th>
            <Table.Th className={classes.wide}>{t('booking.visit_type')}</Table.Th>
            <Table.Th className={classes.wide}>{t('booking.practitioner')}</Table.Th>
            <Table.Th className={classes.wide}>{t('visit.room_name')}</Table.Th>
            <Table.Th>{t('common.status')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={rows.list} onKeyDown={rows.onKeyDown}>
          {appointments.map((each) => {
            const counts = each.status === 'arrived' || each.status === 'roomed';
            return (
              <Table.Tr key={each.id} className={classes.row} onClick={() => onOpen(each)}>
                <Table.Td className={`${classes.time} numbers`}>
                  <span className={classes.wide}>{span(each.starts_at, each.ends_at, each.time_zone)}</span>
                  <span className={classes.narrow}>{time(each.starts_at, each.time_zone)}</span>
                </Table.Td>
                <Table.Td>
                  <button type="button" className={classes.name} data-row>
                    <span className={classes.dot} style={{ background: each.color ?? undefined }} />
                    {each.patient_name}
                  </button>
                  <div className={classes.narrow}>
                    {each.visit_type_name} · {each.practitioner_name}
                  </div>
                  {each.reason && <div className={classes.reason}>{each.reason}</div>}
                </Table.Td>
                <Table.Td className={classes.wide}>{each.visit_type_name}</Table.Td>
                <Table.Td className={classes.wide}>{each.practitioner_name}</Table.Td>
                <Table.Td className={classes.wide}>{each.room_name}</Table.Td>
                <Table.Td>
                  <Status of={each.status} kind="visit" /> {each.overbooked && <Tag tone="bad">{t('today.overbooked')}</Tag>}
                  {unpaid.has(each.id) && <Tag tone="warn">{t('today.unpaid')}</Tag>}
                  {counts && <div className={classes.reason}>{standsText(each, now)}</div>}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
