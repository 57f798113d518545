/** The desk: what has to be issued, what has to be paid. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { Choices } from '@/parts/Choices.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { More } from '@/parts/More.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { useInvoices, type InvoiceStatus } from '@/resources/billing.ts';
import type { Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { DeskTabs } from './DeskTabs.tsx';
import { InvoiceTable } from './InvoiceTable.tsx';
import { NewInvoice } from './NewInvoice.tsx';

const VIEWS = {
  drafts: { label: 'desk.open_drafts', empty: 'desk.none_drafts', status: ['draft'] },
  unpaid: { label: 'desk.unpaid', empty: 'desk.none_unpaid', status: ['issued', 'part_paid'] },
  paid: { label: 'desk.paid', empty: 'desk.none_all', status: ['paid'] },
  all: { label: 'desk.all', empty: 'desk.none_all', status: [] },
} as const;
type View = keyof typeof VIEWS;

export default function DeskPage() {
  const may = useMay();
  const navigate = useNavigate();
  const { state } = useLocation() as { state: { patient?: Patient } | null };
  const [params, setParams] = useSearchParams();
  const [making, setMaking] = useState(Boolean(state?.patient));
  const wanted = params.get('view') as View | null;
  const view = wanted && wanted in VIEWS ? wanted : 'drafts';
  const { status, empty } = VIEWS[view];
  const invoices = useInvoices(status.length ? { status: status as unknown as InvoiceStatus[] } : {});
  return (
    <Page
      title={t('desk.title')}
      actions={
        <>
          <Choices
            label={t('common.status')}
            hideLabel
            compact
            name="invoices"
            value={view}
            onChange={(next) => setParams(next === 'drafts' ? {} : { view: next }, { replace: true })}
            choices={(Object.keys(VIEWS) as View[]).map((value) => ({ value, label: t(VIEWS[value].label) }))}
          />
          {may('billing.write') && (
            <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
              {t('desk.new_invoice')}
            </Button>
          )}
        </>
      }
    >
      <DeskTabs />
      <Answer of={invoices} lines={8}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <Empty icon="invoice" title={t('desk.none_title')}>
                {t(empty)}
              </Empty>
            );
          }
          return (
            <Card flush>
              <InvoiceTable invoices={items} />
              <More of={invoices} />
            </Card>
          );
        }}
      </Answer>
      <NewInvoice
        opened={making}
        patient={state?.patient}
        onClose={() => {
          setMaking(false);
          if (state?.patient) void navigate('/desk', { replace: true, state: null });
        }}
      />
    </Page>
  );
}
