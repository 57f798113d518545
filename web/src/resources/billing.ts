/** Fees, invoices, payments, accounts, the ledger. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { all, api, got, ifMatch, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Invoice = Schemas['InvoiceView'];
export type InvoiceSummary = Schemas['InvoiceSummary'];
export type InvoiceStatus = Schemas['InvoiceStatus'];
export type Payment = Schemas['PaymentLineView'];
export type Method = Schemas['Method'];
export type NewLine = Schemas['NewLine'];
export type Fee = Schemas['FeeView'];

/** The fee schedule. */
export const useFees = (enabled = true) =>
  useQuery({
    queryKey: keys.fees,
    queryFn: () => all((after) => got(api.GET('/api/fees', { params: { query: { limit: 500, after } } }))),
    staleTime: 60_000,
    enabled,
  });

/** Add a fee. */
export const useAddFee = () =>
  useAction((body: Schemas['NewFee'], key) => got(api.POST('/api/fees', { body, headers: once(key) })), [keys.fees]);

/** Change a fee. */
export const useChangeFee = () =>
  useAction(
    ({ id, version, change }: { id: string; version: number; change: Schemas['FeeChange'] }) =>
      got(api.PATCH('/api/fees/{fee_id}', { params: { path: { fee_id: id } }, body: change, headers: ifMatch(version) })),
    [keys.fees],
  );

/** Invoices of some states, or of a patient, the newest first. */
export const useInvoices = (filter: { status?: InvoiceStatus[]; patient_id?: string }, enabled = true) =>
  useInfiniteQuery({
    queryKey: [...keys.billing, 'invoices', filter],
    enabled,
    queryFn: ({ pageParam, signal }) =>
      got(api.GET('/api/invoices', { params: { query: { ...filter, limit: 50, after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** What is still owed for visits whose invoices were opened since a moment, by appointment; drafts count as not paid. */
export const useUnpaidVisits = (since: string, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.billing, 'unpaid', since],
    enabled,
    queryFn: async ({ signal }) => {
      const status: InvoiceStatus[] = ['draft', 'issued', 'part_paid'];
      const invoices = await all((after) => got(api.GET('/api/invoices', { params: { query: { status, from: since, limit: 500, after } }, signal })));
      return new Set(invoices.flatMap(({ appointment_id, status: state, balance_minor }) => (appointment_id && (state === 'draft' || balance_minor > 0) ? [appointment_id] : [])));
    },
  });

/** One invoice with its lines and payments. */
export const useInvoice = (invoice_id: string | undefined) =>
  useQuery({
    queryKey: [...keys.billing, 'invoice', invoice_id],
    enabled: Boolean(invoice_id),
    queryFn: () => got(api.GET('/api/invoices/{invoice_id}', { params: { path: { invoice_id: invoice_id! } } })),
  });

/** What a patient owes, and how that came about. */
export const useAccount = (patient_id: string, enabled = true) =>
  useQuery({
    queryKey: [...keys.billing, 'account', patient_id],
    enabled,
    retry: false,
    queryFn: () =>
      got(api.GET('/api/patients/{patient_id}/account', { params: { path: { patient_id }, query: { limit: 200 } } })),
  });

const TOUCHED = [keys.billing, keys.reports];

/** Open a draft. */
export const useCreateInvoice = () =>
  useAction(
    (body: Schemas['NewInvoice'], key) => got(api.POST('/api/invoices', { body, headers: once(key) })),
    TOUCHED,
  );

/** Replace the lines of a draft. */
export const useChangeInvoice = (invoice_id: string) =>
  useAction(
    ({ lines, version }: { lines: NewLine[]; version: number }) =>
      got(
        api.PATCH('/api/invoices/{invoice_id}', {
          params: { path: { invoice_id } },
          body: { lines },
          headers: ifMatch(version),
        }),
      ),
    TOUCHED,
  );

/** Issue a draft. */
export const useIssueInvoice = (invoice_id: string) =>
  useAction(
    (_: null, key) =>
      got(api.POST('/api/invoices/{invoice_id}/issue', { params: { path: { invoice_id } }, headers: once(key) })),
    TOUCHED,
  );

/** Take a payment. */
export const useTakePayment = (invoice_id: string) =>
  useAction(
    (body: Schemas['NewPayment'], key) =>
      got(
        api.POST('/api/invoices/{invoice_id}/payments', { params: { path: { invoice_id } }, body, headers: once(key) }),
      ),
    TOUCHED,
  );

/** Declare an invoice void. */
export const useVoidInvoice = (invoice_id: string) =>
  useAction(
    (body: Schemas['NewVoid'], key) =>
      got(api.POST('/api/invoices/{invoice_id}/void', { params: { path: { invoice_id } }, body, headers: once(key) })),
    TOUCHED,
  );

/** Give up what is owed, or a part of it. */
export const useWriteOff = (invoice_id: string) =>
  useAction(
    (body: Schemas['NewWriteOff'], key) =>
      got(
        api.POST('/api/invoices/{invoice_id}/write-off', { params: { path: { invoice_id } }, body, headers: once(key) }),
      ),
    TOUCHED,
  );

/** Credit a part of what is owed. */
export const useCredit = (invoice_id: string) =>
  useAction(
    (body: Schemas['NewCredit'], key) =>
      got(api.POST('/api/invoices/{invoice_id}/credit', { params: { path: { invoice_id } }, body, headers: once(key) })),
    TOUCHED,
  );

/** Give money back from a payment. */
export const useRefund = () =>
  useAction(
    ({ payment_id, ...body }: { payment_id: string } & Schemas['NewRefund'], key) =>
      got(
        api.POST('/api/payments/{payment_id}/refund', { params: { path: { payment_id } }, body, headers: once(key) }),
      ),
    TOUCHED,
  );

/** Whether ledger, invoices, payments and reports agree. */
export const useLedgerProof = () =>
  useQuery({ queryKey: [...keys.billing, 'proof'], queryFn: () => got(api.GET('/api/ledger/proof')), staleTime: 0 });
