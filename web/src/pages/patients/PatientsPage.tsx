/** All patients, or those that what is typed finds. */
import { Button, Switch, Table, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useState } from 'react';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { More } from '@/parts/More.tsx';
import { ageText } from '@/parts/PatientLine.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { useRowKeys } from '@/parts/useRowKeys.ts';
import { listName, usePatients } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day } from '@/words/format.ts';
import classes from './PatientsPage.module.css';

export default function PatientsPage() {
  const may = useMay();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const archived = params.get('archived') === '1';
  const patients = usePatients(asked, archived);
  const rows = useRowKeys();
  return (
    <Page
      title={t('patients.title')}
      actions={
        <>
          {may('patients.merge') && (
            <Button component={Link} to="/patients/duplicates" variant="default">
              {t('duplicates.title')}
            </Button>
          )}
          {may('patients.write') && (
            <Button component={Link} to="/patients/new" leftSection={<Icon name="plus" />}>
              {t('patients.register')}
            </Button>
          )}
        </>
      }
    >
      <div className={classes.search}>
        <TextInput
          size="md"
          aria-label={t('patients.find')}
          placeholder={t('patients.find')}
          leftSection={<Icon name="search" />}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={rows.fromField}
          className={classes.field}
        />
        <Switch
          label={t('patients.include_archived')}
          checked={archived}
          onChange={(event) => setParams(event.currentTarget.checked ? { archived: '1' } : {}, { replace: true })}
        />
      </div>
      <Answer of={patients} lines={10}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return asked ? (
              <Empty icon="search" title={t('patients.none_found')}>
                {t('patients.none_found_text')}
              </Empty>
            ) : (
              <Empty icon="people" title={t('patients.none_yet')}>
                {t('patients.none_yet_text')}
              </Empty>
            );
          }
          return (
            <Card flush>
              <Table highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('common.name')}</Table.Th>
                    <Table.Th>{t('patients.born_on')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('patients.record_number')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('patients.phone')}</Table.Th>
                    <Table.Th className={classes.wider}>{t('patients.email')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody ref={rows.list} onKeyDown={rows.onKeyDown}>
                  {items.map((patient) => (
                    <Table.Tr key={patient.id} className={classes.row} onClick={() => void navigate(`/patients/${patient.id}`)}>
                      <Table.Td>
                        <Link to={`/patients/${patient.id}`} className={classes.name} data-row onClick={(event) => event.stopPropagation()}>
                          {listName(patient)}
                        </Link>{' '}
                        {patient.archived && <Tag tone="plain">{t('patients.archived')}</Tag>}
                      </Table.Td>
                      <Table.Td className="numbers">
                        {day(patient.born_on)} <span className={classes.quiet}>· {ageText(patient.born_on)}</span>
                      </Table.Td>
                      <Table.Td className={`${classes.wide} numbers`}>{patient.record_number}</Table.Td>
                      <Table.Td className={`${classes.wide} numbers`}>{patient.phone}</Table.Td>
                      <Table.Td className={classes.wider}>{patient.email}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              <More of={patients} />
            </Card>
          );
        }}
      </Answer>
    </Page>
  );
}
